import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { FloatField, floatField } from "@web/views/fields/float/float_field";

import { formatFigure } from "./kam_figure";
import { parseKnown } from "./kam_known_fields";

/** A number in the unit of its measure: money, percent, days or a count. */
export class KamFigureField extends FloatField {
    parse(value) {
        return parseKnown(value, (text) => super.parse(text));
    }

    get formattedValue() {
        const { record, readonly } = this.props;
        if (!readonly) {
            return super.formattedValue;
        }
        const { unit, currency_id: currency } = record.data;
        return formatFigure(this.value, unit, currency?.id);
    }
}

export const kamFigureField = {
    ...floatField,
    component: KamFigureField,
    displayName: _t("Figure of a measure"),
    supportedTypes: ["float"],
};

registry.category("fields").add("kam_figure", kamFigureField);
