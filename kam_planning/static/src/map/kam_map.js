import { Component, onMounted, onPatched, onWillStart, onWillUnmount } from "@odoo/owl";
import { onWillUpdateProps, useExternalListener, useRef, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { deserializeDateTime, formatDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

import { draw } from "./kam_map_drawing";
import { MapEditing } from "./kam_map_editing";
import { exportMap } from "./kam_map_export";
import { MapGestures } from "./kam_map_gestures";
import { onMapKey } from "./kam_map_keys";
import { CARD } from "./kam_map_layout";
import { MapMatrix } from "./kam_map_matrix";
import { MapModel } from "./kam_map_model";
import { MapPanel } from "./kam_map_panel";
import { MapReader } from "./kam_map_reader";
import { MapToolbar } from "./kam_map_toolbar";
import { Viewport } from "./kam_map_viewport";

const MODEL = "kam.stakeholder";
// Share of the window that is drawn on each side beyond what is seen.
const AROUND = 0.6;
const AT_FIRST = 0.08;
// Height of the strip on which a dragged card reports to nobody.
const NOBODY_HEIGHT = 40;

/** The relationship map of a customer. */
export class KamMap extends Component {
    static template = "kam_planning.Map";
    static components = { MapMatrix, MapPanel, MapToolbar };
    static props = {
        accountId: Number,
        companyId: Number,
        isEmbedded: { type: Boolean, optional: true },
    };

    setup() {
        this.orm = useService("orm");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.canvas = useRef("canvas");
        this.world = useRef("world");
        this.ghost = useRef("ghost");
        this.nobody = useRef("nobody");
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
            progress: "",
        });
        onWillStart(() => this.load(this.props));
        onWillUpdateProps((next) => {
            if (next.accountId !== this.props.accountId || next.companyId !== this.props.companyId) {
                return this.load(next);
            }
        });
        onMounted(() => {
            this.showTop();
            this.drawAroundLater();
        });
        onWillUnmount(() => browser.clearTimeout(this.around));
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
        this.reader = new MapReader(this.orm, this.model, { accountId, companyId });
        Object.assign(this.state, { panel: null, held: null });
        this.state.focused = this.model.roots[0] || null;
        if (!this.canvas.el) {
            // About as large as it will be: then what is drawn first is what is seen first.
            this.viewport.resize(window.innerWidth, window.innerHeight * 0.65);
        }
        this.showTop();
        this.refresh();
    }

    /** Opens a map where it can be read: on whoever stands at its top. */
    showTop() {
        this.measure();
        const { chart, roots } = this.model;
        const top = roots.find((id) => this.model.byId.get(id).reports) || roots[0];
        const place = chart.places.get(top);
        this.viewport.open(chart, place && { x: place.x + CARD.width / 2 });
        this.onPanned();
    }

    /** Draws anew what changed in the model. */
    refresh() {
        this.state.drawn = this.viewport.seen(this.canvas.el ? AROUND : AT_FIRST);
        this.state.version++;
    }

    /** First what is seen; what lies around it when that is painted. */
    drawSeen() {
        this.state.drawn = this.viewport.seen(AT_FIRST);
        this.drawAroundLater();
    }

    drawAroundLater() {
        browser.clearTimeout(this.around);
        this.around = browser.setTimeout(() => this.drawAround(), 100);
    }

    drawAround() {
        this.state.drawn = this.viewport.seen(AROUND);
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

    getDrawing() {
        return draw(this.model, this.viewport, this.state);
    }

    get asOf() {
        const date = this.model.as_of;
        return date ? formatDateTime(deserializeDateTime(date), { showSeconds: false }) : "";
    }

    get parked() {
        const labels = this.model.labelOf.parked_reason;
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
        const { drawn } = this.state;
        if (drawn && drawn.isFar !== this.viewport.isFar) {
            // Cards become boxes, or boxes cards: all of them are new.
            this.drawSeen();
        } else if (!this.viewport.isInside(drawn)) {
            this.drawAround();
        }
    }

    /** Shows where the card or line would go; directly, for this follows the pointer. */
    onDragging(drag) {
        const ghost = this.ghost.el;
        ghost.classList.toggle("d-none", !drag);
        const isMoved = drag && this.state.mode === "move";
        const hasManager = drag && this.model.byId.get(drag.id).manager_id;
        this.nobody.el.classList.toggle("d-none", !(isMoved && hasManager));
        this.nobody.el.classList.toggle("o_kam_target", Boolean(drag?.isAbove));
        this.canvas.el
            .querySelectorAll(".o_kam_card.o_kam_target")
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

    /** Whether a point of the window's part lies where nobody is above. */
    isAbove({ y }) {
        return y >= 0 && y < NOBODY_HEIGHT && !this.nobody.el.classList.contains("d-none");
    }

    onDropped({ id, target, isAbove }) {
        this.onDragging(null);
        if (isAbove && this.state.mode === "move") {
            return this.editing.move(id, false);
        }
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
        if (this.model.isIncomplete(id)) {
            await this.reader.below([id]);
            this.model.open(id);
        } else {
            this.model.toggle(id);
        }
        this.refresh();
    }

    async loadTops() {
        await this.reader.moreTops();
        this.refresh();
    }

    async reload(ids, areNew = false) {
        await this.reader.again(ids, areNew);
        this.refresh();
    }

    search(text) {
        return this.reader.search(text);
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

    /** Unfolds everything, reading first whoever was not read yet. */
    async openAll() {
        await this.reader.everybody((read, total) => {
            this.state.progress = _t("%(read)s of %(total)s people are read", { read, total });
        });
        this.state.progress = "";
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
        const isNew = this.state.panel && !this.state.panel.id;
        this.state.panel = this.state.panel && { ...this.state.panel, id };
        await this.reload([id], isNew);
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

    onLineKeydown(ev, line) {
        if (ev.key === "Enter") {
            ev.stopPropagation();
            this.editing.openLine(line);
        }
    }
}
