import { Component, useSubEnv, xml } from "@odoo/owl";
import { makeContext } from "@web/core/context";
import { Domain } from "@web/core/domain";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { getDefaultConfig, View } from "@web/views/view";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/**
 * A list of its own in a form, with its filters, pages and buttons: for records that no field of
 * the form's record holds, or for many.
 */
export class KamLines extends Component {
    static template = xml`<View t-key="key" t-props="viewProps" />`;
    static components = { View };
    static props = {
        ...standardWidgetProps,
        resModel: String,
        domain: String,
        context: { type: String, optional: true },
    };

    setup() {
        this.action = useService("action");
        useSubEnv({ config: { ...getDefaultConfig(), noBreadcrumbs: true } });
    }

    get key() {
        return `${this.props.record.resId}`;
    }

    get viewProps() {
        const { evalContext } = this.props.record;
        const context = makeContext([this.props.context || "{}"], evalContext);
        const mayEdit = !this.props.readonly;
        const type = this.env.isSmall ? "kanban" : "list";
        return {
            resModel: this.props.resModel,
            type,
            domain: new Domain(this.props.domain).toList(evalContext),
            context: {
                ...context,
                ...(mayEdit ? {} : { create: false, edit: false, delete: false }),
            },
            display: { controlPanel: { layoutActions: true }, searchPanel: false },
            searchViewId: false,
            loadIrFilters: true,
            ...(type === "list" ? { allowSelectors: false } : {}),
            noBreadcrumbs: true,
            createRecord: () => this.open(false, context),
            selectRecord: (resId) => this.open(resId, context),
            __beforeLeave__: this.env.kamWorkspace?.beforeLeave,
        };
    }

    open(resId, context) {
        return this.action.doAction(
            {
                type: "ir.actions.act_window",
                res_model: this.props.resModel,
                res_id: resId,
                views: [[false, "form"]],
            },
            { additionalContext: context }
        );
    }
}

export const kamLines = {
    component: KamLines,
    extractProps: ({ attrs }) => ({
        resModel: attrs.model,
        domain: attrs.domain || "[]",
        context: attrs.context,
    }),
};

registry.category("view_widgets").add("kam_lines", kamLines);
