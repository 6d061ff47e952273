import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { formatFigure, isKnown } from "@kam_planning/common/figure/kam_figure";

const LABELS = {
    promised: _t("Promised, due so far"),
    delivered: _t("Delivered"),
    confirmed: _t("Confirmed"),
    disputed: _t("Disputed"),
};

/**
 * What was promised, delivered, confirmed and disputed: steps beside each other, which are never
 * added up. The picture is the table: a bar in each row, its number beside it.
 */
export class KamValueLadderField extends Component {
    static template = "kam_planning.ValueLadderField";
    static props = { ...standardFieldProps };

    setup() {
        this.action = useService("action");
    }

    get ladder() {
        return this.props.record.data[this.props.name];
    }

    /** Bars begin at one line; those of negative amounts go the other way. */
    get steps() {
        const { steps } = this.ladder;
        const amounts = steps.map(({ amount }) => amount || 0);
        const most = Math.max(0, ...amounts);
        const least = Math.min(0, ...amounts);
        const whole = most - least || 1;
        return steps.map(({ name, amount, count }) => ({
            name,
            count,
            label: LABELS[name],
            text: this.format(amount),
            isKnown: isKnown(amount),
            left: (100 * (Math.min(0, amount || 0) - least)) / whole,
            width: (100 * Math.abs(amount || 0)) / whole,
            isNegative: amount < 0,
        }));
    }

    get later() {
        const { promised_all: all, steps } = this.ladder;
        return isKnown(all) && all !== (steps[0].amount || 0) ? this.format(all) : "";
    }

    get rate() {
        return formatFigure(this.ladder.rate, "percent");
    }

    get isEmpty() {
        return (
            !this.ladder?.steps.some(({ count }) => count) && !isKnown(this.ladder?.promised_all)
        );
    }

    format(amount) {
        return formatFigure(amount, "currency", this.ladder.currency_id);
    }

    open(name) {
        return this.action.doAction("kam_planning.kam_value_action", {
            additionalContext: {
                search_default_plan_id: this.props.record.resId,
                [`search_default_${name}`]: 1,
            },
        });
    }
}

export const kamValueLadderField = {
    component: KamValueLadderField,
    displayName: _t("Value ladder"),
    supportedTypes: ["json"],
};

registry.category("fields").add("kam_value_ladder", kamValueLadderField);
