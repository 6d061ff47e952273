import { Component, onWillStart, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { deserializeDateTime, formatDate, formatDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { formatFloat } from "@web/views/fields/formatters";

import { isKnown } from "../figure/kam_figure";

/** What a score is made of: each input with its weight, points and what moved since last time. */
export class KamScoreDialog extends Component {
    static template = "kam_planning.ScoreDialog";
    static components = { Dialog };
    static props = {
        resModel: String,
        resId: Number,
        kind: String,
        title: String,
        close: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ score: null });
        onWillStart(async () => {
            const { resModel, resId, kind } = this.props;
            this.state.score = await this.orm.call(resModel, "get_score_explanation", [
                [resId],
                kind,
            ]);
        });
    }

    get lastTime() {
        const date = this.state.score.date_before;
        return date ? formatDate(deserializeDateTime(date)) : "";
    }

    get asOf() {
        return formatDateTime(deserializeDateTime(this.state.score.as_of));
    }

    /** The numbers that were kept, as a line; where one is not known it is left out. */
    get known() {
        return (this.state.score.history || []).filter(([, value]) => isKnown(value));
    }

    get line() {
        if (this.known.length < 2) {
            return "";
        }
        const moments = this.known.map(([moment]) => deserializeDateTime(moment).toMillis());
        const first = moments[0];
        const length = moments.at(-1) - first || 1;
        return this.known
            .map(([, value], at) => {
                const x = 2 + (196 * (moments[at] - first)) / length;
                return `${x.toFixed(1)},${(38 - 0.36 * value).toFixed(1)}`;
            })
            .join(" ");
    }

    get lineText() {
        const values = this.known.map(([, value]) => this.number(value));
        return _t("So far: %s", values.join(", "));
    }

    number(value) {
        if (!isKnown(value)) {
            return "–";
        }
        return formatFloat(value, { digits: [16, 1], trailingZeros: false });
    }

    /** Points gained or lost since last time, null when the input is new or unknown. */
    movement(part) {
        if (part.points === null || part.points_before === null) {
            return null;
        }
        return part.points - part.points_before;
    }

    /** Whether there is a chapter of the plan in which something can be done about it. */
    leadsTo({ chapter }) {
        return this.props.resModel === "kam.plan" && chapter;
    }

    goTo({ chapter }) {
        const params = { plan_id: this.props.resId, chapter };
        this.props.close();
        return this.action.doAction({ type: "ir.actions.client", tag: "kam_open_plan", params });
    }

    /** Opens the records behind an input: one in its form, several as a list. */
    async open({ key, label, evidence, opens }) {
        if (opens) {
            const { resModel, resId } = this.props;
            const found = await this.orm.call(resModel, "action_open_score_part", [[resId], key]);
            this.props.close();
            return this.action.doAction(found);
        }
        const resModel = evidence[0][0];
        const ids = evidence.filter(([model]) => model === resModel).map(([, id]) => id);
        this.props.close();
        const action = { type: "ir.actions.act_window", name: label, res_model: resModel };
        if (ids.length === 1) {
            return this.action.doAction({ ...action, res_id: ids[0], views: [[false, "form"]] });
        }
        return this.action.doAction({
            ...action,
            views: [
                [false, "list"],
                [false, "form"],
            ],
            domain: [["id", "in", ids]],
            context: { active_test: false },
        });
    }
}
