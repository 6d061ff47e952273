/** Pointers on the map: pan, pinch, drag a card on another, draw a line between two. */

const THRESHOLD = 5;

export class MapGestures {
    /**
     * @param {Object} map what the gestures act on: viewport, model, getMode(), canDrag(),
     *      position(ev), isAbove(at), onPanned(), onDragging(drag), onDropped(drag), onClicked(id)
     */
    constructor(map) {
        this.map = map;
        this.pointers = new Map();
        this.drag = null;
    }

    down(ev) {
        if (ev.button > 0) {
            return;
        }
        const at = this.map.position(ev);
        this.pointers.set(ev.pointerId, at);
        if (this.pointers.size > 1) {
            this.cancel();
            return;
        }
        const id = this.map.model.personAt(this.map.viewport.toDrawing(at.x, at.y));
        this.drag = { id, start: at, at, isMoving: false, target: null };
    }

    move(ev) {
        const before = this.pointers.get(ev.pointerId);
        if (!before) {
            return;
        }
        const at = this.map.position(ev);
        if (this.pointers.size > 1) {
            this.pinch(ev.pointerId, before, at);
        } else if (this.drag) {
            this.dragTo(before, at);
        }
        this.pointers.set(ev.pointerId, at);
    }

    pinch(pointerId, before, at) {
        const [, other] = [...this.pointers].find(([id]) => id !== pointerId);
        const distance = (one) => Math.hypot(one.x - other.x, one.y - other.y) || 1;
        const middle = [(at.x + other.x) / 2, (at.y + other.y) / 2];
        this.map.viewport.zoom(distance(at) / distance(before), ...middle);
        this.map.onPanned();
    }

    dragTo(before, at) {
        const { drag, map } = this;
        drag.at = at;
        const far = Math.hypot(at.x - drag.start.x, at.y - drag.start.y);
        drag.isMoving = drag.isMoving || far > THRESHOLD;
        if (!drag.isMoving) {
            return;
        }
        if (!drag.id || !map.canDrag()) {
            map.viewport.pan(at.x - before.x, at.y - before.y);
            map.onPanned();
            return;
        }
        drag.isAbove = map.isAbove(at);
        const point = map.viewport.toDrawing(at.x, at.y);
        drag.target = drag.isAbove ? null : map.model.personAt(point, drag.id);
        map.onDragging(drag);
    }

    up(ev) {
        this.pointers.delete(ev.pointerId);
        const { drag, map } = this;
        this.drag = null;
        if (!drag) {
            return;
        }
        if (!drag.isMoving) {
            if (drag.id) {
                map.onClicked(drag.id);
            }
        } else if (drag.id && map.canDrag()) {
            map.onDropped(drag);
        }
    }

    cancel() {
        if (this.drag?.isMoving && this.drag.id) {
            this.map.onDragging(null);
        }
        this.drag = null;
    }

    lost(ev) {
        this.pointers.delete(ev.pointerId);
        this.cancel();
    }
}
