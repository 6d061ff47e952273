import { Component, useSubEnv } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { formView } from "@web/views/form/form_view";
import { FormController } from "@web/views/form/form_controller";
import { getDefaultConfig, View } from "@web/views/view";

/** The form of a person beside the map: Odoo's own form, with its buttons below. */
export class PersonPanelController extends FormController {
    static template = "kam_planning.PersonPanelForm";
    static props = {
        ...FormController.props,
        onWillChange: { type: Function, optional: true },
    };

    get canSave() {
        return this.canEdit && !this.props.readonly;
    }

    /** Reads how the person was, so that the change can be taken back. */
    async onWillSaveRecord(record, changes) {
        if (record.resId && this.props.onWillChange) {
            await this.props.onWillChange(record.resId, Object.keys(changes));
        }
        return super.onWillSaveRecord(...arguments);
    }
}

registry.category("views").add("kam_person_panel", {
    ...formView,
    Controller: PersonPanelController,
});

/** Side panel of the map: one person, or a new one. */
export class MapPanel extends Component {
    static template = "kam_planning.MapPanel";
    static components = { View };
    static props = {
        panel: Object,
        accountId: Number,
        companyId: Number,
        readonly: Boolean,
        onSaved: Function,
        onWillChange: Function,
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
            onWillChange: this.props.onWillChange,
            onSave: (record) => this.props.onSaved(record.resId),
        };
    }
}
