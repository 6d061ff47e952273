import { onPatched, onWillUpdateProps } from "@odoo/owl";

import { AROUND, Canvas, isIn, isOn } from "@kam_planning/common/canvas/canvas";
import { Viewport } from "@kam_planning/common/canvas/viewport";
import { NODE, placeRoot } from "./concept_layout";
import { ConceptModel } from "./concept_model";
import { describeNode } from "./concept_scene";

/** The tree as a picture. */
export class ConceptCanvas extends Canvas {
    static template = "kam_planning.ConceptCanvas";
    static props = {
        model: ConceptModel,
        viewport: Viewport,
        version: Number,
        focused: String,
        autofocus: Number,
        onPressed: Function,
        onFolded: Function,
    };

    setup() {
        super.setup();
        onWillUpdateProps((next) => {
            if (next.version !== this.props.version) {
                this.area = next.viewport.seen(AROUND);
            }
            this.isWaiting = next.autofocus !== this.props.autofocus;
        });
        onPatched(() => this.focusWaiting());
    }

    showTop() {
        const { model, viewport } = this.props;
        viewport.set(placeRoot(model.layout, viewport, 1, model.isMirrored));
    }

    itemAt(point) {
        for (const [key, place] of this.props.model.layout.places) {
            if (isOn(place, NODE, point)) {
                return key || "account";
            }
        }
        return null;
    }

    onFold(ev) {
        return this.props.onFolded(ev.target.closest("[data-key]").dataset.key);
    }

    getScene() {
        const { model } = this.props;
        const { places, links } = model.layout;
        const { area } = this;
        const nodes = model.rows
            .filter(({ key }) => key === this.props.focused || isIn(places.get(key), NODE, area))
            .map((row) => ({ ...describeNode(model, row), ...places.get(row.key) }));
        const seen = new Set(nodes.map(({ key }) => key));
        return {
            nodes,
            links: links.filter(({ id }) => seen.has(id) || seen.has(model.parentOf(id))),
        };
    }

    focusWaiting() {
        if (this.isWaiting) {
            this.isWaiting = false;
            const selector = `[data-key="${CSS.escape(this.props.focused)}"]`;
            this.canvas.el.querySelector(selector)?.focus({ preventScroll: true });
        }
    }
}
