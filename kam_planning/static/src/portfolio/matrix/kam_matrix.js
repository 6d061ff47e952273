import { Component, onMounted, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { KeepLast } from "@web/core/utils/concurrency";
import { useBus, useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";

import { KamExplanation } from "./kam_explanation";
import { cornersOf, countQuadrants, drawingOrder, tableOf, tipOf } from "./matrix_model";

const MODEL = "kam.assessment.result";
// Several changes of the list at once are one.
const SETTLING = 150;

/** Attractiveness by relative strength of the candidates in a list, with what each place is made of. */
export class KamMatrix extends Component {
    static template = "kam_planning.PortfolioMatrix";
    static components = { KamExplanation };
    static props = { list: Object };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.keepLast = new KeepLast();
        this.tipOf = tipOf;
        this.state = useState({
            data: null,
            isShown: true,
            isTable: false,
            hasArrows: true,
            roundId: false,
            chosenId: false,
        });
        const reload = useDebounced(() => this.load(), SETTLING);
        useBus(this.props.list.model.bus, "update", reload);
        onMounted(() => this.load());
    }

    async load() {
        const { domain, context } = this.props.list;
        const call = this.orm.silent.call(MODEL, "get_matrix", [domain, this.state.roundId], {
            context,
        });
        this.state.data = await this.keepLast.add(call);
        if (!this.bubbles.some(({ id }) => id === this.state.chosenId)) {
            this.state.chosenId = false;
        }
    }

    get bubbles() {
        return this.state.data?.bubbles || [];
    }

    get drawn() {
        return drawingOrder(this.bubbles);
    }

    get hasFaint() {
        return this.bubbles.some((bubble) => bubble.is_faint);
    }

    get rows() {
        return tableOf(this.bubbles);
    }

    get corners() {
        const { side, quadrants } = this.state.data;
        const counts = countQuadrants(this.bubbles);
        return cornersOf(side).map((corner) => ({
            ...corner,
            label: `${quadrants[corner.key]} (${counts[corner.key] || 0})`,
        }));
    }

    get viewBox() {
        const { side } = this.state.data;
        return `-26 -6 ${side + 32} ${side + 32}`;
    }

    get summary() {
        const counts = this.corners.map(({ label }) => label).join(", ");
        return _t("Matrix of %(count)s customers: %(counts)s", {
            count: this.bubbles.length,
            counts,
        });
    }

    number(value) {
        return value.toFixed(1);
    }

    describe(bubble) {
        const parts = [
            bubble.full_name,
            bubble.quadrant_label,
            _t("attractiveness %s", this.number(bubble.attractiveness)),
            _t("strength %s", this.number(bubble.strength)),
            bubble.margin ? _t("margin %s", bubble.margin) : _t("margin not known"),
        ];
        if (bubble.before && bubble.is_moved) {
            parts.push(_t("was %s", bubble.before));
        }
        if (bubble.discuss) {
            parts.push(_t("to discuss"));
        }
        return parts.join(", ");
    }

    choose(bubble) {
        this.state.chosenId = this.state.chosenId === bubble.id ? false : bubble.id;
    }

    onRound(ev) {
        this.state.roundId = Number(ev.target.value);
        return this.load();
    }

    open(resId) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: MODEL,
            res_id: resId,
            views: [[false, "form"]],
        });
    }

    print() {
        return this.action.doAction("kam_planning.action_report_kam_matrix", {
            additionalContext: {
                active_id: this.state.data.round.id,
                active_ids: [this.state.data.round.id],
                active_model: "kam.assessment.round",
            },
        });
    }
}
