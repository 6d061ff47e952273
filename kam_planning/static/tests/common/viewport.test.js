import { expect, test } from "@odoo/hoot";

import { Viewport } from "@kam_planning/common/canvas/viewport";

test("the viewport zooms around a point and fits a picture", () => {
    const viewport = new Viewport();
    viewport.resize(800, 600);
    const before = viewport.toWorld(100, 50);
    viewport.zoom(2, 100, 50);
    expect(viewport.toWorld(100, 50)).toEqual(before);
    viewport.fit({ width: 8000, height: 600 });
    expect(viewport.scale).toBeLessThan(0.11);
    viewport.fit({ width: 100, height: 100 });
    expect(viewport.scale).toBe(1);
    expect(viewport.isInside(viewport.seen(0.5))).toBe(true);
    viewport.pan(900, 0);
    expect(viewport.isInside({ x: 0, y: 0, width: 10, height: 10, isFar: false })).toBe(false);
});

test("a picture opens where it can be read", () => {
    const viewport = new Viewport();
    viewport.resize(800, 600);
    viewport.open({ width: 1000, height: 300 }, { x: 500 });
    expect(viewport.scale).toBeLessThan(0.8);
    expect(viewport.seen().x + viewport.seen().width).toBeGreaterThan(1000);
    viewport.open({ width: 9000, height: 300 }, { x: 4500 });
    expect(viewport.scale).toBe(0.75);
    expect(Math.round(viewport.seen().x + viewport.seen().width / 2)).toBe(4500);
    viewport.open({ width: 9000, height: 300 }, { x: 100 });
    expect(viewport.seen().x).toBe(-24);
});

test("a box is brought into the middle only when it is not seen or cannot be read", () => {
    const viewport = new Viewport();
    viewport.resize(800, 600);
    viewport.addEventListener("moved", () => expect.step("moved"));
    const [box, size] = [
        { x: 0, y: 0 },
        { width: 200, height: 100 },
    ];
    viewport.reveal(box, size);
    expect.verifySteps([]);
    viewport.pan(-2000, 0);
    viewport.reveal(box, size);
    expect.verifySteps(["moved", "moved"]);
    expect([viewport.x, viewport.y]).toEqual([-300, -250]);
    viewport.zoom(0.2);
    viewport.reveal(box, size);
    expect.verifySteps(["moved", "moved"]);
    expect(viewport.scale).toBe(0.6);
});
