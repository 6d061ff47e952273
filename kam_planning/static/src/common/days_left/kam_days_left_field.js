import { Component } from "@odoo/owl";
import { today } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { evaluateBooleanExpr } from "@web/core/py_js/py";
import { registry } from "@web/core/registry";
import { DateTimeField } from "@web/views/fields/datetime/datetime_field";
import { formatDate } from "@web/views/fields/formatters";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const SOON = 7;

/**
 * How far away a day is, in words and colour.
 *
 * @param {luxon.DateTime} day
 * @returns {{days: number, label: string, color: string}}
 */
export function describeDaysLeft(day) {
    const days = Math.round(day.startOf("day").diff(today(), "days").days);
    return { days, label: labelOf(days), color: colorOf(days) };
}

function labelOf(days) {
    if (days === 0) {
        return _t("today");
    }
    if (days === 1) {
        return _t("tomorrow");
    }
    if (days === -1) {
        return _t("1 day late");
    }
    return days > 0 ? _t("in %s days", days) : _t("%s days late", -days);
}

function colorOf(days) {
    if (days < 0) {
        return "text-danger";
    }
    return days <= SOON ? "text-warning-emphasis" : "text-muted";
}

/** A date as people plan with it, and how many days are left, in words and colour. */
export class KamDaysLeftField extends Component {
    static template = "kam_planning.DaysLeftField";
    static components = { DateTimeField };
    static props = { ...standardFieldProps, over: { type: String, optional: true } };

    get value() {
        return this.props.record.data[this.props.name];
    }

    get date() {
        return formatDate(this.value);
    }

    get dateProps() {
        const names = Object.keys(standardFieldProps).filter((name) => name in this.props);
        return Object.fromEntries(names.map((name) => [name, this.props[name]]));
    }

    /** Days until the date; none where there is no date, or nothing to wait for any more. */
    get days() {
        const { over, record } = this.props;
        if (!this.value || (over && evaluateBooleanExpr(over, record.evalContext))) {
            return null;
        }
        return describeDaysLeft(this.value).days;
    }

    get label() {
        return labelOf(this.days);
    }

    get color() {
        return colorOf(this.days);
    }
}

export const kamDaysLeftField = {
    component: KamDaysLeftField,
    displayName: _t("Date with days left"),
    supportedTypes: ["date"],
    extractProps: ({ options }) => ({ over: options.over }),
};

registry.category("fields").add("kam_days_left", kamDaysLeftField);
