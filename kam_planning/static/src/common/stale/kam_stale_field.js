import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** Whether a line waits for somebody to say that it is still true, for a change touched it or for it
 * was not said for long: a sign with its word.
 */
export class KamStaleField extends Component {
    static template = "kam_planning.StaleField";
    static props = { ...standardFieldProps, isShort: { type: Boolean, optional: true } };

    /** Sign, word and colour, or null where nobody has to say anything. */
    get sign() {
        const { data } = this.props.record;
        if (data.is_touched) {
            return {
                sign: "△",
                color: "text-info",
                label: _t("changed"),
                title: _t("Something changed: is it still true?"),
            };
        }
        if (!data[this.props.name]) {
            return null;
        }
        return {
            sign: "◐",
            color: "text-warning",
            label: _t("to confirm"),
            title: _t("To confirm: is it still true?"),
        };
    }
}

export const kamStaleField = {
    component: KamStaleField,
    displayName: _t("Sign of what is to confirm"),
    supportedTypes: ["boolean"],
    fieldDependencies: [{ name: "is_touched", type: "boolean" }],
    extractProps: ({ viewType }) => ({ isShort: viewType === "list" }),
};

registry.category("fields").add("kam_stale", kamStaleField);
