import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { evaluateBooleanExpr } from "@web/core/py_js/py";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { isKnown } from "@kam_planning/common/figure/kam_figure";

const POINTS = Array.from({ length: 11 }, (_, point) => point);

/** The choices of a score; one between two points, as an import may bring it, is kept. */
export function choicesOf(score) {
    const choices = isKnown(score) && !POINTS.includes(score) ? [...POINTS, score] : POINTS;
    return choices.toSorted((one, other) => one - other);
}

/** A score from 0 to 10, or not known: one tap, in lists and on cards. Saved at once on cards. */
export class KamPointsField extends Component {
    static template = "kam_planning.PointsField";
    static props = { ...standardFieldProps };

    get score() {
        return this.props.record.data[this.props.name];
    }

    get isKnown() {
        return isKnown(this.score);
    }

    get choices() {
        return choicesOf(this.score);
    }

    get isReadonly() {
        const { name, record, readonly } = this.props;
        // Cards are read only to Odoo; the score is what they are there for.
        const condition = record.activeFields[name].readonly || "False";
        return readonly && evaluateBooleanExpr(condition, record.evalContextWithVirtualIds);
    }

    get title() {
        return this.props.record.data.scale || _t("0 to 10; empty: you do not know");
    }

    get label() {
        const { criterion_id: criterion } = this.props.record.data;
        return criterion ? _t("Score by %s", criterion.display_name) : _t("Score");
    }

    onChange(ev) {
        const text = ev.target.value;
        const changes = { [this.props.name]: text === "" ? false : Number(text) };
        return this.props.record.update(changes, { save: !this.props.record.isInEdition });
    }
}

export const kamPointsField = {
    component: KamPointsField,
    displayName: _t("Score from 0 to 10"),
    supportedTypes: ["float"],
    listViewWidth: [90, 120],
};

registry.category("fields").add("kam_points", kamPointsField);
