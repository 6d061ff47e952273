import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { RecordSelector } from "@web/core/record_selectors/record_selector";
import { registry } from "@web/core/registry";
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

/** The map on a page of its own: of the customer it was opened from, or of one that is chosen. */
export class KamMapAction extends Component {
    static template = "kam_planning.MapAction";
    static components = { KamMap, Layout, RecordSelector };
    static props = { ...standardActionServiceProps };
    static displayName = _t("Relationship Map");

    setup() {
        this.orm = useService("orm");
        const { account_id: accountId, company_id: companyId } = this.props.action.params || {};
        this.state = useState({
            planId: false,
            map: accountId && companyId ? { accountId, companyId } : null,
        });
    }

    async choose(planId) {
        this.state.planId = planId;
        if (planId) {
            const [plan] = await this.orm.read("kam.plan", [planId], ["partner_id", "company_id"]);
            this.state.map = { accountId: plan.partner_id[0], companyId: plan.company_id[0] };
        }
    }
}

registry.category("actions").add("kam_map", KamMapAction);
