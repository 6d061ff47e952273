import { Component } from "@odoo/owl";
import { today } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { evaluateBooleanExpr } from "@web/core/py_js/py";
import { registry } from "@web/core/registry";
import { DateTimeField } from "@web/views/fields/datetime/datetime_field";
import { formatDate } from "@web/views/fields/formatters";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const SOON = 7;

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
        return Math.round(this.value.startOf("day").diff(today(), "days").days);
    }

    get label() {
        if (this.days === 0) {
            return _t("today");
        }
        if (this.days === 1) {
            return _t("tomorrow");
        }
        if (this.days === -1) {
            return _t("1 day late");
        }
        return this.days > 0 ? _t("in %s days", this.days) : _t("%s days late", -this.days);
    }

    get color() {
        if (this.days < 0) {
            return "text-danger";
        }
        return this.days <= SOON ? "text-warning-emphasis" : "text-muted";
    }
}

export const kamDaysLeftField = {
    component: KamDaysLeftField,
    displayName: _t("Date with days left"),
    supportedTypes: ["date"],
    extractProps: ({ options }) => ({ over: options.over }),
};

registry.category("fields").add("kam_days_left", kamDaysLeftField);
