import { useEffect, useRef } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { FormController } from "@web/views/form/form_controller";
import { formView } from "@web/views/form/form_view";

/** The guided run through a new plan: the editor has the focus at each section. */
export class KamPlanSetupController extends FormController {
    setup() {
        super.setup();
        const root = useRef("root");
        useEffect(
            (kind) => {
                if (kind === "section") {
                    this.focusText(root.el);
                }
            },
            () => [this.model.root.data.kind, this.model.root.data.section_id?.id]
        );
    }

    focusText(el) {
        el?.querySelector(".o_kam_setup_text .odoo-editor-editable")?.focus();
    }
}

registry
    .category("views")
    .add("kam_plan_setup", { ...formView, Controller: KamPlanSetupController });

/**
 * Open a plan, and what comes after it. Where the plan is open already, behind the guided run, that
 * one is shown again.
 */
async function openPlan(env, { params }) {
    const { action } = env.services;
    const isBehind = action.currentController?.props?.resModel === "kam.plan.setup";
    const options = isBehind ? { stackPosition: "replacePreviousAction" } : {};
    if (params.chapter) {
        options.props = { state: { chapter: params.chapter } };
    }
    await action.doAction(
        {
            type: "ir.actions.act_window",
            res_model: "kam.plan",
            res_id: params.plan_id,
            views: [[false, "form"]],
        },
        options
    );
    return params.next || undefined;
}

registry.category("actions").add("kam_open_plan", openPlan);
