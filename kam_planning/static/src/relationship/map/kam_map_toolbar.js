import { Component, useState } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";

/** Buttons, search and switches above the map. */
export class MapToolbar extends Component {
    static template = "kam_planning.MapToolbar";
    static components = { Dropdown, DropdownItem };
    static props = {
        accountId: Number,
        companyId: Number,
        isEmbedded: { type: Boolean, optional: true },
        canWrite: Boolean,
        seesJudgements: Boolean,
        // Kinds of informal lines: [value, label].
        kinds: Array,
        tab: String,
        mode: String,
        kind: String,
        shows: Object,
        isGrouped: Boolean,
        search: Function,
        onTab: Function,
        onMode: Function,
        onShown: Function,
        onGrouped: Function,
        onFound: Function,
        onAdd: Function,
        onAddNew: Function,
        // What the last step was, and the one that was taken back last.
        undoLabel: String,
        redoLabel: String,
        onUndo: Function,
        onRedo: Function,
        onOpenAll: Function,
        onCloseAll: Function,
        onZoom: Function,
        onFit: Function,
        onExport: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ text: "", people: null, candidates: [], total: 0 });
        this.lookUp = useDebounced(() => this.find(), 200);
    }

    async find() {
        const { text } = this.state;
        this.state.people = text.trim() ? await this.props.search(text) : null;
    }

    async show(person) {
        Object.assign(this.state, { text: "", people: null });
        await this.props.onFound(person);
    }

    onSearchKeydown(ev) {
        if (ev.key === "Enter" && this.state.people?.length) {
            ev.preventDefault();
            this.show(this.state.people[0]);
        }
    }

    async loadCandidates() {
        const { accountId, companyId } = this.props;
        const { contacts, total } = await this.orm.call("kam.stakeholder", "find_candidates", [
            accountId,
            companyId,
        ]);
        Object.assign(this.state, { candidates: contacts, total });
    }

    openList(xmlid) {
        this.action.doAction(xmlid, {
            additionalContext: { search_default_account_id: this.props.accountId },
        });
    }

    openLarge() {
        const { accountId, companyId } = this.props;
        this.action.doAction({
            type: "ir.actions.client",
            tag: "kam_map",
            path: "kam-map",
            context: { active_id: accountId },
            params: { account_id: accountId, company_id: companyId },
        });
    }
}
