import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { formatDate } from "@web/core/l10n/dates";
import { findRange, makeTicks, placeBar, toPercent } from "./kam_timeline_layout";

/** Bars from start to deadline below a line of time, and the same in words. */
export class KamTimelineRenderer extends Component {
    static template = "kam_planning.TimelineRenderer";
    static props = {
        model: Object,
        showCustomer: Boolean,
        open: Function,
        finish: Function,
    };

    get range() {
        const { items, today } = this.props.model;
        return findRange(items, today);
    }

    get ticks() {
        return makeTicks(this.range);
    }

    /** The middle of today. */
    get todayStyle() {
        const { today } = this.props.model;
        const left = toPercent(today, this.range) + 50 / this.range.days;
        return `left: ${left}%`;
    }

    getTickStyle({ left, width }) {
        return `left: ${left}%; width: ${width}%`;
    }

    getBarStyle(item) {
        return this.getTickStyle(placeBar(item, this.range));
    }

    getHeading(group) {
        return this.props.showCustomer && group.customer
            ? `${group.customer} · ${group.name}`
            : group.name;
    }

    getDates(item) {
        const end = formatDate(item.end);
        return item.hasStart ? `${formatDate(item.start)} – ${end}` : end;
    }

    /** What it waits for, and who does it. */
    getDetails(item) {
        const waits = item.is_waiting && item.after_id;
        const details = [
            item.user_id ? item.user_id.display_name : _t("Nobody of ours"),
            waits ? _t("waits for “%s”", item.after_id.display_name) : "",
        ];
        return details.filter(Boolean).join(" · ");
    }

    getTitle(item) {
        return [item.name, this.getDates(item), item.look.label, this.getDetails(item)].join("\n");
    }
}
