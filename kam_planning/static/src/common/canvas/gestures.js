import { browser } from "@web/core/browser/browser";

// Pixels within which a pointer presses and does not drag yet; fingers are not exact.
const THRESHOLD = 5;
const FINGER_THRESHOLD = 10;
// Milliseconds for which a finger rests on an item to pick it up.
const LONG_PRESS = 500;

/**
 * Pointers on a picture: pan, pinch, press an item, drag one. A finger pans wherever it begins, so
 * that a swipe changes nothing but what is seen; it drags an item on which it rested before.
 */
export class Gestures {
    /**
     * @param {Viewport} viewport what is panned and zoomed
     * @param {Object} host what else a gesture needs and does:
     *      position(ev): point on the screen, from the viewport's corner;
     *      itemAt(point, except): id of the item at a point of the world, or null;
     *      canDrag(): whether items may be dragged, otherwise pulling them pans;
     *      onDragging(drag), with null when it ends without a drop; onDropped(drag); onPressed(id)
     */
    constructor(viewport, host) {
        Object.assign(this, { viewport, host });
        this.pointers = new Map();
        this.drag = null;
    }

    /** Whether a finger is on the picture. */
    get isTouching() {
        return Boolean(this.drag?.isTouch);
    }

    down(ev) {
        if (ev.button > 0) {
            return;
        }
        const at = this.host.position(ev);
        this.pointers.set(ev.pointerId, at);
        if (this.pointers.size > 1) {
            this.cancel();
            return;
        }
        this.drag = this.begin(at, ev.pointerType === "touch");
    }

    begin(at, isTouch) {
        const id = this.host.itemAt(this.viewport.toWorld(at.x, at.y));
        const canDrag = Boolean(id && this.host.canDrag());
        if (isTouch && canDrag) {
            this.resting = browser.setTimeout(() => this.pickUp(), LONG_PRESS);
        }
        return {
            id,
            start: at,
            at,
            isTouch,
            // Whether moving drags the item; otherwise it pans.
            isPickedUp: canDrag && !isTouch,
            isMoving: false,
            target: null,
        };
    }

    /** A finger rested on an item: from now on it drags that, and feels and sees it. */
    pickUp() {
        this.drag.isPickedUp = true;
        browser.navigator.vibrate?.(20);
        this.host.onDragging(this.drag);
    }

    move(ev) {
        const before = this.pointers.get(ev.pointerId);
        if (!before) {
            return;
        }
        const at = this.host.position(ev);
        if (this.pointers.size > 1) {
            this.pinch(ev.pointerId, before, at);
        } else if (this.drag) {
            this.dragTo(before, at);
        }
        this.pointers.set(ev.pointerId, at);
    }

    pinch(pointerId, before, at) {
        const [, other] = [...this.pointers].find(([id]) => id !== pointerId);
        const distance = (point) => Math.hypot(point.x - other.x, point.y - other.y) || 1;
        const middle = [(at.x + other.x) / 2, (at.y + other.y) / 2];
        this.viewport.zoom(distance(at) / distance(before), ...middle);
    }

    dragTo(before, at) {
        const { drag, host, viewport } = this;
        drag.at = at;
        const distance = Math.hypot(at.x - drag.start.x, at.y - drag.start.y);
        const threshold = drag.isTouch ? FINGER_THRESHOLD : THRESHOLD;
        drag.isMoving = drag.isMoving || distance > threshold;
        if (!drag.isMoving) {
            return;
        }
        browser.clearTimeout(this.resting);
        if (!drag.isPickedUp) {
            viewport.pan(at.x - before.x, at.y - before.y);
            return;
        }
        drag.target = host.itemAt(viewport.toWorld(at.x, at.y), drag.id);
        host.onDragging(drag);
    }

    up(ev) {
        browser.clearTimeout(this.resting);
        this.pointers.delete(ev.pointerId);
        const { drag, host } = this;
        this.drag = null;
        if (!drag) {
            return;
        }
        if (drag.isMoving && drag.isPickedUp) {
            host.onDropped(drag);
        } else if (drag.isTouch && drag.isPickedUp) {
            // Picked up and put down again.
            host.onDragging(null);
        } else if (!drag.isMoving && drag.id) {
            host.onPressed(drag.id);
        }
    }

    cancel() {
        browser.clearTimeout(this.resting);
        if (this.drag?.isPickedUp && (this.drag.isMoving || this.drag.isTouch)) {
            this.host.onDragging(null);
        }
        this.drag = null;
    }

    lost(ev) {
        this.pointers.delete(ev.pointerId);
        this.cancel();
    }
}
