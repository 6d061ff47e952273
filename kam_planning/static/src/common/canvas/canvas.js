import { Component, onMounted, onWillUnmount, useExternalListener, useRef } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { useBus } from "@web/core/utils/hooks";

import { Gestures } from "./gestures";

// Share of what is seen that is put into the page beyond it, on each side.
export const AROUND = 0.6;
const AT_FIRST = 0.08;

/** Whether a box at a place lies in an area, at least in part. */
export const isIn = ({ x, y }, { width, height }, area) =>
    x < area.x + area.width &&
    x + width > area.x &&
    y < area.y + area.height &&
    y + height > area.y;

/** Whether a box at a place holds a point. */
export const isOn = ({ x, y }, { width, height }, point) =>
    point.x >= x && point.x < x + width && point.y >= y && point.y < y + height;

/**
 * A picture of which a part is seen: it is moved, zoomed, and only what is seen and lies around it is
 * in the page. Its template has the refs "canvas" and, in it, "world"; the property `viewport` says
 * what is seen. What a picture shows and what its items do stands in the class that extends it.
 */
export class Canvas extends Component {
    setup() {
        const { viewport } = this.props;
        this.canvas = useRef("canvas");
        this.world = useRef("world");
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
        onWillUnmount(() => {
            browser.clearTimeout(this.around);
            this.gestures.cancel();
        });
        // On the window: a drag may leave the picture and come back.
        useExternalListener(window, "pointermove", (ev) => this.gestures.move(ev));
        useExternalListener(window, "pointerup", (ev) => this.gestures.up(ev));
        useExternalListener(window, "pointercancel", (ev) => this.gestures.lost(ev));
    }

    makeGestures() {
        return new Gestures(this.props.viewport, {
            position: (ev) => this.position(ev),
            itemAt: (point, except) => this.itemAt(point, except),
            canDrag: () => this.canDrag(),
            onDragging: (drag) => this.onDragging(drag),
            onDropped: (drag) => this.onDropped(drag),
            onPressed: (id) => this.props.onPressed(id),
        });
    }

    // What a picture says of itself

    /** Shows the picture where it begins. */
    showTop() {}

    /** The item at a point of the world, or null. */
    itemAt() {
        return null;
    }

    canDrag() {
        return false;
    }

    onDragging() {}

    onDropped() {}

    /** Less of it is seen than before. */
    onNarrowed() {}

    // What is seen, and what is in the page

    followSize() {
        const observer = new ResizeObserver(() => this.measure());
        onMounted(() => observer.observe(this.canvas.el));
        onWillUnmount(() => observer.disconnect());
    }

    /** Takes over the size on the screen, unless the picture is hidden. */
    measure() {
        const box = this.canvas.el?.getBoundingClientRect();
        const { viewport } = this.props;
        const { width, height } = viewport;
        if (!box?.width || (box.width === width && box.height === height)) {
            return;
        }
        viewport.resize(box.width, box.height);
        if (box.width < width) {
            this.onNarrowed();
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

    // Pointer

    position(ev) {
        const box = this.canvas.el.getBoundingClientRect();
        return { x: ev.clientX - box.left, y: ev.clientY - box.top };
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
}
