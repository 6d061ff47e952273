import { Component, onWillStart, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { deserializeDateTime, formatDate } from "@web/core/l10n/dates";
import { useService } from "@web/core/utils/hooks";
import { formatFloat } from "@web/views/fields/formatters";

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
            this.state.score = await this.orm.call(resModel, "get_score_explanation", [[resId], kind]);
        });
    }

    get lastTime() {
        const date = this.state.score.date_before;
        return date ? formatDate(deserializeDateTime(date)) : "";
    }

    number(value) {
        return formatFloat(value, { digits: [16, 1], trailingZeros: false });
    }

    /** Points gained or lost since last time, null when the input is new or unknown. */
    movement(part) {
        if (part.points === null || part.points_before === null) {
            return null;
        }
        return part.points - part.points_before;
    }

    open(evidence) {
        const [resModel, resId] = evidence;
        this.props.close();
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: resModel,
            res_id: resId,
            views: [[false, "form"]],
        });
    }
}
