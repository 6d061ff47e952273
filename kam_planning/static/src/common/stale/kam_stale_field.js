import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** Whether a line waits for somebody to say that it is still true: a sign with its word. */
export class KamStaleField extends Component {
    static template = "kam_planning.StaleField";
    static props = { ...standardFieldProps, isShort: { type: Boolean, optional: true } };

    get isStale() {
        return this.props.record.data[this.props.name];
    }
}

export const kamStaleField = {
    component: KamStaleField,
    displayName: _t("Sign of what is to confirm"),
    supportedTypes: ["boolean"],
    extractProps: ({ viewType }) => ({ isShort: viewType === "list" }),
};

registry.category("fields").add("kam_stale", kamStaleField);
