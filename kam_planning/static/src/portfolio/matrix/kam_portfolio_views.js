import { registry } from "@web/core/registry";
import { KanbanRenderer } from "@web/views/kanban/kanban_renderer";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { ListRenderer } from "@web/views/list/list_renderer";
import { listView } from "@web/views/list/list_view";

import { KamMatrix } from "./kam_matrix";

/** Candidates below their matrix: what the filters leave is what both show. */
export class KamPortfolioListRenderer extends ListRenderer {
    static template = "kam_planning.PortfolioListRenderer";
    static components = { ...ListRenderer.components, KamMatrix };
}

export class KamPortfolioKanbanRenderer extends KanbanRenderer {
    static template = "kam_planning.PortfolioKanbanRenderer";
    static components = { ...KanbanRenderer.components, KamMatrix };
}

const views = registry.category("views");
views.add("kam_portfolio_list", { ...listView, Renderer: KamPortfolioListRenderer });
views.add("kam_portfolio_kanban", { ...kanbanView, Renderer: KamPortfolioKanbanRenderer });
