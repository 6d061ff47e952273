import { Component, onMounted, useRef, useState } from "@odoo/owl";
import { parseFloat as parseNumber } from "@web/views/fields/parsers";

import { formatFigure, isKnown } from "@kam_planning/common/figure/kam_figure";

function isByHand(cell) {
    return cell.potential_source === "manual" && isKnown(cell.potential_manual);
}

/** Edits one cell where it stands. */
export class KamWhitespaceEditor extends Component {
    static template = "kam_planning.WhitespaceEditor";
    static props = {
        cell: Object,
        title: String,
        states: Array,
        currencyId: Number,
        readonly: Boolean,
        canCreateLead: Boolean,
        canSeePeers: Boolean,
        save: Function,
        createOpportunity: Function,
        openDetails: Function,
        getPeers: Function,
        close: Function,
    };

    setup() {
        const { cell } = this.props;
        this.first = useRef("first");
        this.isActing = false;
        this.state = useState({
            state: cell.state_manual || "unknown",
            potential: isByHand(cell) ? String(cell.potential_manual) : "",
            chance: isKnown(cell.success_chance) ? String(cell.success_chance) : "",
            need: cell.need || "",
            error: false,
            peers: null,
        });
        onMounted(() => this.first.el?.focus());
    }

    money(value) {
        return formatFigure(value, "currency", this.props.currencyId);
    }

    percent(value) {
        return formatFigure(value, "percent");
    }

    get shownState() {
        return this.props.states.find(([value]) => value === this.props.cell.state)?.[1];
    }

    /** The state by hand does not show while revenue or an opportunity says otherwise. */
    get isOverruled() {
        return this.props.cell.id && this.props.cell.state !== this.state.state;
    }

    get values() {
        const potential = this.state.potential.trim();
        const chance = this.state.chance.trim();
        const values = {
            state: this.state.state,
            success_chance: chance ? Math.round(parseNumber(chance)) : false,
            need: this.state.need,
        };
        if (potential) {
            values.potential_manual = parseNumber(potential);
            values.potential_source = "manual";
        } else if (this.props.cell.potential_source === "manual") {
            values.potential_source = "computed";
        }
        return values;
    }

    /** Enter and a click, or two clicks, are one wish: a new cell would be made twice. */
    async act(action) {
        if (this.isActing) {
            return;
        }
        let values;
        try {
            values = this.values;
        } catch {
            this.state.error = true;
            return;
        }
        this.isActing = true;
        try {
            await action(values);
        } finally {
            this.isActing = false;
        }
        this.props.close();
    }

    onKeydown(ev) {
        if (ev.key === "Enter" && ev.target.tagName !== "TEXTAREA" && !this.props.readonly) {
            ev.preventDefault();
            this.act(this.props.save);
        }
    }

    async showPeers() {
        this.state.peers = await this.props.getPeers();
    }
}
