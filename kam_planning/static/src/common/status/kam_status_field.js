import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const LOOKS = {
    on_track: { icon: "fa-check-circle", color: "text-success" },
    at_risk: { icon: "fa-exclamation-triangle", color: "text-warning" },
    off_track: { icon: "fa-times-circle", color: "text-danger" },
};

/** On track, at risk or off track: a sign, a word and a colour. */
export class KamStatusField extends Component {
    static template = "kam_planning.StatusField";
    static props = { ...standardFieldProps };

    get value() {
        return this.props.record.data[this.props.name];
    }

    get look() {
        return LOOKS[this.value];
    }

    get label() {
        const { selection } = this.props.record.fields[this.props.name];
        return selection.find(([value]) => value === this.value)?.[1];
    }
}

export const kamStatusField = {
    component: KamStatusField,
    displayName: _t("Status with sign"),
    supportedTypes: ["selection"],
};

registry.category("fields").add("kam_status", kamStatusField);
