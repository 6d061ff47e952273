import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { FloatField, floatField } from "@web/views/fields/float/float_field";

import { formatFigure } from "./kam_figure";

const NEEDS_ACTUAL = ["actual_value", "forecast_value", "attainment"];

function isKnown(name, hasActual) {
    return hasActual !== false || !NEEDS_ACTUAL.includes(name);
}

/** A number in the unit of its measure: money, percent, days or a count. */
export class KamFigureField extends FloatField {
    get formattedValue() {
        const { record, name, readonly } = this.props;
        if (!readonly) {
            return super.formattedValue;
        }
        const { unit, currency_id: currency, has_actual: hasActual } = record.data;
        // Not every figure is reached by adding something every month, and none after the end.
        const isShown = name === "pace_needed" ? record.data.has_pace : isKnown(name, hasActual);
        return formatFigure(isShown ? this.value : null, unit, currency?.id);
    }
}

export const kamFigureField = {
    ...floatField,
    component: KamFigureField,
    displayName: _t("Figure of a measure"),
    supportedTypes: ["float"],
};

registry.category("fields").add("kam_figure", kamFigureField);
