import { registry } from "@web/core/registry";
import { ListController } from "@web/views/list/list_controller";
import { listView } from "@web/views/list/list_view";

export const CREATE_PLAN = "kam_planning.kam_plan_create_action";

/** *New* asks for customer, template and period, as the customer's button does. */
export class KamPlanListController extends ListController {
    async createRecord() {
        const additionalContext = this.model.root.context;
        await this.actionService.doAction(CREATE_PLAN, { additionalContext });
    }
}

registry.category("views").add("kam_plan_list", { ...listView, Controller: KamPlanListController });
