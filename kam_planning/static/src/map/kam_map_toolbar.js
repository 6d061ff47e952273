import { Component, useState } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";

/** Buttons, search and switches above the map. */
export class MapToolbar extends Component {
    static template = "kam_planning.MapToolbar";
    static components = { Dropdown, DropdownItem };
    static props = { map: Object, state: Object };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.local = useState({ text: "", found: null, candidates: [], total: 0 });
        this.lookUp = useDebounced(() => this.find(), 200);
    }

    get model() {
        return this.props.map.model;
    }

    get kinds() {
        return this.model.labels.kind || [];
    }

    async find() {
        const { text } = this.local;
        this.local.found = text.trim() ? await this.props.map.search(text) : null;
    }

    async show(person) {
        Object.assign(this.local, { text: "", found: null });
        await this.props.map.reveal(person);
    }

    onSearchKeydown(ev) {
        if (ev.key === "Enter" && this.local.found?.length) {
            ev.preventDefault();
            this.show(this.local.found[0]);
        }
    }

    async loadCandidates() {
        const { accountId, companyId } = this.props.map.props;
        const found = await this.orm.call("kam.stakeholder", "find_candidates", [
            accountId,
            companyId,
        ]);
        Object.assign(this.local, { candidates: found.contacts, total: found.total });
    }

    addNew() {
        this.props.map.openPanel(false, { manager_id: this.props.state.panel?.id || false });
    }

    setMode(mode, kind = this.props.state.kind) {
        Object.assign(this.props.state, { mode, kind });
    }

    toggle(name) {
        const { shows } = this.props.state;
        shows[name] = !shows[name];
    }

    openList(xmlid) {
        const { accountId } = this.props.map.props;
        this.action.doAction(xmlid, {
            additionalContext: { search_default_account_id: accountId },
        });
    }

    openLarge() {
        const { accountId, companyId } = this.props.map.props;
        this.action.doAction({
            type: "ir.actions.client",
            tag: "kam_map",
            path: "kam-map",
            params: { account_id: accountId, company_id: companyId },
        });
    }
}
