import { describe, expect, test } from "@odoo/hoot";

import {
    cornersOf,
    countQuadrants,
    drawingOrder,
    tableOf,
    tipOf,
} from "@kam_planning/portfolio/matrix/matrix_model";
import { choicesOf } from "@kam_planning/portfolio/points/kam_points_field";

describe.current.tags("headless");

const bubble = (id, quadrant, attractiveness, r = 10) => ({ id, quadrant, attractiveness, r });

test("small bubbles lie upon large ones", () => {
    const drawn = drawingOrder([bubble(1, "star", 60, 8), bubble(2, "star", 60, 30)]);
    expect(drawn.map(({ id }) => id)).toEqual([2, 1]);
});

test("the table is read like the matrix: strategic first, then the most attractive", () => {
    const rows = tableOf([
        bubble(1, "streamline", 10),
        bubble(2, "star", 70),
        bubble(3, "strategic", 55),
        bubble(4, "strategic", 90),
    ]);
    expect(rows.map(({ id }) => id)).toEqual([4, 3, 2, 1]);
    expect(countQuadrants(rows)).toEqual({ strategic: 2, star: 1, streamline: 1 });
});

test("stars stand above on the left, strategic accounts on the right", () => {
    const corners = Object.fromEntries(cornersOf(600).map(({ key, x, y }) => [key, [x, y]]));
    expect(corners.star).toEqual([6, 17]);
    expect(corners.strategic).toEqual([594, 17]);
    expect(corners.streamline).toEqual([6, 592]);
});

test("the tip of an arrow ends where the arrow ends", () => {
    expect(tipOf([0, 0, 100, 0])).toBe("100.0,0.0 92.0,3.2 92.0,-3.2");
    expect(tipOf([50, 50, 50, 50]).startsWith("50.0,50.0")).toBe(true);
});

test("a score between two points is kept as a choice", () => {
    expect(choicesOf(false)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(choicesOf(6.5).slice(6, 9)).toEqual([6, 6.5, 7]);
    expect(choicesOf(0).length).toBe(11);
});
