import { Component, onMounted, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { KanbanRenderer } from "@web/views/kanban/kanban_renderer";
import { kanbanView } from "@web/views/kanban/kanban_view";

/** What needs the user today: each line opens what it counts. */
export class KamToday extends Component {
    static template = "kam_planning.Today";
    static props = {};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ lines: null });
        // After the first picture: the cards do not wait for it.
        onMounted(() => this.load());
    }

    async load() {
        this.state.lines = await this.orm.silent.call("kam.plan", "get_today", []);
    }

    open({ action }) {
        return this.action.doAction(action);
    }
}

export class KamHomeRenderer extends KanbanRenderer {
    static template = "kam_planning.HomeRenderer";
    static components = { ...KanbanRenderer.components, KamToday };
}

registry.category("views").add("kam_home", { ...kanbanView, Renderer: KamHomeRenderer });
