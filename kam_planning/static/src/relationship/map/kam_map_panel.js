import { Component, useSubEnv } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { formView } from "@web/views/form/form_view";
import { FormController } from "@web/views/form/form_controller";
import { getDefaultConfig, View } from "@web/views/view";

/** The form of a person beside the map: Odoo's own form, with its buttons below. */
export class PersonPanelController extends FormController {
    static template = "kam_planning.PersonPanelForm";
    static props = {
        ...FormController.props,
        onReady: { type: Function, optional: true },
    };

    setup() {
        super.setup();
        this.props.onReady?.(() => this.mayLeave());
    }

    get canSave() {
        return this.canEdit && !this.props.readonly;
    }

    /** Whether the form may go: asks what becomes of what was typed and not saved. */
    async mayLeave() {
        const { root } = this.model;
        if (!this.canSave || !(await root.isDirty())) {
            return true;
        }
        this.asking ||= this.ask(root).finally(() => (this.asking = null));
        return this.asking;
    }

    ask(root) {
        return new Promise((resolve) => {
            this.dialogService.add(ConfirmationDialog, {
                title: _t("Not saved yet"),
                body: _t("Save what you typed about %s?", root.data.name || _t("this person")),
                confirmLabel: _t("Save"),
                confirm: async () => resolve(Boolean(await this.saveButtonClicked({}))),
                cancelLabel: _t("Drop It"),
                cancel: async () => {
                    await root.discard();
                    resolve(true);
                },
                dismiss: () => resolve(false),
            });
        });
    }
}

registry.category("views").add("kam_person_panel", {
    ...formView,
    Controller: PersonPanelController,
});

/** Side panel of the map: one person, or a new one. */
export class MapPanel extends Component {
    static template = "kam_planning.MapPanel";
    static components = { Dropdown, DropdownItem, View };
    static props = {
        panel: Object,
        // Card of the person; a new one has none yet.
        person: { type: Object, optional: true },
        // Why somebody may be taken off the map: pairs (value, label).
        reasons: Array,
        accountId: Number,
        companyId: Number,
        readonly: Boolean,
        onSaved: Function,
        // Takes over a function that tells, after asking, whether the form may go.
        onReady: Function,
        onTakenOff: Function,
        onPutBack: Function,
        onClosed: Function,
    };

    setup() {
        // A form of its own: it must not rename the page, nor be saved with what is around it.
        useSubEnv({ config: getDefaultConfig() });
    }

    get viewProps() {
        const { accountId, companyId, panel, readonly } = this.props;
        return {
            type: "form",
            resModel: "kam.stakeholder",
            resId: panel.id || false,
            context: {
                form_view_ref: "kam_planning.kam_stakeholder_view_form_panel",
                default_account_id: accountId,
                default_company_id: companyId,
                ...Object.fromEntries(
                    Object.entries(panel.values).map(([name, value]) => [`default_${name}`, value])
                ),
            },
            display: { controlPanel: false },
            readonly,
            preventEdit: readonly,
            loadIrFilters: false,
            onReady: this.props.onReady,
            onSave: (record) => this.props.onSaved(record.resId),
        };
    }
}
