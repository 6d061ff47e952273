import { Component, onWillStart } from "@odoo/owl";
import { router } from "@web/core/browser/router";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

import { KamMap } from "./kam_map";

/** The map in the form of an account plan. */
export class KamMapWidget extends Component {
    static template = "kam_planning.MapWidget";
    static components = { KamMap };
    static props = { ...standardWidgetProps };

    get map() {
        const { partner_id: partner, company_id: company } = this.props.record.data;
        return partner && company && { accountId: partner.id, companyId: company.id };
    }
}

registry.category("view_widgets").add("kam_map", { component: KamMapWidget });

/**
 * The map of one customer on a page of its own. The address names customer and company, to be passed
 * on; without a customer the list of all maps opens.
 */
export class KamMapAction extends Component {
    static template = "kam_planning.MapAction";
    static components = { KamMap, Layout };
    static props = { ...standardActionServiceProps };
    static displayName = _t("Relationship Map");

    setup() {
        this.action = useService("action");
        this.map = this.readMap();
        if (this.map) {
            const { accountId, companyId } = this.map;
            this.props.updateActionState?.({ active_id: accountId, company_id: companyId });
        }
        onWillStart(() => !this.map && this.openList());
    }

    readMap() {
        const { context, params = {} } = this.props.action;
        const accountId = params.account_id || context?.active_id;
        const companyId = params.company_id || router.current.company_id;
        return accountId && { accountId, companyId: companyId || user.activeCompany.id };
    }

    setTitle(name) {
        this.env.config.setDisplayName(_t("Relationship Map: %s", name));
    }

    openList() {
        return this.action.doAction("kam_planning.kam_account_map_action", {
            stackPosition: "replaceCurrentAction",
        });
    }
}

registry.category("actions").add("kam_map", KamMapAction);
