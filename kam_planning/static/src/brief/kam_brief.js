import { Component, onWillStart, useState } from "@odoo/owl";
import { MultiRecordSelector } from "@web/core/record_selectors/multi_record_selector";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

import { groupLines } from "./brief_model";

/** What to know before a meeting, for those who come: each line opens its record. */
export class KamBrief extends Component {
    static template = "kam_planning.Brief";
    static components = { MultiRecordSelector };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.keepLast = new KeepLast();
        this.domain = [
            ["is_company", "=", false],
            ["partner_share", "=", true],
        ];
        this.state = useState({ brief: null });
        onWillStart(() => this.load(this.params.contact_ids));
    }

    get params() {
        return this.props.action.params;
    }

    get groups() {
        return groupLines(this.state.brief);
    }

    async load(contactIds) {
        const brief = this.orm.call("kam.plan", "get_brief", [[this.params.plan_id]], {
            contact_ids: contactIds ?? null,
        });
        this.state.brief = await this.keepLast.add(brief);
        this.contactIds = contactIds ?? null;
    }

    openLine({ res_model, res_id }) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model,
            res_id,
            views: [[false, "form"]],
        });
    }

    async print() {
        const report = await this.orm.call(
            "kam.plan",
            "action_print_brief",
            [[this.params.plan_id]],
            { contact_ids: this.contactIds }
        );
        return this.action.doAction(report);
    }
}

registry.category("actions").add("kam_brief", KamBrief);
