import { describe, expect, test } from "@odoo/hoot";

import {
    arrowOf,
    centreOf,
    domainOf,
    gather,
    levelOf,
    neighbourOf,
} from "@kam_planning/strategy/heat_map/heat_map_model";

describe.current.tags("headless");

const place = (probability, impact) => ({ probability, impact });
const group = (now, before, then, count = 1) => ({
    probability: now ? String(now[0]) : false,
    impact: now ? String(now[1]) : false,
    inherent_probability: before ? String(before[0]) : false,
    inherent_impact: before ? String(before[1]) : false,
    target_probability: then ? String(then[0]) : false,
    target_impact: then ? String(then[1]) : false,
    __count: count,
});

test("levels of ratings", () => {
    const levels = [
        [1, 4],
        [1, 5],
        [3, 3],
        [2, 5],
        [3, 4],
        [3, 5],
        [4, 4],
    ].map(([probability, impact]) => levelOf({ probability, impact }));
    expect(levels).toEqual(["low", "medium", "medium", "high", "high", "critical", "critical"]);
});

test("each risk is counted once, rated or not", () => {
    const map = gather([
        group([4, 4], [5, 5], [2, 4], 2),
        group([4, 4], [5, 5], null),
        group([1, 2], null, [1, 2]),
        group(null, [5, 5], null, 3),
    ]);
    expect(map.cells).toEqual({ "4,4": 3, "1,2": 1 });
    expect(map.levels).toEqual({ low: 1, medium: 0, high: 0, critical: 3 });
    expect(map.unrated).toBe(3);
    expect(map.total).toBe(7);
    const counted = Object.values(map.cells).reduce((sum, count) => sum + count, map.unrated);
    expect(counted).toBe(map.total);
});

test("moves are gathered; what stays where it is moves nowhere", () => {
    const { moves } = gather([
        group([4, 4], [5, 5], [2, 4], 2),
        group([4, 4], [5, 5], [4, 4]),
        group([1, 2], null, null),
    ]);
    expect(moves.map(({ kind, from, to, count }) => [kind, from, to, count])).toEqual([
        ["done", place(5, 5), place(4, 4), 3],
        ["planned", place(4, 4), place(2, 4), 2],
    ]);
});

test("high probabilities are above, great impacts on the right", () => {
    expect(centreOf(place(5, 1))).toEqual({ x: 0.5, y: 0.5 });
    expect(centreOf(place(1, 5))).toEqual({ x: 4.5, y: 4.5 });
});

test("an arrow leaves room for the counts at both ends", () => {
    const down = arrowOf({ kind: "done", from: place(5, 3), to: place(2, 3) });
    expect(down.x1).toBeCloseTo(2.59, { digits: 6 });
    expect(down.x2).toBeCloseTo(2.59, { digits: 6 });
    expect(down.y1).toBeCloseTo(0.8, { digits: 6 });
    expect(down.y2).toBeCloseTo(3.2, { digits: 6 });
    expect(down.y).toBeCloseTo(2, { digits: 6 });
    const back = arrowOf({ kind: "planned", from: place(5, 3), to: place(2, 3) });
    expect(back.x1).toBeCloseTo(2.41, { digits: 6 });
});

test("arrow keys go from cell to cell and stop at the edge", () => {
    expect(neighbourOf(place(3, 3), "ArrowUp")).toEqual(place(4, 3));
    expect(neighbourOf(place(3, 3), "ArrowLeft")).toEqual(place(3, 2));
    expect(neighbourOf(place(5, 5), "ArrowUp")).toEqual(place(5, 5));
    expect(neighbourOf(place(3, 3), "End")).toEqual(place(3, 5));
    expect(neighbourOf(place(3, 3), "Enter")).toBe(null);
});

test("a cell opens what it counts", () => {
    expect(domainOf(place(4, 2))).toEqual([
        ["probability", "=", "4"],
        ["impact", "=", "2"],
    ]);
});
