import { EventBus } from "@odoo/owl";

const SMALLEST = 0.1;
const LARGEST = 2;
const FAR = 0.3;
// As large as somebody who is looked for is shown at least.
const NEAR = 0.6;
// A whole picture may be as small; what has to be cut is shown larger.
const SMALL = 0.55;
const READABLE = 0.75;
const MARGIN = 24;

/**
 * Which part of a picture is seen, at which size: plain numbers, no screen. The picture has its own
 * coordinates, called the world. Whenever something else is seen than before, "moved" is triggered.
 */
export class Viewport extends EventBus {
    constructor() {
        super();
        Object.assign(this, { x: -MARGIN, y: -MARGIN, scale: 1, width: 0, height: 0 });
    }

    /** Takes over new values of x, y, scale, width or height. */
    set(values) {
        Object.assign(this, values);
        this.trigger("moved");
    }

    resize(width, height) {
        this.set({ width, height });
    }

    get transform() {
        const { x, y, scale } = this;
        return `translate(${-x * scale}px, ${-y * scale}px) scale(${scale})`;
    }

    /** A point of the screen, from the viewport's corner, as a point of the world. */
    toWorld(left, top) {
        return { x: this.x + left / this.scale, y: this.y + top / this.scale };
    }

    pan(dx, dy) {
        this.set({ x: this.x - dx / this.scale, y: this.y - dy / this.scale });
    }

    /** Makes everything larger or smaller around a point that stays where it is. */
    zoom(factor, left = this.width / 2, top = this.height / 2) {
        const fixed = this.toWorld(left, top);
        const scale = Math.min(LARGEST, Math.max(SMALLEST, this.scale * factor));
        this.set({ scale, x: fixed.x - left / scale, y: fixed.y - top / scale });
    }

    /** Shows a picture as large as it can be read, from its top, with a point in the middle. */
    open(size, at) {
        const whole = this.whole(size);
        this.set(whole.scale < SMALL ? this.readable(size, at) : whole);
    }

    /** Shows a whole picture from its top, never larger than it is. */
    fit(size) {
        this.set(this.whole(size));
    }

    whole({ width, height }) {
        const across = this.width / (width + 2 * MARGIN);
        const down = this.height / (height + 2 * MARGIN);
        const scale = Math.min(1, Math.max(SMALLEST, Math.min(across, down)));
        return { scale, x: (width - this.width / scale) / 2, y: -MARGIN / scale };
    }

    readable(size, at) {
        const width = this.width / READABLE;
        const middle = (at ? at.x : size.width / 2) - width / 2;
        // Nothing is wasted on what lies beside the picture.
        const last = Math.max(-MARGIN, size.width + MARGIN - width);
        const x = Math.min(Math.max(middle, -MARGIN), last);
        return { scale: READABLE, x, y: -MARGIN / READABLE };
    }

    /** Brings a box of the world into the middle, unless it is seen and can be read already. */
    reveal({ x, y }, { width, height }) {
        const seen = this.seen();
        const isSeen =
            x >= seen.x &&
            y >= seen.y &&
            x + width <= seen.x + seen.width &&
            y + height <= seen.y + seen.height;
        if (isSeen && !this.isFar) {
            return;
        }
        const scale = Math.max(NEAR, this.scale);
        this.set({
            scale,
            x: x + width / 2 - this.width / scale / 2,
            y: y + height / 2 - this.height / scale / 2,
        });
    }

    /** What is seen, widened on each side by a share of itself. */
    seen(share = 0) {
        const width = this.width / this.scale;
        const height = this.height / this.scale;
        return {
            x: this.x - share * width,
            y: this.y - share * height,
            width: width * (1 + 2 * share),
            height: height * (1 + 2 * share),
            isFar: this.isFar,
        };
    }

    /** So small that names cannot be read: cards become plain boxes. */
    get isFar() {
        return this.scale < FAR;
    }

    /** Whether all that is seen lies in an area, which was seen from as far. */
    isInside(area) {
        if (!area || this.isFar !== area.isFar) {
            return false;
        }
        const { x, y, width, height } = this.seen();
        return (
            x >= area.x &&
            y >= area.y &&
            x + width <= area.x + area.width &&
            y + height <= area.y + area.height
        );
    }
}
