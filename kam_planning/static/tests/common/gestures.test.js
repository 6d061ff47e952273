import { expect, test } from "@odoo/hoot";

import { Gestures } from "@kam_planning/common/canvas/gestures";
import { Viewport } from "@kam_planning/common/canvas/viewport";

const SIZE = { width: 200, height: 96 };
const ITEMS = { 3: { x: 224, y: 144 }, 4: { x: 0, y: 288 } };

function itemAt({ x, y }, except) {
    const ids = Object.keys(ITEMS).map(Number);
    const isIn = (at) =>
        x >= at.x && x <= at.x + SIZE.width && y >= at.y && y <= at.y + SIZE.height;
    return ids.find((id) => id !== except && isIn(ITEMS[id])) || null;
}

function makeGestures(options = {}) {
    const viewport = new Viewport();
    viewport.resize(800, 600);
    viewport.addEventListener("moved", () => expect.step("panned"));
    const host = {
        itemAt,
        canDrag: () => true,
        position: ({ x, y }) => ({ x, y }),
        onDragging: (drag) => expect.step(`over ${drag?.target || "nobody"}`),
        onDropped: ({ id, target }) => expect.step(`drop ${id} on ${target}`),
        onPressed: (id) => expect.step(`click ${id}`),
        ...options,
    };
    const at = (id, pointerId = 1) => {
        const { x, y } = ITEMS[id];
        return { x: x - viewport.x + 20, y: y - viewport.y + 20, pointerId, button: 0 };
    };
    return { gestures: new Gestures(viewport, host), at, viewport };
}

test("pressing without moving is a click, dragging an item drops it on another", () => {
    const { gestures, at } = makeGestures();
    gestures.down(at(4));
    gestures.up(at(4));
    expect.verifySteps(["click 4"]);
    gestures.down(at(4));
    gestures.move(at(3));
    gestures.up(at(3));
    expect.verifySteps(["over 3", "drop 4 on 3"]);
});

test("dragging beside items, or without the right to write, pans", () => {
    const free = makeGestures();
    free.gestures.down({ x: 799, y: 599, pointerId: 1, button: 0 });
    free.gestures.move({ x: 700, y: 599, pointerId: 1 });
    free.gestures.up({ x: 700, y: 599, pointerId: 1 });
    expect.verifySteps(["panned"]);
    const { gestures, at } = makeGestures({ canDrag: () => false });
    gestures.down(at(4));
    gestures.move(at(3));
    gestures.up(at(3));
    expect.verifySteps(["panned"]);
});

test("two fingers zoom", () => {
    const { gestures, viewport } = makeGestures();
    gestures.down({ x: 100, y: 100, pointerId: 1, button: 0 });
    gestures.down({ x: 200, y: 100, pointerId: 2, button: 0 });
    gestures.move({ x: 300, y: 100, pointerId: 2 });
    expect(viewport.scale).toBe(2);
    gestures.lost({ pointerId: 1 });
    expect.verifySteps(["panned"]);
});

test("a second finger, or a pointer that is lost, ends a drag without a drop", () => {
    const { gestures, at } = makeGestures();
    gestures.down(at(4));
    gestures.move(at(3));
    gestures.down({ x: 10, y: 10, pointerId: 2, button: 0 });
    gestures.up(at(3));
    expect.verifySteps(["over 3", "over nobody"]);
    gestures.lost({ pointerId: 2 });
    gestures.down(at(4));
    gestures.move(at(3));
    gestures.lost({ pointerId: 1 });
    expect.verifySteps(["over 3", "over nobody"]);
});
