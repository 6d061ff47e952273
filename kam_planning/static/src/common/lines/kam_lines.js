import { Component, onWillStart, useState, useSubEnv } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { makeContext } from "@web/core/context";
import { Domain } from "@web/core/domain";
import { rpcBus } from "@web/core/network/rpc";
import { UPDATE_METHODS } from "@web/core/orm_service";
import { registry } from "@web/core/registry";
import { useBus, useService } from "@web/core/utils/hooks";
import { session } from "@web/session";
import { getDefaultConfig, View } from "@web/views/view";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

// Methods of buttons that change something.
const BUTTONS = /^action_(?!ask_|open_)/;

/**
 * A list of its own in a form, with its filters, pages and buttons: for records that no field of
 * the form's record holds, or for many. Where several views are named, one switches between them.
 */
export class KamLines extends Component {
    static template = "kam_planning.Lines";
    static components = { View };
    static props = {
        ...standardWidgetProps,
        resModel: String,
        domain: String,
        context: { type: String, optional: true },
        views: { type: Array, element: String, optional: true },
        action: { type: String, optional: true },
        selectors: { type: Boolean, optional: true },
    };
    static defaultProps = { views: ["list"] };

    setup() {
        this.action = useService("action");
        useSubEnv({ config: { ...getDefaultConfig(), noBreadcrumbs: true } });
        this.storageKey = `kam_planning.lines.${this.props.resModel}`;
        const remembered = browser.localStorage.getItem(this.storageKey);
        const { views } = this.props;
        this.state = useState({ view: views.includes(remembered) ? remembered : views[0] });
        onWillStart(() => this.loadHelp());
        useBus(rpcBus, "RPC:RESPONSE", (ev) => this.onResponse(ev.detail));
    }

    /** Where there is no line yet stands what its menu asks, with its example. */
    async loadHelp() {
        const { action } = this.props;
        this.help = action && (await this.action.loadAction(action)).help;
    }

    get key() {
        return `${this.props.record.resId}-${this.state.view}`;
    }

    get views() {
        return this.props.views.map((name) => {
            const { icon, display_name: label } = session.view_info[name];
            return { name, icon, label };
        });
    }

    /** A list has no room on a phone. */
    get type() {
        const { view } = this.state;
        return this.env.isSmall && view === "list" ? "kanban" : view;
    }

    get viewProps() {
        const { evalContext } = this.props.record;
        const context = makeContext([this.props.context || "{}"], evalContext);
        const mayEdit = !this.props.readonly;
        const { type } = this;
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
            ...(type === "list"
                ? { allowSelectors: Boolean(this.props.selectors && mayEdit) }
                : {}),
            noBreadcrumbs: true,
            noContentHelp: this.help || undefined,
            createRecord: () => this.open(false, context),
            selectRecord: (resId) => this.open(resId, context),
            __beforeLeave__: this.env.kamWorkspace?.beforeLeave,
        };
    }

    /** What is typed in a view is saved before another one opens. */
    async show(name) {
        if (!this.env.kamWorkspace || (await this.env.kamWorkspace.leave())) {
            this.state.view = name;
            browser.localStorage.setItem(this.storageKey, name);
        }
    }

    open(resId, context) {
        const kept = Object.entries(context).filter(([name]) => !name.endsWith("_view_ref"));
        return this.action.doAction(
            {
                type: "ir.actions.act_window",
                res_model: this.props.resModel,
                res_id: resId,
                views: [[false, "form"]],
            },
            { additionalContext: Object.fromEntries(kept) }
        );
    }

    /** The head of the form counts what is changed here, or in a dialogue about it. */
    onResponse({ data, error }) {
        const { model, method } = data.params;
        const { resModel } = this.props;
        const isOurs = model === resModel || model?.startsWith(`${resModel}.`);
        if (isOurs && !error && (UPDATE_METHODS.includes(method) || BUTTONS.test(method))) {
            this.env.kamWorkspace?.refresh();
        }
    }
}

export const kamLines = {
    component: KamLines,
    extractProps: ({ attrs }) => ({
        resModel: attrs.model,
        domain: attrs.domain || "[]",
        context: attrs.context,
        ...(attrs.views ? { views: attrs.views.split(",") } : {}),
        action: attrs.action,
        selectors: Boolean(attrs.selectors),
    }),
};

registry.category("view_widgets").add("kam_lines", kamLines);
