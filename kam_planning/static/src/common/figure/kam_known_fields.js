import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { FloatField, floatField } from "@web/views/fields/float/float_field";
import { MonetaryField, monetaryField } from "@web/views/fields/monetary/monetary_field";
import {
    ProgressBarField,
    progressBarField,
} from "@web/views/fields/progress_bar/progress_bar_field";

import { isKnown } from "./kam_figure";

/** Odoo's fields read an emptied input as 0. Here it is not known, which is no number. */
export function parseKnown(text, parse) {
    return text.trim() === "" ? false : parse(text);
}

/** A number that may be not known, to be typed. */
export class KamKnownField extends FloatField {
    parse(value) {
        return parseKnown(value, (text) => super.parse(text));
    }
}

/** An amount that may be not known, to be typed. */
export class KamKnownMonetaryField extends MonetaryField {
    get inputOptions() {
        const { parse, ...options } = super.inputOptions;
        return { ...options, parse: (value) => parseKnown(value, parse) };
    }
}

/** A percentage as a bar, and no bar where it is not known. */
export class KamProgressField extends ProgressBarField {
    static template = "kam_planning.ProgressField";

    get isKnown() {
        return isKnown(this.props.record.data[this.props.name]);
    }
}

const fields = registry.category("fields");
fields.add("kam_known", {
    ...floatField,
    component: KamKnownField,
    displayName: _t("Number that may be not known"),
    supportedTypes: ["float", "integer"],
});
fields.add("kam_known_monetary", {
    ...monetaryField,
    component: KamKnownMonetaryField,
    displayName: _t("Amount that may be not known"),
});
fields.add("kam_progress", {
    ...progressBarField,
    component: KamProgressField,
    displayName: _t("Progress that may be not known"),
    // What is more than reached is full, and not grey as what is switched off.
    extractProps: (info, dynamicInfo) => ({
        ...progressBarField.extractProps(info, dynamicInfo),
        overflowClass: info.options.overflow_class || "bg-success",
    }),
});
