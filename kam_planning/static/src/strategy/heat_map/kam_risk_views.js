import { registry } from "@web/core/registry";
import { KanbanRenderer } from "@web/views/kanban/kanban_renderer";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { ListRenderer } from "@web/views/list/list_renderer";
import { listView } from "@web/views/list/list_view";

import { KamHeatMap } from "./kam_heat_map";

/** Risks below their heat map: what the filters leave is what both show. */
export class KamRiskListRenderer extends ListRenderer {
    static template = "kam_planning.RiskListRenderer";
    static components = { ...ListRenderer.components, KamHeatMap };
}

export class KamRiskKanbanRenderer extends KanbanRenderer {
    static template = "kam_planning.RiskKanbanRenderer";
    static components = { ...KanbanRenderer.components, KamHeatMap };
}

const views = registry.category("views");
views.add("kam_risk_list", { ...listView, Renderer: KamRiskListRenderer });
views.add("kam_risk_kanban", { ...kanbanView, Renderer: KamRiskKanbanRenderer });
