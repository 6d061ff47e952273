import { describe, expect, test } from "@odoo/hoot";

import { filterKinds, pairOf, tick, TODAY } from "@kam_planning/snapshot/versions_model";

describe.current.tags("headless");

test("two versions are ticked at most, and the first of three goes", () => {
    expect(tick([], 4)).toEqual([4]);
    expect(tick([4], TODAY)).toEqual([4, TODAY]);
    expect(tick([4, TODAY], 7)).toEqual([TODAY, 7]);
    expect(tick([4, TODAY], 4)).toEqual([TODAY]);
});

test("two versions make a pair, today is the other one", () => {
    expect(pairOf([])).toBe(null);
    expect(pairOf([4])).toBe(null);
    expect(pairOf([4, 7])).toEqual({ snapshotId: 4, otherId: 7 });
    expect(pairOf([TODAY, 7])).toEqual({ snapshotId: 7, otherId: TODAY });
    expect(pairOf([7, TODAY])).toEqual({ snapshotId: 7, otherId: TODAY });
});

test("kinds that are switched off are left out, and groups without any", () => {
    const groups = [
        { model: "a", differences: [{ kind: "added" }, { kind: "gone" }] },
        { model: "b", differences: [{ kind: "gone" }] },
    ];
    expect(filterKinds(groups, new Set(["gone"]))).toEqual([
        { model: "a", differences: [{ kind: "added" }] },
    ]);
    expect(filterKinds(groups, new Set())).toEqual(groups);
});
