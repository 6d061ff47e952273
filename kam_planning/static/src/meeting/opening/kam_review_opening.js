import { Component, onMounted, onWillUpdateProps, useState } from "@odoo/owl";
import { deserializeDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatDate } from "@web/views/fields/formatters";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

import { isKnown } from "@kam_planning/common/figure/kam_figure";

/** What a review opens on: what happened since the last one, each with the way to its records. */
export class KamReviewOpening extends Component {
    static template = "kam_planning.ReviewOpening";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ opening: null });
        // After the first picture: the form does not wait for it.
        onMounted(() => this.load());
        onWillUpdateProps(({ record }) => {
            if (record !== this.props.record || record.resId !== this.loadedId) {
                this.load(record.resId);
            }
        });
    }

    async load(reviewId = this.props.record.resId) {
        this.loadedId = reviewId;
        if (reviewId) {
            const opening = await this.orm.silent.call("kam.review", "get_opening", [[reviewId]]);
            if (this.loadedId === reviewId) {
                this.state.opening = opening;
            }
        }
    }

    get title() {
        const { since, review } = this.state.opening;
        const day = formatDate(deserializeDate(since));
        return review ? _t("Since the last review on %s", day) : _t("Since %s, when it began", day);
    }

    formatNumber(value) {
        return isKnown(value) ? String(Math.round(value)) : _t("not known");
    }

    describe({ before, now }) {
        const same = isKnown(before) === isKnown(now) && Math.round(before) === Math.round(now);
        return same
            ? this.formatNumber(now)
            : `${this.formatNumber(before)} → ${this.formatNumber(now)}`;
    }

    openLine({ res_model, res_id }) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model,
            res_id,
            views: [[false, "form"]],
        });
    }

    openList({ res_model, ids, title }) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            name: title,
            res_model,
            domain: [["id", "in", ids]],
            views: [
                [false, "list"],
                [false, "form"],
            ],
        });
    }
}

registry.category("view_widgets").add("kam_review_opening", { component: KamReviewOpening });
