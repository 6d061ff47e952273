import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { KanbanRenderer } from "@web/views/kanban/kanban_renderer";
import { kanbanView } from "@web/views/kanban/kanban_view";

/** Dropping an action among those that are done asks what came of it, as its button does. */
export class KamActionKanbanRenderer extends KanbanRenderer {
    setup() {
        super.setup();
        this.orm = useService("orm");
        this.actionService = useService("action");
    }

    async sortRecordDrop(recordId, groupId, { element, parent, previous }) {
        const { list } = this.props;
        const target = list.isGrouped && list.groups.find(({ id }) => id === parent?.dataset.id);
        const isDone = target?.groupByField?.name === "state" && target.value === "done";
        if (!isDone || parent.dataset.id === groupId) {
            return super.sortRecordDrop(recordId, groupId, { element, parent, previous });
        }
        parent.classList.remove("o_kanban_hover");
        const source = list.groups.find(({ id }) => id === groupId);
        const record = source.list.records.find(({ id }) => id === recordId);
        const action = await this.orm.call(record.resModel, "action_ask_done", [[record.resId]]);
        if (action) {
            return this.actionService.doAction(action, { onClose: () => list.model.load() });
        }
        return super.sortRecordDrop(recordId, groupId, { element, parent, previous });
    }
}

registry
    .category("views")
    .add("kam_action_kanban", { ...kanbanView, Renderer: KamActionKanbanRenderer });
