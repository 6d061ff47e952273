import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { isKnown } from "@kam_planning/common/figure/kam_figure";
import { describeMove } from "@kam_planning/common/score/kam_move";
import { KamScoreDialog } from "@kam_planning/common/score/kam_score_dialog";

/** One number of a record as people read it; what is not known is words, not 0. */
export function describeNumber(record, name) {
    const value = record.data[name];
    return {
        name,
        title: record.fields[name].string,
        text: isKnown(value) ? String(Math.round(value)) : _t("not known"),
        move: describeMove(record.data[`${name}_change`]),
    };
}

/** The band of the health in words, none where too little is known. */
function describeBand({ data, fields }) {
    return Object.fromEntries(fields.health_band.selection)[data.health_band] || "";
}

/** Opens what a number of a plan is made of. */
function useExplanation(component) {
    const dialog = useService("dialog");
    return ({ name, title }) => {
        const { resModel, resId } = component.props.record;
        if (resId) {
            dialog.add(KamScoreDialog, { resModel, resId, kind: name, title });
        }
    };
}

/** One of the three numbers, that opens into what it is made of. */
export class KamNumberField extends Component {
    static template = "kam_planning.NumberField";
    static props = { ...standardFieldProps };

    setup() {
        this.explain = useExplanation(this);
    }

    get number() {
        return describeNumber(this.props.record, this.props.name);
    }

    get words() {
        const { name, record } = this.props;
        return name === "health" ? describeBand(record) : "";
    }
}

/** Health, plan quality and confidence beside each other, each in words of its own. */
export class KamNumbersField extends Component {
    static template = "kam_planning.NumbersField";
    static props = { ...standardFieldProps };

    setup() {
        this.explain = useExplanation(this);
    }

    get numbers() {
        const { record } = this.props;
        const labels = { health: _t("Health"), hygiene: _t("Plan"), confidence: _t("Sure") };
        return Object.entries(labels).map(([name, label]) => ({
            ...describeNumber(record, name),
            label,
        }));
    }

    /** The band in words, and why where an input has collapsed. */
    get words() {
        return describeBand(this.props.record);
    }

    get alarm() {
        return this.props.record.data.health_alarm || "";
    }
}

const CHANGES = [
    { name: "health_change", type: "float" },
    { name: "hygiene_change", type: "float" },
];

registry.category("fields").add("kam_number", {
    component: KamNumberField,
    displayName: _t("Explained number"),
    supportedTypes: ["float"],
    listViewWidth: [80, 140],
    fieldDependencies: [...CHANGES, { name: "health_band", type: "selection" }],
});
registry.category("fields").add("kam_numbers", {
    component: KamNumbersField,
    displayName: _t("Health, plan and confidence"),
    supportedTypes: ["float"],
    fieldDependencies: [
        ...CHANGES,
        { name: "hygiene", type: "float" },
        { name: "confidence", type: "float" },
        { name: "health_band", type: "selection" },
        { name: "health_alarm", type: "char" },
    ],
});
