/** Which part of a drawing is seen, at which size. Plain numbers, no screen. */

const SMALLEST = 0.1;
const LARGEST = 2;
const FAR = 0.3;
// A whole map may be as small; what has to be cut is shown larger.
const SMALL = 0.55;
const READABLE = 0.75;
const MARGIN = 24;

export class Viewport {
    constructor() {
        Object.assign(this, { x: -MARGIN, y: -MARGIN, scale: 1, width: 0, height: 0 });
    }

    resize(width, height) {
        Object.assign(this, { width, height });
    }

    get transform() {
        const { x, y, scale } = this;
        return `translate(${-x * scale}px, ${-y * scale}px) scale(${scale})`;
    }

    /** A point of the window's part as a point of the drawing. */
    toDrawing(left, top) {
        return { x: this.x + left / this.scale, y: this.y + top / this.scale };
    }

    pan(dx, dy) {
        this.x -= dx / this.scale;
        this.y -= dy / this.scale;
    }

    /** Makes everything larger or smaller around a point that stays where it is. */
    zoom(factor, left = this.width / 2, top = this.height / 2) {
        const fixed = this.toDrawing(left, top);
        this.scale = Math.min(LARGEST, Math.max(SMALLEST, this.scale * factor));
        this.x = fixed.x - left / this.scale;
        this.y = fixed.y - top / this.scale;
    }

    /** Shows a drawing as large as it can be read, from its top, with somebody in the middle. */
    open(drawing, at) {
        this.fit(drawing);
        if (this.scale < SMALL) {
            this.scale = READABLE;
            this.y = -MARGIN / this.scale;
            const width = this.width / this.scale;
            const middle = (at ? at.x : drawing.width / 2) - width / 2;
            // Nothing is wasted on what lies beside the drawing.
            const last = Math.max(-MARGIN, drawing.width + MARGIN - width);
            this.x = Math.min(Math.max(middle, -MARGIN), last);
        }
    }

    /** Shows a whole drawing from its top, never larger than it is. */
    fit({ width, height }) {
        const across = this.width / (width + 2 * MARGIN);
        const down = this.height / (height + 2 * MARGIN);
        this.scale = Math.min(1, Math.max(SMALLEST, Math.min(across, down)));
        this.x = (width - this.width / this.scale) / 2;
        this.y = -MARGIN / this.scale;
    }

    center({ x, y }, { width, height }) {
        this.x = x + width / 2 - this.width / this.scale / 2;
        this.y = y + height / 2 - this.height / this.scale / 2;
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

    /** So small that names cannot be read: cards are drawn as plain boxes. */
    get isFar() {
        return this.scale < FAR;
    }

    /** Whether all that is seen lies in a part that was drawn in the same way. */
    isInside(drawn) {
        if (!drawn || this.isFar !== drawn.isFar) {
            return false;
        }
        const { x, y, width, height } = this.seen();
        return (
            x >= drawn.x &&
            y >= drawn.y &&
            x + width <= drawn.x + drawn.width &&
            y + height <= drawn.y + drawn.height
        );
    }
}
