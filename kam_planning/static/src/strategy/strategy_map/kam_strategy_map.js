import { Component, onMounted, useState } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { localization } from "@web/core/l10n/localization";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

import { downloadDrawing, printDrawings } from "@kam_planning/common/canvas/export";
import { onKey } from "@kam_planning/common/canvas/keys";
import { SideForm } from "@kam_planning/common/canvas/side_form";
import { Viewport } from "@kam_planning/common/canvas/viewport";
import { StrategyCanvas } from "./kam_strategy_canvas";
import { CARD, layoutOf, pathOf } from "./strategy_layout";
import { StrategyEditing } from "./strategy_editing";
import { partnersOf } from "./strategy_links";

const PARTNERS = {
    goal: _t("A goal of the customer"),
    initiative: _t("An initiative of the customer"),
    objective: _t("An objective"),
    offering: _t("An offering"),
    value: _t("A value"),
};
const KEYS = {
    ArrowUp: ["go", [0, -1]],
    ArrowDown: ["go", [0, 1]],
    ArrowLeft: ["go", [-1, 0]],
    ArrowRight: ["go", [1, 0]],
    Enter: ["choose"],
    c: ["connect"],
    u: ["undo"],
    r: ["redo"],
    "+": ["zoom", 1.25],
    "-": ["zoom", 0.8],
    0: ["fitAll"],
    Escape: ["letGo"],
};

/** From the goals of the customer to the value that they bring, in columns. */
export class KamStrategyMap extends Component {
    static template = "kam_planning.StrategyMap";
    static components = { Dropdown, DropdownItem, StrategyCanvas };
    static props = { planId: Number, name: String, onChanged: { type: Function, optional: true } };

    setup() {
        this.orm = useService("orm");
        this.dialog = useService("dialog");
        this.viewport = new Viewport();
        this.keepLast = new KeepLast();
        this.state = useState({
            isTable: this.env.isSmall,
            focused: null,
            held: null,
            chosen: null,
            autofocus: 0,
            version: 0,
            said: "",
        });
        this.editing = new StrategyEditing(
            {
                orm: useService("orm"),
                dialog: this.dialog,
                notification: useService("notification"),
            },
            {
                getMap: () => this.map,
                reload: () => this.reload(),
                announce: (text) => (this.state.said = text),
                onClosed: () => this.state.autofocus++,
            }
        );
        this.map = null;
        // Not before it is in the page: what is rendered anew meanwhile would ask again.
        onMounted(() => this.load());
    }

    async load() {
        const args = [[this.props.planId]];
        this.map = await this.keepLast.add(this.orm.call("kam.plan", "get_strategy_map", args));
        this.columns = this.map.columns;
        const cards = this.columns.flatMap((column) => column.cards);
        this.byKey = new Map(cards.map((card) => [card.key, card]));
        this.layout = layoutOf(this.map);
        if (!this.byKey.has(this.state.focused)) {
            this.state.focused = [...this.byKey.keys()][0] || null;
        }
        this.state.chosen = null;
        this.state.held = null;
        this.state.version++;
    }

    async reload() {
        await this.load();
        this.props.onChanged?.();
    }

    // What is said

    get coverage() {
        const { coverage, confirmed, covered } = this.map;
        return coverage === false
            ? _t("No goal is confirmed by the customer yet.")
            : _t("%(percent)s %: %(covered)s of %(confirmed)s confirmed goals have a whole chain", {
                  percent: Math.round(coverage),
                  covered,
                  confirmed,
              });
    }

    get isEmpty() {
        return !this.byKey.size;
    }

    describe(card) {
        if (card.ghost_of) {
            return { ...card, isGhost: true, text: `${card.name}: ${card.note}` };
        }
        const said = [card.name, card.note, card.is_whole ? _t("whole chain") : card.lacks];
        return { ...card, text: said.filter(Boolean).join(", ") };
    }

    /** What is pointed at, or else what was held to be looked at. */
    get lit() {
        const key = this.state.held;
        return key && this.byKey.has(key) ? pathOf(key, this.map.lines) : null;
    }

    /** The same as a table: each card, and what it is linked with. */
    get rows() {
        const links = {};
        for (const { from, to } of this.map.lines.filter((line) => !line.is_ghost)) {
            (links[from] ||= { before: [], after: [] }).after.push(this.byKey.get(to).name);
            (links[to] ||= { before: [], after: [] }).before.push(this.byKey.get(from).name);
        }
        return this.columns.flatMap(({ label, cards }) =>
            cards
                .filter((card) => !card.ghost_of)
                .map((card) => ({
                    ...this.describe(card),
                    column: label,
                    before: (links[card.key]?.before || []).join(", "),
                    after: (links[card.key]?.after || []).join(", "),
                }))
        );
    }

    // Looking

    light(key) {
        this.state.held = key;
    }

    /** The keyboard came to a card by itself. */
    notice(key) {
        this.state.focused = key;
        this.state.held = key;
    }

    focus(key) {
        this.state.focused = key;
        this.state.held = key;
        this.state.autofocus++;
        this.viewport.reveal(this.layout.places.get(key), CARD);
    }

    onKeydown(ev) {
        if (ev.target.closest("[data-card]")) {
            onKey(this, ev, KEYS);
        }
    }

    go([aside, rows]) {
        const columns = localization.direction === "rtl" ? -aside : aside;
        const at = this.columns.findIndex(({ cards }) =>
            cards.some(({ key }) => key === this.state.focused)
        );
        const row = this.columns[at].cards.findIndex(({ key }) => key === this.state.focused);
        let column = at + columns;
        while (column !== at && this.columns[column]?.cards.length === 0) {
            column += columns;
        }
        const cards = this.columns[column]?.cards;
        const card = cards && cards[columns ? Math.min(row, cards.length - 1) : row + rows];
        if (card) {
            this.focus(card.key);
        }
    }

    choose() {
        return this.press(this.state.focused);
    }

    letGo() {
        this.state.held = null;
        this.state.chosen = null;
    }

    zoom(factor) {
        this.viewport.zoom(factor);
    }

    fitAll() {
        this.viewport.fit(this.layout);
    }

    turn() {
        this.state.isTable = !this.state.isTable;
    }

    press(key) {
        const card = this.byKey.get(key);
        this.state.focused = key;
        if (card.ghost_of) {
            return this.editing.connect(this.byKey.get(card.ghost_of), card.kind);
        }
        this.dialog.add(
            SideForm,
            {
                resModel: card.model,
                resId: card.id,
                title: card.name,
                onRecordSaved: () => this.reload(),
            },
            { onClose: () => this.state.autofocus++ }
        );
    }

    // Connecting

    get focusedCard() {
        const card = this.byKey.get(this.state.focused);
        return card && !card.ghost_of ? card : null;
    }

    get partners() {
        const card = this.focusedCard;
        return (card ? partnersOf(card.kind) : []).map((kind) => ({ kind, label: PARTNERS[kind] }));
    }

    /** By keyboard: the kind that the card lacks, or else the next one to the right. */
    connect() {
        const card = this.byKey.get(this.state.focused);
        const source = this.byKey.get(card?.ghost_of) || card;
        if (!source || !this.map.may_edit) {
            return;
        }
        const kinds = partnersOf(source.kind);
        const ghost = [...this.byKey.values()].find((one) => one.ghost_of === source.key);
        return this.editing.connect(source, ghost?.kind || kinds.at(-1));
    }

    onDropped(from, to) {
        const card = this.byKey.get(from);
        return this.editing.link(this.byKey.get(card.ghost_of) || card, this.byKey.get(to));
    }

    chooseLine(line) {
        this.state.chosen = line.is_ghost ? null : line.id;
        this.state.held = null;
    }

    get chosenLine() {
        return this.layout.lines.find(({ id }) => id === this.state.chosen);
    }

    cutLine({ from, to, is_ghost: isGhost } = this.chosenLine) {
        return isGhost ? null : this.editing.cut(this.byKey.get(from), this.byKey.get(to));
    }

    async undo() {
        const step = await this.editing.history.undo();
        this.state.said = step ? _t("Undone: %s", step.label) : "";
    }

    async redo() {
        const step = await this.editing.history.redo();
        this.state.said = step ? _t("Done again: %s", step.label) : "";
    }

    // Paper

    draw() {
        return this.orm.call("kam.plan", "get_strategy_drawing", [[this.props.planId]]);
    }

    async print() {
        return printDrawings((await this.draw()).sheets);
    }

    async download() {
        const { svg } = await this.draw();
        return downloadDrawing(svg, _t("Strategy map of %s", this.props.name));
    }
}

/** The strategy map of the plan whose form it is in. */
export class KamStrategyMapWidget extends Component {
    static template = "kam_planning.StrategyMapWidget";
    static components = { KamStrategyMap };
    static props = { ...standardWidgetProps };

    onChanged() {
        return this.env.kamWorkspace?.loadMarks();
    }
}

registry.category("view_widgets").add("kam_strategy_map", { component: KamStrategyMapWidget });
