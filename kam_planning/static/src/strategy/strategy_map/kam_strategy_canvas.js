import { onPatched, onWillUpdateProps, useRef } from "@odoo/owl";

import { AROUND, Canvas, isIn, isOn } from "@kam_planning/common/canvas/canvas";
import { Viewport } from "@kam_planning/common/canvas/viewport";
import { CARD } from "./strategy_layout";

/** The cards of a strategy in their columns, with the lines between them. */
export class StrategyCanvas extends Canvas {
    static template = "kam_planning.StrategyCanvas";
    static props = {
        columns: Array,
        layout: Object,
        viewport: Viewport,
        // Keys of what is lit, or null where nothing is pointed at.
        lit: [Set, { value: null }],
        focused: [String, { value: null }],
        chosen: [String, { value: null }],
        autofocus: Number,
        canEdit: Boolean,
        onPressed: Function,
        onLit: Function,
        onFocused: Function,
        onDropped: Function,
        onLineChosen: Function,
        onLineCut: Function,
        describe: Function,
    };

    setup() {
        super.setup();
        this.ghost = useRef("ghost");
        onWillUpdateProps((next) => {
            if (next.layout !== this.props.layout) {
                this.area = next.viewport.seen(AROUND);
            }
            this.isWaiting = next.autofocus !== this.props.autofocus;
        });
        onPatched(() => this.focusWaiting());
    }

    showTop() {
        this.props.viewport.open(this.props.layout);
    }

    itemAt(point, except) {
        for (const [key, place] of this.props.layout.places) {
            // A ghost is pressed, but nothing is dropped on it.
            const isWanted = except === undefined || !key.startsWith("ghost-");
            if (key !== except && isWanted && isOn(place, CARD, point)) {
                return key;
            }
        }
        return null;
    }

    canDrag() {
        return this.props.canEdit;
    }

    onDragging(drag) {
        this.canvas.el
            .querySelectorAll(".o_kam_strategy_target")
            .forEach((element) => element.classList.remove("o_kam_strategy_target"));
        this.ghost.el.classList.toggle("d-none", !drag);
        if (drag) {
            this.ghost.el.style.transform = `translate(${drag.at.x + 8}px, ${drag.at.y + 8}px)`;
            this.ghost.el.textContent = `⤳ ${this.cardElement(drag.id)?.dataset.name || ""}`;
            this.cardElement(drag.target)?.classList.add("o_kam_strategy_target");
        }
    }

    onDropped(drag) {
        this.onDragging(null);
        if (drag.target) {
            return this.props.onDropped(drag.id, drag.target);
        }
    }

    cardElement(key) {
        return key && this.canvas.el.querySelector(`[data-card="${CSS.escape(key)}"]`);
    }

    getScene() {
        const { columns, layout, focused } = this.props;
        const { area } = this;
        const cards = columns
            .flatMap((column) => column.cards)
            .filter(({ key }) => key === focused || isIn(layout.places.get(key), CARD, area))
            .map((card) => ({ ...this.props.describe(card), ...layout.places.get(card.key) }));
        const seen = new Set(cards.map(({ key }) => key));
        const lines = layout.lines.filter(({ from, to }) => seen.has(from) || seen.has(to));
        return { cards, lines };
    }

    isDim(...keys) {
        const { lit } = this.props;
        return Boolean(lit) && !keys.every((key) => lit.has(key));
    }

    onLineKeydown(ev, line) {
        if (ev.key === "Enter") {
            ev.stopPropagation();
            this.props.onLineChosen(line);
        } else if (ev.key === "Delete") {
            ev.stopPropagation();
            this.props.onLineCut(line);
        }
    }

    focusWaiting() {
        if (this.isWaiting) {
            this.isWaiting = false;
            this.cardElement(this.props.focused)?.focus({ preventScroll: true });
        }
    }
}
