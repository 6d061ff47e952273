import { Component, onMounted, onPatched, onWillStart, onWillUpdateProps } from "@odoo/owl";
import { useExternalListener, useRef, useState } from "@odoo/owl";
import { deserializeDateTime, formatDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

import { describeCard } from "./kam_map_card";
import { MapEditing } from "./kam_map_editing";
import { exportMap } from "./kam_map_export";
import { MapGestures } from "./kam_map_gestures";
import { onMapKey } from "./kam_map_keys";
import { CARD } from "./kam_map_layout";
import { MapMatrix } from "./kam_map_matrix";
import { MapModel } from "./kam_map_model";
import { MapPanel } from "./kam_map_panel";
import { MapToolbar } from "./kam_map_toolbar";
import { Viewport } from "./kam_map_viewport";

const MODEL = "kam.stakeholder";
// Share of the window that is drawn on each side beyond what is seen.
const AROUND = 0.6;

/** The relationship map of a customer. */
export class KamMap extends Component {
    static template = "kam_planning.Map";
    static components = { MapMatrix, MapPanel, MapToolbar };
    static props = { accountId: Number, companyId: Number };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.canvas = useRef("canvas");
        this.world = useRef("world");
        this.ghost = useRef("ghost");
        this.viewport = new Viewport();
        this.gestures = new MapGestures(this);
        this.editing = new MapEditing(this);
        this.state = useState({
            version: 0,
            drawn: null,
            tab: "map",
            mode: "move",
            kind: "influence",
            shows: { lines: true, coverage: false, gaps: true },
            focused: null,
            held: null,
            panel: null,
            message: "",
        });
        onWillStart(() => this.load(this.props));
        onWillUpdateProps((next) => {
            if (next.accountId !== this.props.accountId || next.companyId !== this.props.companyId) {
                return this.load(next);
            }
        });
        onMounted(() => this.fitAll());
        onPatched(() => {
            this.measure();
            this.focusWaiting();
        });
        useExternalListener(window, "resize", () => this.measure());
        // On the window: a drag may leave the map and come back.
        useExternalListener(window, "pointermove", (ev) => this.gestures.move(ev));
        useExternalListener(window, "pointerup", (ev) => this.gestures.up(ev));
        useExternalListener(window, "pointercancel", (ev) => this.gestures.lost(ev));
    }

    async load({ accountId, companyId }) {
        const data = await this.orm.call(MODEL, "get_map", [accountId, companyId]);
        this.model = new MapModel(data);
        Object.assign(this.state, { panel: null, held: null });
        this.state.focused = this.model.roots[0] || null;
        this.refresh();
    }

    /** Draws anew what changed in the model. */
    refresh() {
        this.state.drawn = this.viewport.seen(AROUND);
        this.state.version++;
    }

    /** Takes the size of the window's part; beside the panel the focused card stays in sight. */
    measure() {
        const box = this.canvas.el?.getBoundingClientRect();
        const { width, height } = this.viewport;
        if (!box?.width || (box.width === width && box.height === height)) {
            return;
        }
        this.viewport.resize(box.width, box.height);
        this.onPanned();
        if (width && box.width < width && this.state.panel?.id) {
            this.focus(this.state.panel.id);
        }
    }

    fitAll() {
        this.measure();
        this.viewport.fit(this.model.chart);
        this.onPanned();
    }

    zoom(factor) {
        this.viewport.zoom(factor);
        this.onPanned();
    }

    // What is drawn

    get cards() {
        if (this.state.drawn?.isFar) {
            return [];
        }
        const ids = this.model.within(this.state.drawn || this.viewport.seen());
        return ids.map((id) => describeCard(this.model, id, this.state));
    }

    /** All cards as plain boxes, by colour: thousands of them cost a few paths. */
    get boxes() {
        if (!this.state.drawn?.isFar) {
            return [];
        }
        const paths = {};
        for (const [id, { x, y }] of this.model.chart.places) {
            const support = this.model.byId.get(id).support || "unknown";
            const box = `M${x} ${y}h${CARD.width}v${CARD.height}h-${CARD.width}z`;
            paths[support] = (paths[support] || "") + box;
        }
        return Object.entries(paths).map(([support, path]) => ({ support, path }));
    }

    get links() {
        const { links } = this.model.chart;
        const seen = this.state.drawn;
        if (!seen) {
            return links;
        }
        return links.filter(({ above, place }) => {
            const left = Math.min(above.x, place.x);
            const right = Math.max(above.x, place.x) + CARD.width;
            const isBeside = right < seen.x || left > seen.x + seen.width;
            return !isBeside && place.y + CARD.height > seen.y && above.y < seen.y + seen.height;
        });
    }

    get lines() {
        if (!this.state.shows.lines || this.state.drawn?.isFar) {
            return [];
        }
        const { places } = this.model.chart;
        const kinds = Object.fromEntries(this.model.labels.kind || []);
        return this.model.linesDrawn.map((line) => {
            const [from, to] = [places.get(line.source_id), places.get(line.target_id)];
            // From above to above: the line leaves the names readable.
            const bend = 30 + Math.abs(from.x - to.x) / 12;
            const [x1, y1] = [from.x + CARD.width - 40, from.y];
            const [x2, y2] = [to.x + CARD.width - 20, to.y];
            return {
                id: line.id,
                kind: line.kind,
                width: Number(line.strength) + 0.5,
                isBoth: line.direction === "both",
                path: `M${x1} ${y1} C${x1} ${y1 - bend} ${x2} ${y2 - bend} ${x2} ${y2}`,
                label: kinds[line.kind],
                x: (x1 + x2) / 2,
                y: (y1 + y2) / 2 - bend * 0.75,
            };
        });
    }

    get asOf() {
        const date = this.model.as_of;
        return date ? formatDateTime(deserializeDateTime(date), { showSeconds: false }) : "";
    }

    get parked() {
        const labels = Object.fromEntries(this.model.labels.parked_reason);
        return this.model.parked.map((p) => ({ ...p, reason: labels[p.parked_reason] }));
    }

    // What the gestures call

    position(ev) {
        const box = this.canvas.el.getBoundingClientRect();
        return { x: ev.clientX - box.left, y: ev.clientY - box.top };
    }

    canDrag() {
        return this.model.can_write;
    }

    onPanned() {
        if (this.world.el) {
            this.world.el.style.transform = this.viewport.transform;
        }
        if (!this.viewport.isInside(this.state.drawn)) {
            this.state.drawn = this.viewport.seen(AROUND);
        }
    }

    /** Shows where the card or line would go; directly, for this follows the pointer. */
    onDragging(drag) {
        const ghost = this.ghost.el;
        ghost.classList.toggle("d-none", !drag);
        this.canvas.el
            .querySelectorAll(".o_kam_target")
            .forEach((card) => card.classList.remove("o_kam_target"));
        if (!drag) {
            return;
        }
        ghost.style.transform = `translate(${drag.at.x + 8}px, ${drag.at.y + 8}px)`;
        const isLine = this.state.mode === "line";
        ghost.textContent = `${isLine ? "⤳" : "⤒"} ${this.model.byId.get(drag.id).name}`;
        if (drag.target) {
            this.cardElement(drag.target)?.classList.add("o_kam_target");
        }
    }

    onDropped({ id, target }) {
        this.onDragging(null);
        if (this.state.mode === "line") {
            return target && this.editing.drawLine(id, target, this.state.kind);
        }
        return target && this.editing.move(id, target);
    }

    onClicked(id) {
        this.state.focused = id;
        this.openPanel(id);
    }

    onPointerDown(ev) {
        if (ev.target.closest("button, a, input, select")) {
            return;
        }
        this.measure();
        this.gestures.down(ev);
    }

    onWheel(ev) {
        if (ev.ctrlKey || ev.metaKey) {
            ev.preventDefault();
            const { x, y } = this.position(ev);
            this.viewport.zoom(ev.deltaY < 0 ? 1.15 : 1 / 1.15, x, y);
            this.onPanned();
        }
    }

    onKeydown(ev) {
        onMapKey(this, ev);
    }

    // Opening, closing, finding

    async toggle(id) {
        if (this.model.isIncomplete(id) && !this.model.isOpen(id)) {
            await this.loadBelow([id]);
            this.model.open(id);
        } else if (this.model.isIncomplete(id)) {
            await this.loadBelow([id]);
        } else {
            this.model.toggle(id);
        }
        this.refresh();
    }

    async loadBelow(managerIds) {
        const { accountId, companyId } = this.props;
        const more = await this.orm.call(MODEL, "get_people", [accountId, companyId], {
            manager_ids: managerIds,
        });
        this.model.put(more.people, more.lines);
    }

    async reload(ids) {
        const { accountId, companyId } = this.props;
        const more = await this.orm.call(MODEL, "get_people", [accountId, companyId], {
            person_ids: ids,
        });
        const found = new Set(more.people.map((person) => person.id));
        ids.filter((id) => !found.has(id)).forEach((id) => this.model.byId.delete(id));
        this.model.put(more.people, more.lines);
        this.refresh();
    }

    async search(text) {
        if (this.model.byId.size >= this.model.total + this.model.parked.length) {
            return this.model.find(text).slice(0, 20);
        }
        const { accountId, companyId } = this.props;
        return this.orm.call(MODEL, "find_people", [accountId, companyId, text]);
    }

    /** Brings somebody into view, reading who stands above where that is needed. */
    async reveal({ id, path }) {
        const missing = [...(path || []), id].filter((one) => !this.model.byId.has(one));
        if (missing.length) {
            await this.reload(missing);
        }
        for (let at = id; at; at = this.model.byId.get(at)?.manager_id) {
            this.model.open(this.model.byId.get(at)?.manager_id);
        }
        this.state.tab = "map";
        this.refresh();
        this.focus(id);
        this.announce(_t("%s is shown.", this.model.byId.get(id).name));
    }

    focus(id) {
        const place = this.model.chart.places.get(id);
        if (!place) {
            return;
        }
        const seen = this.viewport.seen();
        const isSeen =
            place.x >= seen.x &&
            place.y >= seen.y &&
            place.x + CARD.width <= seen.x + seen.width &&
            place.y + CARD.height <= seen.y + seen.height;
        if (!isSeen || this.viewport.isFar) {
            this.viewport.scale = Math.max(0.6, this.viewport.scale);
            this.viewport.center(place, CARD);
            this.onPanned();
        }
        this.waiting = id;
        this.state.focused = id;
        this.state.version++;
    }

    focusWaiting() {
        const card = this.waiting && this.cardElement(this.waiting);
        if (card) {
            this.waiting = null;
            card.focus({ preventScroll: true });
        }
    }

    cardElement(id) {
        return this.canvas.el.querySelector(`[data-person="${id}"]`);
    }

    closeAll() {
        this.model.closeAll();
        this.refresh();
        this.fitAll();
    }

    openAll() {
        this.model.openAll();
        this.refresh();
        this.fitAll();
    }

    setGrouped(isGrouped) {
        this.model.setGrouped(isGrouped);
        this.refresh();
        this.fitAll();
    }

    // The panel and everything around the map

    openPanel(id, values = {}) {
        this.state.panel = { id, values, key: `${id || "new"}-${this.state.version}` };
    }

    async onPersonSaved(id) {
        this.state.panel = this.state.panel && { ...this.state.panel, id };
        await this.reload([id]);
        this.announce(_t("%s is saved.", this.model.byId.get(id).name));
    }

    closePanel() {
        this.state.panel = null;
        this.waiting = this.state.focused;
    }

    announce(message) {
        this.state.message = message;
    }

    async undo() {
        const step = await this.editing.history.undo();
        if (step) {
            this.refresh();
            this.announce(_t("Taken back: %s", step.label));
        }
    }

    export(format) {
        return exportMap(this.orm, this.props, this.model.account.name, format);
    }

    openList(xmlid) {
        this.action.doAction(xmlid, {
            additionalContext: { search_default_account_id: this.props.accountId },
        });
    }
}
