import { expect, test } from "@odoo/hoot";

import { History } from "@kam_planning/common/canvas/history";
import { MapModel } from "@kam_planning/relationship/map/kam_map_model";
import { makeMap, makePerson } from "./map_test_helpers";

test("the model folds, moves and knows loops", () => {
    const model = new MapModel(makeMap());
    expect([...model.layout.places.keys()].toSorted()).toEqual([1, 2, 3, 4]);
    expect(model.parked.map((p) => p.id)).toEqual([5]);
    model.toggle(2);
    expect(model.layout.places.has(4)).toBe(false);
    expect(model.shownLines).toEqual([]);
    model.openAll();
    expect(model.shownLines).toHaveLength(1);
    expect(model.isBelow(4, 1)).toBe(true);
    expect(model.isBelow(1, 4)).toBe(false);
    model.move(3, 4);
    expect(model.reportsOf(4)).toEqual([3]);
    expect([1, 4].map((id) => model.byId.get(id).reports)).toEqual([1, 1]);
    expect(model.neighbour(4, "ArrowDown")).toBe(3);
    expect(model.neighbour(3, "ArrowUp")).toBe(4);
    model.closeAll();
    expect([...model.layout.places.keys()]).toEqual([1]);
});

test("people who were not read are known to be missing", () => {
    const model = new MapModel(makeMap({ people: [makePerson(1, false, { reports: 3 })] }));
    expect(model.isIncomplete(1)).toBe(true);
    model.put([makePerson(2, 1), makePerson(3, 1), makePerson(4, 1)]);
    expect(model.isIncomplete(1)).toBe(false);
});

test("grouping draws a box for each buying centre", () => {
    const data = makeMap();
    data.people[2].buying_center_id = 9;
    const model = new MapModel(data);
    model.setGrouped(true);
    expect(model.layout.centers.map((box) => box.name)).toEqual(["Plant", ""]);
    expect(model.layout.links.map((link) => link.id).toSorted()).toEqual([2, 4]);
});

test("totals follow what is added, parked, moved and taken away", () => {
    const model = new MapModel(makeMap());
    model.put([makePerson(9)], [], true);
    expect([model.total, model.tops]).toEqual([5, 2]);
    model.put([makePerson(9, 1)]);
    expect([model.total, model.tops]).toEqual([5, 1]);
    model.put([makePerson(9, 1, { parked_reason: "left" })]);
    expect([model.total, model.tops]).toEqual([4, 1]);
    model.remove(9);
    model.remove(4);
    expect([model.total, model.tops]).toEqual([3, 1]);
});

test("people are found whatever their accents", async () => {
    const people = [
        makePerson(1, false, { name: "María Núñez" }),
        makePerson(2, 1, { name: "Søren", title: "Président" }),
    ];
    const model = new MapModel(makeMap({ people, lines: [] }));
    const find = (text) => model.find(text).map((person) => person.id);
    expect(find("nunez")).toEqual([1]);
    expect(find("NÚÑEZ")).toEqual([1]);
    expect(find("soren")).toEqual([2]);
    expect(find("president")).toEqual([2]);
});

test("history gives back the last first", async () => {
    const history = new History();
    history.add("one", makeStep("one"));
    history.add("two", makeStep("two"));
    expect((await history.undo()).label).toBe("two");
    await history.undo();
    expect(await history.undo()).toBe(undefined);
    expect.verifySteps(["undo two", "undo one"]);
});

test("what was taken back is done again, until something else is done", async () => {
    const history = new History();
    history.add("one", makeStep("one"));
    history.add("two", makeStep("two"));
    await history.undo();
    await history.undo();
    expect(history.lastUndone.label).toBe("one");
    expect((await history.redo()).label).toBe("one");
    expect.verifySteps(["undo two", "undo one", "redo one"]);
    expect(history.last.label).toBe("one");
    history.add("three", makeStep("three"));
    expect(await history.redo()).toBe(undefined);
    expect.verifySteps([]);
});

test("a step that did nothing stays, and what was saved in a form is left alone", async () => {
    const history = new History();
    history.add("one", makeStep("one"));
    history.add("two", { ...makeStep("two"), undo: async () => false });
    expect(await history.undo()).toBe(undefined);
    expect(history.last.label).toBe("two");
    history.forget((subject) => subject.id === "two");
    expect((await history.undo()).label).toBe("one");
    history.forget((subject) => subject.id === "one");
    expect(await history.redo()).toBe(undefined);
    expect.verifySteps(["undo one"]);
});

function makeStep(name) {
    return {
        undo: async () => expect.step(`undo ${name}`),
        redo: async () => expect.step(`redo ${name}`),
        subject: { kind: "person", id: name },
    };
}
