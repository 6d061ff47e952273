import { Component, onMounted, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useBus, useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { KanbanRenderer } from "@web/views/kanban/kanban_renderer";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { ListRenderer } from "@web/views/list/list_renderer";
import { listView } from "@web/views/list/list_view";

import { gather, QUARTERS } from "./swot_model";

const FIELDS = ["name", "kind", "quadrant", "effect", "is_red_flag", "became"];
const QUARTER_WORDS = {
    strengths: _t("Strengths"),
    vulnerabilities: _t("Vulnerabilities"),
    opportunities: _t("Opportunities"),
    threats: _t("Threats"),
};
const KIND_WORDS = {
    trend: _t("Trends"),
    opportunity: _t("Opportunities"),
    strength: _t("Strengths"),
    vulnerability: _t("Vulnerabilities"),
    threat: _t("Threats"),
};
// Several changes of the list at once are one.
const SETTLING = 150;
// What one picture can show: a customer of whom more is written has other needs first.
const MOST = 200;

/** The lines of one customer's appraisal, two by two: what the filters of the list leave. */
export class KamSwot extends Component {
    static template = "kam_planning.Swot";
    static props = { list: Object };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.keepLast = new KeepLast();
        this.state = useState({ swot: null, isShown: true });
        useBus(
            this.props.list.model.bus,
            "update",
            useDebounced(() => this.load(), SETTLING)
        );
        onMounted(() => this.load());
    }

    /** Of many customers at once there is no picture. */
    get isOfOne() {
        return Boolean(this.props.list.context.default_account_id);
    }

    async load() {
        if (!this.isOfOne) {
            return;
        }
        const { resModel, domain, context } = this.props.list;
        const lines = await this.keepLast.add(
            this.orm.silent.searchRead(resModel, domain, FIELDS, { context, limit: MOST })
        );
        this.state.swot = gather(lines);
    }

    get quarters() {
        return QUARTERS.map((name) => ({
            name,
            label: QUARTER_WORDS[name],
            lines: this.state.swot.quarters[name],
        }));
    }

    /** Kinds of which more is written down than one can weigh. */
    get manyText() {
        return this.state.swot.many
            .map(({ kind, count }) => `${KIND_WORDS[kind]}: ${count}`)
            .join(", ");
    }

    open(line) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: this.props.list.resModel,
            res_id: line.id,
            views: [[false, "form"]],
        });
    }
}

export class KamAppraisalListRenderer extends ListRenderer {
    static template = "kam_planning.AppraisalListRenderer";
    static components = { ...ListRenderer.components, KamSwot };
}

export class KamAppraisalKanbanRenderer extends KanbanRenderer {
    static template = "kam_planning.AppraisalKanbanRenderer";
    static components = { ...KanbanRenderer.components, KamSwot };
}

const views = registry.category("views");
views.add("kam_appraisal_list", { ...listView, Renderer: KamAppraisalListRenderer });
views.add("kam_appraisal_kanban", { ...kanbanView, Renderer: KamAppraisalKanbanRenderer });
