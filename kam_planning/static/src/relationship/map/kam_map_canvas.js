import { onPatched, onWillUpdateProps, useRef } from "@odoo/owl";

import { AROUND, Canvas } from "@kam_planning/common/canvas/canvas";
import { Viewport } from "@kam_planning/common/canvas/viewport";
import { onCardKey } from "./kam_map_keys";
import { CARD } from "./kam_map_layout";
import { MapModel } from "./kam_map_model";
import { describeScene } from "./kam_map_scene";

// Height of the strip on which a dragged card reports to nobody.
const NOBODY_HEIGHT = 40;
const GHOST_SIGNS = { move: "⤒", dotted: "⇡", line: "⤳" };

/** The cards and lines of a map, and what pointer and keys do to them. */
export class MapCanvas extends Canvas {
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
        super.setup();
        this.ghost = useRef("ghost");
        this.nobody = useRef("nobody");
        onWillUpdateProps((next) => this.onPropsChanged(next));
        onPatched(() => this.focusWaiting());
    }

    itemAt(point, except) {
        return this.props.model.personAt(point, except);
    }

    onNarrowed() {
        this.props.onNarrowed();
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

    canDrag() {
        return this.props.model.can_write;
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
