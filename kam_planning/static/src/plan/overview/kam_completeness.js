import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

import { KamScoreDialog } from "@kam_planning/common/score/kam_score_dialog";

/** How complete a plan is, what is missing, and what takes least to do next. */
export class KamCompleteness extends Component {
    static template = "kam_planning.Completeness";
    static props = {
        planId: Number,
        completeness: Object,
        openChapter: Function,
        reload: Function,
        mayGoOn: { type: Boolean, optional: true },
    };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
    }

    get percent() {
        return Math.round(this.props.completeness.percent || 0);
    }

    get summary() {
        const { done, total } = this.props.completeness;
        return _t("%(done)s of %(total)s steps done", { done, total });
    }

    get cheapest() {
        const { steps, cheapest } = this.props.completeness;
        return steps.find(({ key }) => key === cheapest);
    }

    get minutes() {
        const { minutes } = this.cheapest;
        return minutes === 1 ? _t("about a minute") : _t("about %s minutes", minutes);
    }

    async open({ chapter, method }) {
        if (chapter) {
            return this.props.openChapter(chapter);
        }
        return this.call(method);
    }

    goOn() {
        return this.call("action_set_up");
    }

    async call(method) {
        const action = await this.orm.call("kam.plan", method, [[this.props.planId]]);
        return this.action.doAction(action, { onClose: this.props.reload });
    }

    explain() {
        this.dialog.add(KamScoreDialog, {
            resModel: "kam.plan",
            resId: this.props.planId,
            kind: "completeness",
            title: _t("How complete the plan is"),
        });
    }
}

/** The same at the end of the guided run, of the plan in `plan_id`. */
export class KamCompletenessWidget extends Component {
    static template = "kam_planning.CompletenessWidget";
    static components = { KamCompleteness };
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ completeness: null });
        onWillStart(() => this.load());
    }

    get planId() {
        return this.props.record.data.plan_id.id;
    }

    async load() {
        const args = [[this.planId]];
        this.state.completeness = await this.orm.call("kam.plan", "get_completeness", args);
    }

    openChapter(chapter) {
        const params = { plan_id: this.planId, chapter };
        return this.action.doAction({ type: "ir.actions.client", tag: "kam_open_plan", params });
    }
}

registry.category("view_widgets").add("kam_completeness", { component: KamCompletenessWidget });
