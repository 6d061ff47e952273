import { Component, onMounted, useState } from "@odoo/owl";
import { deserializeDate, deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatDateTime } from "@web/views/fields/formatters";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { describeChange, formatFigure } from "@kam_planning/common/figure/kam_figure";

const TILES = [
    { name: "revenue", label: _t("Revenue"), unit: "currency" },
    { name: "margin", label: _t("Gross margin"), unit: "currency" },
    { name: "margin_rate", label: _t("Margin rate"), unit: "percent" },
    { name: "order_intake", label: _t("Order intake"), unit: "currency" },
    { name: "quotations", label: _t("Open quotations"), unit: "currency" },
    { name: "pipeline", label: _t("Open pipeline"), unit: "currency" },
    { name: "weighted_pipeline", label: _t("Weighted pipeline"), unit: "currency" },
    { name: "undated_pipeline", label: _t("Pipeline not dated"), unit: "currency" },
    { name: "undated", label: _t("Opportunities not dated"), unit: "count" },
    { name: "win_rate", label: _t("Win rate"), unit: "percent" },
    { name: "overdue", label: _t("Overdue receivables"), unit: "currency" },
    {
        name: "days_to_pay",
        label: _t("Average days to pay"),
        unit: "days",
        lowerIsBetter: true,
    },
    { name: "meetings", label: _t("Meetings held"), unit: "count" },
    { name: "satisfaction", label: _t("Satisfaction"), unit: "percent" },
];
// Figures of this moment: no year before to compare with.
const STOCKS = [
    "quotations",
    "pipeline",
    "weighted_pipeline",
    "undated_pipeline",
    "undated",
    "overdue",
];
const HEIGHT = 40;

/** The revenue snapshot of an account: what Odoo knows today, with the year before. */
export class KamSnapshotField extends Component {
    static template = "kam_planning.SnapshotField";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ isBusy: false, snapshot: null });
        onMounted(() => {
            if (!this.snapshot && this.props.record.resId) {
                this.refresh();
            }
        });
    }

    get snapshot() {
        return this.state.snapshot || this.props.record.data[this.props.name];
    }

    get asOf() {
        return formatDateTime(deserializeDateTime(this.snapshot.as_of));
    }

    get tiles() {
        const { values, currency_id: currencyId, opens } = this.snapshot;
        return TILES.filter((tile) => values[tile.name]).map((tile) => {
            const [now, before] = values[tile.name];
            const isStock = STOCKS.includes(tile.name);
            return {
                ...tile,
                now: formatFigure(isStock ? now || 0 : now, tile.unit, currencyId),
                before: isStock ? "" : formatFigure(before, tile.unit, currencyId),
                change: isStock ? null : describeChange(now, before, tile),
                opens: opens.includes(tile.name),
            };
        });
    }

    get share() {
        return formatFigure(this.snapshot.share, "percent");
    }

    /** The largest categories, and the others in one line: together the whole revenue. */
    get categories() {
        const { categories, others, currency_id: currencyId } = this.snapshot;
        const lines = categories.map(([name, ...amounts]) => [name || _t("No category"), amounts]);
        if (others) {
            lines.push([_t("Others"), others]);
        }
        const largest = Math.max(1, ...lines.map(([, [now]]) => now));
        return lines.map(([name, [now, before]]) => ({
            name,
            now: formatFigure(now, "currency", currencyId),
            before: formatFigure(before, "currency", currencyId),
            change: describeChange(now, before),
            width: Math.max(0, Math.round((100 * now) / largest)),
        }));
    }

    /** One bar a month; its title says month and amount, for those who cannot see its height. */
    get bars() {
        const { months, currency_id: currencyId } = this.snapshot;
        const largest = Math.max(1, ...months.map(([, amount]) => amount));
        return months.map(([month, amount], index) => {
            const height = Math.max(1, (HEIGHT * Math.max(0, amount)) / largest);
            const label = deserializeDate(month).toFormat("LLLL yyyy");
            return {
                x: index * 8,
                y: HEIGHT - height,
                height,
                recent: index >= months.length - 12,
                label: `${label}: ${formatFigure(amount, "currency", currencyId)}`,
            };
        });
    }

    get sparklineLabel() {
        return _t(
            "Revenue of the last 24 months: %s",
            this.bars.map((bar) => bar.label).join(", ")
        );
    }

    async refresh() {
        const { record } = this.props;
        this.state.isBusy = true;
        try {
            if (await record.isDirty()) {
                await record.save();
            }
            await this.orm.call("kam.plan", "action_refresh_figures", [[record.resId]]);
            await this.show(record);
        } finally {
            this.state.isBusy = false;
        }
    }

    /** Never throws away what the user typed while the figures were read. */
    async show(record) {
        this.state.snapshot = null;
        if (await record.isDirty()) {
            const fields = [this.props.name];
            const [values] = await this.orm.read("kam.plan", [record.resId], fields);
            this.state.snapshot = values[this.props.name];
        } else {
            await record.load();
        }
    }

    async open(name) {
        const args = [[this.props.record.resId], name];
        this.action.doAction(await this.orm.call("kam.plan", "action_open_figure", args));
    }
}

export const kamSnapshotField = {
    component: KamSnapshotField,
    displayName: _t("Revenue snapshot"),
    supportedTypes: ["json"],
};

registry.category("fields").add("kam_snapshot", kamSnapshotField);
