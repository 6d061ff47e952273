// Pixels within which a pointer presses and does not drag yet.
const THRESHOLD = 5;

/** Pointers on a picture: pan, pinch, press an item, drag one. */
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
        const id = this.host.itemAt(this.viewport.toWorld(at.x, at.y));
        this.drag = { id, start: at, at, isMoving: false, target: null };
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
        drag.isMoving = drag.isMoving || distance > THRESHOLD;
        if (!drag.isMoving) {
            return;
        }
        if (!drag.id || !host.canDrag()) {
            viewport.pan(at.x - before.x, at.y - before.y);
            return;
        }
        drag.target = host.itemAt(viewport.toWorld(at.x, at.y), drag.id);
        host.onDragging(drag);
    }

    up(ev) {
        this.pointers.delete(ev.pointerId);
        const { drag, host } = this;
        this.drag = null;
        if (!drag) {
            return;
        }
        if (!drag.isMoving) {
            if (drag.id) {
                host.onPressed(drag.id);
            }
        } else if (drag.id && host.canDrag()) {
            host.onDropped(drag);
        }
    }

    cancel() {
        if (this.drag?.isMoving && this.drag.id) {
            this.host.onDragging(null);
        }
        this.drag = null;
    }

    lost(ev) {
        this.pointers.delete(ev.pointerId);
        this.cancel();
    }
}
