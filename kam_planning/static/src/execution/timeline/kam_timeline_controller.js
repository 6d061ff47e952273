import { Component, useRef } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useBus, useService } from "@web/core/utils/hooks";
import { useModel } from "@web/model/model";
import { useSetupAction } from "@web/search/action_hook";
import { CogMenu } from "@web/search/cog_menu/cog_menu";
import { Layout } from "@web/search/layout";
import { SearchBar } from "@web/search/search_bar/search_bar";
import { useSearchBarToggler } from "@web/search/search_bar/search_bar_toggler";
import { ActionHelper } from "@web/views/action_helper";
import { standardViewProps } from "@web/views/standard_view_props";
import { FormViewDialog } from "@web/views/view_dialogs/form_view_dialog";
import { LIMIT } from "./kam_timeline_model";

export class KamTimelineController extends Component {
    static template = "kam_planning.TimelineView";
    static components = { ActionHelper, CogMenu, Layout, SearchBar };
    static props = {
        ...standardViewProps,
        Model: Function,
        Renderer: Function,
        buttonTemplate: String,
        archInfo: Object,
    };

    setup() {
        this.root = useRef("root");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.orm = useService("orm");
        this.model = useModel(this.props.Model, { resModel: this.props.resModel });
        useBus(this.model.bus, "update", () => this.render(true));
        useSetupAction({ rootRef: this.root });
        this.searchBarToggler = useSearchBarToggler();
    }

    /** In a plan it goes without saying. */
    get showCustomer() {
        return !this.props.context.default_plan_id;
    }

    get canCreate() {
        return this.props.archInfo.activeActions.create;
    }

    get rest() {
        const { count } = this.model;
        return count > LIMIT ? _t("The first %s are shown: filter for fewer.", LIMIT) : "";
    }

    async reload() {
        await this.model.load();
        this.props.onChanged?.();
    }

    open(item) {
        this.dialog.add(
            FormViewDialog,
            {
                resModel: this.props.resModel,
                resId: item.id,
                title: `${item.name} (${item.partner_id.display_name})`,
                preventCreate: true,
                preventEdit: !item.may_edit,
                readonly: !item.may_edit,
            },
            { onClose: () => this.reload() }
        );
    }

    async finish(item) {
        const action = await this.orm.call(this.props.resModel, "action_ask_done", [[item.id]]);
        if (action) {
            await this.action.doAction(action, { onClose: () => this.reload() });
        } else {
            await this.reload();
        }
    }
}
