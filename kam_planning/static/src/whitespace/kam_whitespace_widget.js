import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

import { KamWhitespaceGrid } from "./kam_whitespace_grid";

/** The map in the form of an account plan. */
export class KamWhitespaceWidget extends Component {
    static template = "kam_planning.WhitespaceWidget";
    static components = { KamWhitespaceGrid };
    static props = { ...standardWidgetProps };

    get grid() {
        const { partner_id: partner, company_id: company } = this.props.record.data;
        return partner && company && { accountId: partner.id, companyId: company.id };
    }
}

registry.category("view_widgets").add("kam_whitespace_grid", { component: KamWhitespaceWidget });

/** The map on a page of its own, opened from a customer. */
export class KamWhitespaceAction extends Component {
    static template = "kam_planning.WhitespaceAction";
    static components = { KamWhitespaceGrid, Layout };
    static props = { ...standardActionServiceProps };
    static displayName = _t("Whitespace Map");

    get grid() {
        const { account_id: accountId, company_id: companyId } = this.props.action.params || {};
        return accountId && companyId && { accountId, companyId };
    }
}

registry.category("actions").add("kam_whitespace_grid", KamWhitespaceAction);
