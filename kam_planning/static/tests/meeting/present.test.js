import { describe, expect, test } from "@odoo/hoot";

import { formatClock, PresentModel } from "@kam_planning/meeting/present/present_model";

describe.current.tags("headless");

function make(options = {}) {
    const model = new PresentModel({ duration: 60, startedAt: 0, ...options });
    model.load([
        { id: 4, name: "Lost", customer_name: false, outcome: false, minutes: "" },
        { id: 5, name: "Our prices", customer_name: "Prices", outcome: false, minutes: "Talked" },
        { id: 6, name: "Visit", customer_name: false, outcome: "later", minutes: "" },
    ]);
    return model;
}

test("one moves from item to item, and not beyond", () => {
    const model = make();
    expect(model.position).toEqual({ number: 1, count: 3 });
    model.move(-1);
    expect(model.current.id).toBe(4);
    model.move(1);
    model.move(1);
    model.move(1);
    expect(model.position).toEqual({ number: 3, count: 3 });
});

test("what is read anew keeps the screen and what is typed", () => {
    const model = make();
    model.move(1);
    model.type(5, "They agree");
    model.load([
        { id: 6, customer_name: false },
        { id: 5, customer_name: "Prices", minutes: "" },
    ]);
    expect(model.position).toEqual({ number: 2, count: 2 });
    expect(model.textOf(model.current)).toBe("They agree");
    model.load([{ id: 6, customer_name: false }]);
    expect(model.position).toEqual({ number: 1, count: 1 });
});

test("the customer sees his items only, and nothing is judged before him", () => {
    const model = make();
    expect(model.mayDo("drop", true)).toBe(true);
    model.setForCustomer(true);
    expect(model.shown.map(({ id }) => id)).toEqual([5]);
    expect(model.current.id).toBe(5);
    expect(["drop", "stillTrue", "later", "change"].some((name) => model.mayDo(name, true))).toBe(
        false
    );
    expect(model.mayDo("makeAction", true)).toBe(true);
    model.setForCustomer(false);
    expect(model.position).toEqual({ number: 2, count: 3 });
    model.load([]);
    expect(model.position).toEqual({ number: 0, count: 0 });
    expect(model.mayDo("drop", true)).toBe(false);
});

test("an outcome is set once, undone, and by who may", () => {
    const model = make();
    expect(model.mayDo("stillTrue", false)).toBe(false);
    expect(model.mayDo("undo", true)).toBe(false);
    model.move(2);
    expect(model.mayDo("stillTrue", true)).toBe(false);
    expect(model.mayDo("undo", true)).toBe(true);
});

test("time runs out, and is over", () => {
    const model = make();
    expect(formatClock(model.secondsLeft(0))).toBe("60:00");
    expect(formatClock(model.secondsLeft(2_840_000))).toBe("12:40");
    expect(model.secondsLeft(3_790_000)).toBe(-190);
    expect(formatClock(-190)).toBe("3:10");
});

test("what cannot be saved is kept, and so is what is typed while saving", async () => {
    const model = make();
    model.type(4, "First");
    model.type(5, "Second");
    const sent = [];
    const isSaved = await model.save(async (id, text) => {
        if (id === 5) {
            throw new Error("Offline");
        }
        sent.push([id, text]);
        model.type(4, "First, and more");
    });
    expect(isSaved).toBe(false);
    expect(model.failed).toBe(true);
    expect(sent).toEqual([[4, "First"]]);
    expect(model.drafts).toEqual({ 4: "First, and more", 5: "Second" });
    expect(await model.save(async (id, text) => sent.push([id, text]))).toBe(true);
    expect(sent.slice(1)).toEqual([
        [4, "First, and more"],
        [5, "Second"],
    ]);
    expect(model.failed).toBe(false);
    expect(model.hasDrafts).toBe(false);
    expect(model.items[1].minutes).toBe("Second");
});
