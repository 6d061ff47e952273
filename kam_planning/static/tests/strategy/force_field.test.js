import { describe, expect, test } from "@odoo/hoot";

import {
    arrowOf,
    strengthAfter,
    strengthAt,
} from "@kam_planning/strategy/force_field/force_geometry";

describe.current.tags("headless");

test("arrows reach as far as their strength, with the head at the middle", () => {
    expect(arrowOf("driving", 5)).toEqual({ left: 0, width: 100 });
    expect(arrowOf("driving", 2)).toEqual({ left: 60, width: 40 });
    expect(arrowOf("restraining", 2)).toEqual({ left: 0, width: 40 });
});

test("a drag gives the strength whose arrow ends there", () => {
    const right = { left: 500, width: 200 };
    expect([501, 540, 541, 620, 700].map((x) => strengthAt("restraining", x, right))).toEqual([
        1, 1, 2, 3, 5,
    ]);
    const left = { left: 300, width: 200 };
    expect([499, 460, 459, 380, 300].map((x) => strengthAt("driving", x, left))).toEqual([
        1, 1, 2, 3, 5,
    ]);
});

test("a drag beyond the ends stays within one and five", () => {
    const half = { left: 500, width: 200 };
    expect(strengthAt("restraining", 400, half)).toBe(1);
    expect(strengthAt("restraining", 900, half)).toBe(5);
    expect(strengthAt("driving", 900, half)).toBe(1);
});

test("keys change it by one, or to the ends", () => {
    expect(strengthAfter(3, "ArrowRight")).toBe(4);
    expect(strengthAfter(3, "ArrowDown")).toBe(2);
    expect(strengthAfter(5, "ArrowUp")).toBe(5);
    expect(strengthAfter(1, "ArrowLeft")).toBe(1);
    expect([strengthAfter(3, "Home"), strengthAfter(3, "End")]).toEqual([1, 5]);
    expect(strengthAfter(3, "a")).toBe(null);
});
