import { describe, expect, test } from "@odoo/hoot";

import { gather } from "@kam_planning/strategy/swot/swot_model";

describe.current.tags("headless");

const line = (id, kind, quadrant, effect = false) => ({
    id,
    name: `${id}`,
    kind,
    quadrant,
    effect,
});

test("lines stand in their quarters in their order, with the sign of their effect", () => {
    const { quarters, undecided } = gather([
        line(1, "threat", "threats", -2),
        line(2, "trend", "threats", -1),
        line(3, "strength", "strengths", 3),
        line(4, "trend", false),
    ]);
    expect(quarters.threats.map(({ id }) => id)).toEqual([1, 2]);
    expect(quarters.threats[0].effectText).toBe("−2");
    expect(quarters.strengths[0].effectText).toBe("+3");
    expect(quarters.opportunities).toEqual([]);
    expect(undecided.map(({ id }) => id)).toEqual([4]);
    expect(undecided[0].effectText).toBe("");
});

test("seven of a kind are not many, eight are", () => {
    const lines = [...Array(7).keys()].map((id) => line(id, "threat", "threats"));
    expect(gather(lines).many).toEqual([]);
    expect(gather([...lines, line(8, "threat", "threats")]).many).toEqual([
        { kind: "threat", count: 8 },
    ]);
});
