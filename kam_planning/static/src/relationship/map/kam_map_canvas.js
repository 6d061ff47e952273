import { Component, onMounted, onPatched, onWillUnmount, onWillUpdateProps } from "@odoo/owl";
import { useExternalListener, useRef } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { useBus } from "@web/core/utils/hooks";

import { Gestures } from "@kam_planning/common/canvas/gestures";
import { Viewport } from "@kam_planning/common/canvas/viewport";
import { onCardKey } from "./kam_map_keys";
import { CARD } from "./kam_map_layout";
import { MapModel } from "./kam_map_model";
import { describeScene } from "./kam_map_scene";

// Share of what is seen that is put into the page beyond it, on each side.
const AROUND = 0.6;
const AT_FIRST = 0.08;
// Height of the strip on which a dragged card reports to nobody.
const NOBODY_HEIGHT = 40;
const GHOST_SIGNS = { move: "⤒", dotted: "⇡", line: "⤳" };

/** The cards and lines of a map, and what pointer and keys do to them. */
export class MapCanvas extends Component {
    static template = "kam_planning.MapCanvas";
    static props = {
        model: MapModel,
        viewport: Viewport,
        // Counts the changes of the model.
        version: Number,
        mode: { validate: (mode) => ["move", "dotted", "line"].includes(mode) },
        shows: Object,
        focused: [Number, { value: null }],
        held: [Number, { value: null }],
        // Counts how often the focused card asked for the keyboard.
        autofocus: Number,
        onPressed: Function,
        onFocused: Function,
        onFolded: Function,
        onHeld: Function,
        onDropped: Function,
        onLineOpened: Function,
        onTakenOff: Function,
        onMoreTops: Function,
        onNarrowed: Function,
    };

    setup() {
        const { viewport } = this.props;
        this.canvas = useRef("canvas");
        this.world = useRef("world");
        this.ghost = useRef("ghost");
        this.nobody = useRef("nobody");
        this.gestures = this.makeGestures();
        if (!viewport.width) {
            // About as large as it will be: then what is rendered first is what is seen first.
            viewport.resize(window.innerWidth, window.innerHeight * 0.65);
        }
        this.showTop();
        this.area = viewport.seen(AT_FIRST);
        useBus(viewport, "moved", () => this.onMoved());
        onMounted(() => {
            this.measure();
            this.showTop();
            this.renderAroundLater();
        });
        this.followSize();
        onWillUpdateProps((next) => this.onPropsChanged(next));
        onPatched(() => this.focusWaiting());
        onWillUnmount(() => {
            browser.clearTimeout(this.around);
            this.gestures.cancel();
        });
        // On the window: a drag may leave the map and come back.
        useExternalListener(window, "pointermove", (ev) => this.gestures.move(ev));
        useExternalListener(window, "pointerup", (ev) => this.gestures.up(ev));
        useExternalListener(window, "pointercancel", (ev) => this.gestures.lost(ev));
    }

    makeGestures() {
        return new Gestures(this.props.viewport, {
            position: (ev) => this.position(ev),
            itemAt: (point, except) => this.props.model.personAt(point, except),
            canDrag: () => this.canDrag(),
            onDragging: (drag) => this.onDragging(drag),
            onDropped: (drag) => this.onDropped(drag),
            onPressed: (id) => this.props.onPressed(id),
        });
    }

    followSize() {
        const observer = new ResizeObserver(() => this.measure());
        onMounted(() => observer.observe(this.canvas.el));
        onWillUnmount(() => observer.disconnect());
    }

    onPropsChanged(next) {
        if (next.version !== this.props.version) {
            this.area = next.viewport.seen(AROUND);
        }
        if (next.autofocus !== this.props.autofocus) {
            this.waiting = next.focused;
        }
    }

    // What is seen, and what is in the page

    /** Opens a map where it can be read: on whoever stands at its top. */
    showTop() {
        const { model, viewport } = this.props;
        const { layout, roots } = model;
        const top = roots.find((id) => model.byId.get(id).reports) || roots[0];
        const place = layout.places.get(top);
        viewport.open(layout, place && { x: place.x + CARD.width / 2 });
    }

    /** Takes over the size on the screen, unless the map is hidden. */
    measure() {
        const box = this.canvas.el?.getBoundingClientRect();
        const { viewport } = this.props;
        const { width, height } = viewport;
        if (!box?.width || (box.width === width && box.height === height)) {
            return;
        }
        viewport.resize(box.width, box.height);
        if (box.width < width) {
            this.props.onNarrowed();
        }
    }

    /** Follows the viewport directly; renders only when what is seen is not in the page yet. */
    onMoved() {
        const { viewport } = this.props;
        if (this.world.el) {
            this.world.el.style.transform = viewport.transform;
        }
        if (this.area.isFar !== viewport.isFar) {
            // Cards become boxes, or boxes cards: all of them are new.
            this.renderArea(AT_FIRST);
            this.renderAroundLater();
        } else if (!viewport.isInside(this.area)) {
            this.renderArea(AROUND);
        }
    }

    renderArea(share) {
        this.area = this.props.viewport.seen(share);
        this.render();
    }

    /** First what is seen; what lies around it when that is painted. */
    renderAroundLater() {
        browser.clearTimeout(this.around);
        this.around = browser.setTimeout(() => this.renderArea(AROUND), 100);
    }

    getScene() {
        return describeScene(this.props.model, this.area, this.props);
    }

    cardElement(id) {
        return this.canvas.el.querySelector(`[data-person="${id}"]`);
    }

    focusWaiting() {
        const card = this.waiting && this.cardElement(this.waiting);
        if (card) {
            this.waiting = null;
            card.focus({ preventScroll: true });
        }
    }

    // Pointer

    position(ev) {
        const box = this.canvas.el.getBoundingClientRect();
        return { x: ev.clientX - box.left, y: ev.clientY - box.top };
    }

    canDrag() {
        return this.props.model.can_write;
    }

    onPointerDown(ev) {
        if (!ev.target.closest("button, a, input, select")) {
            this.gestures.down(ev);
        }
    }

    /** Pressing long with a finger picks a card up: the browser's menu stays away. */
    onContextMenu(ev) {
        if (this.gestures.isTouching) {
            ev.preventDefault();
        }
    }

    onWheel(ev) {
        if (ev.ctrlKey || ev.metaKey) {
            ev.preventDefault();
            const { x, y } = this.position(ev);
            this.props.viewport.zoom(ev.deltaY < 0 ? 1.15 : 1 / 1.15, x, y);
        }
    }

    /** Shows where the card or line would go; directly, for this follows the pointer. */
    onDragging(drag) {
        this.canvas.el
            .querySelectorAll(".o_kam_map_target")
            .forEach((element) => element.classList.remove("o_kam_map_target"));
        this.ghost.el.classList.toggle("d-none", !drag);
        this.nobody.el.classList.toggle("d-none", !this.canDropOnNobody(drag));
        if (!drag) {
            return;
        }
        drag.isAbove = this.isAbove(drag.at);
        drag.target = drag.isAbove ? null : drag.target;
        this.showGhost(drag);
        const target = drag.isAbove ? this.nobody.el : this.cardElement(drag.target);
        target?.classList.add("o_kam_map_target");
    }

    canDropOnNobody(drag) {
        const { mode, model } = this.props;
        const names = { move: "manager_id", dotted: "dotted_manager_id" };
        return Boolean(drag && mode in names && model.byId.get(drag.id)[names[mode]]);
    }

    /** Whether a point on the screen lies where a dropped card reports to nobody. */
    isAbove({ y }) {
        return y >= 0 && y < NOBODY_HEIGHT && !this.nobody.el.classList.contains("d-none");
    }

    showGhost({ id, at }) {
        const { mode, model } = this.props;
        this.ghost.el.style.transform = `translate(${at.x + 8}px, ${at.y + 8}px)`;
        this.ghost.el.textContent = `${GHOST_SIGNS[mode]} ${model.byId.get(id).name}`;
    }

    onDropped(drag) {
        this.onDragging(null);
        return this.props.onDropped(drag);
    }

    // Keys

    onKeydown(ev) {
        onCardKey(this, ev);
    }

    onLineKeydown(ev, line) {
        if (ev.key === "Enter") {
            ev.stopPropagation();
            this.props.onLineOpened(line);
        }
    }

    go(direction) {
        const id = this.props.model.neighbour(this.props.focused, direction);
        if (id) {
            this.props.onFocused(id);
        }
    }

    fold() {
        this.props.onFolded(this.props.focused);
    }

    hold(mode) {
        const { can_write: canWrite, sees_judgements: seesJudgements } = this.props.model;
        if (canWrite && (mode !== "line" || seesJudgements)) {
            this.props.onHeld(this.props.focused, mode);
        }
    }

    takeOff() {
        if (this.props.model.can_write) {
            this.props.onTakenOff(this.props.focused);
        }
    }

    choose() {
        const { focused, held } = this.props;
        if (held) {
            this.drop(focused);
        } else {
            this.props.onPressed(focused);
        }
    }

    dropOnNobody() {
        if (this.props.held && this.props.mode !== "line") {
            this.drop(null);
        }
    }

    drop(target) {
        const { held: id, mode } = this.props;
        this.props.onHeld(null, mode);
        if (id !== target) {
            this.props.onDropped({ id, target, isAbove: !target });
        }
    }
}
