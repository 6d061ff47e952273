import { Component, onWillStart, useEffect, useRef, useState } from "@odoo/owl";
import { loadBundle } from "@web/core/assets";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

import { formatFigure } from "@kam_planning/common/figure/kam_figure";

// Told apart by colour and by lightness: grey, dark, and light with a border.
const SERIES = [
    { field: "target_value", label: _t("Target"), backgroundColor: "#8595a2" },
    { field: "actual_value", label: _t("Actual"), backgroundColor: "#28687a" },
    {
        field: "forecast_value",
        label: _t("Forecast"),
        backgroundColor: "#28687a40",
        borderColor: "#28687a",
        borderWidth: 2,
    },
];

/** Target, actual and forecast of one measure, period by period. */
export class KamTargetChart extends Component {
    static template = "kam_planning.TargetChart";
    static props = { ...standardWidgetProps };

    setup() {
        this.canvas = useRef("canvas");
        this.state = useState({ series: null });
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            () => {
                if (!this.canvas.el) {
                    return;
                }
                const chart = new window.Chart(this.canvas.el, this.config);
                return () => chart.destroy();
            },
            () => [this.canvas.el, JSON.stringify(this.points)]
        );
    }

    get targets() {
        return this.props.record.data.target_ids.records.filter((record) => record.data.measure_id);
    }

    /** The measures and revenue streams that there are targets for. */
    get choices() {
        const choices = new Map();
        for (const { data } of this.targets) {
            const names = [data.measure_id.display_name, data.offering_id?.display_name];
            const label = names.filter(Boolean).join(" · ");
            choices.set(label, (choices.get(label) || []).concat(data));
        }
        return choices;
    }

    get chosen() {
        const labels = [...this.choices.keys()];
        return labels.includes(this.state.series) ? this.state.series : labels[0];
    }

    get points() {
        const targets = this.choices.get(this.chosen) || [];
        return targets
            .filter((data) => data.date_start && data.date_end)
            .toSorted((a, b) => a.date_start - b.date_start || b.date_end - a.date_end)
            .map((data) => ({
                label: data.period_label || "",
                unit: data.unit,
                currencyId: data.currency_id?.id,
                values: SERIES.map(({ field }) => data[field]),
            }));
    }

    get description() {
        return this.points
            .map((point) => {
                const values = SERIES.map((series, index) =>
                    [series.label, this.format(point, point.values[index])].join(" ")
                );
                return `${point.label}: ${values.join(", ")}`;
            })
            .join("; ");
    }

    format(point, value) {
        return formatFigure(value, point.unit, point.currencyId);
    }

    get config() {
        const points = this.points;
        return {
            type: "bar",
            data: {
                labels: points.map((point) => point.label),
                datasets: SERIES.map((series, index) => ({
                    ...series,
                    data: points.map((point) => point.values[index]),
                })),
            },
            options: {
                animation: false,
                maintainAspectRatio: false,
                plugins: {
                    tooltip: {
                        callbacks: {
                            label: (item) =>
                                `${item.dataset.label}: ${this.format(points[item.dataIndex], item.raw)}`,
                        },
                    },
                },
            },
        };
    }
}

registry.category("view_widgets").add("kam_target_chart", { component: KamTargetChart });
