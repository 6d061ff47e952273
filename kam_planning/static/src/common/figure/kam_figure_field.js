import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { FloatField, floatField } from "@web/views/fields/float/float_field";

import { formatFigure } from "./kam_figure";
import { parseKnown } from "./kam_known_fields";

/** A number in the unit of its measure: money, percent, days or a count. An amount is money. */
export class KamFigureField extends FloatField {
    parse(value) {
        return parseKnown(value, (text) => super.parse(text));
    }

    get formattedValue() {
        const { record, readonly } = this.props;
        if (!readonly) {
            return super.formattedValue;
        }
        const { type, currency_field: currencyField } = record.fields[this.props.name];
        const unit = type === "monetary" ? "currency" : record.data.unit;
        const currency = record.data[currencyField || "currency_id"]?.id;
        // Where the place is narrow, the number goes below its unit.
        return formatFigure(this.value, unit, currency).replaceAll("\u00a0", " ");
    }
}

export const kamFigureField = {
    ...floatField,
    component: KamFigureField,
    displayName: _t("Figure of a measure"),
    supportedTypes: ["float", "monetary"],
    listViewWidth: [105, 150],
};

registry.category("fields").add("kam_figure", kamFigureField);
