import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, test } from "@odoo/hoot";
import { keyDown, pointerDown, queryFirst, queryOne } from "@odoo/hoot-dom";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import { contains, mockService, mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";

import { KamMap } from "@kam_planning/map/kam_map";
import { MapGestures } from "@kam_planning/map/kam_map_gestures";
import { MapHistory } from "@kam_planning/map/kam_map_history";
import { CARD, connect, layOut } from "@kam_planning/map/kam_map_layout";
import { MapMatrix } from "@kam_planning/map/kam_map_matrix";
import { MapModel } from "@kam_planning/map/kam_map_model";
import { Viewport } from "@kam_planning/map/kam_map_viewport";

defineMailModels();

function makePerson(id, managerId, values = {}) {
    return {
        id,
        name: `Person ${id}`,
        title: "Manager",
        partner_id: false,
        manager_id: managerId || false,
        buying_center_id: false,
        parked_reason: false,
        contact_change: false,
        is_placeholder: false,
        is_stale: false,
        strength: 0,
        last_contact_date: false,
        influence: "2",
        support: "favourable",
        role_ids: [],
        reports: 0,
        ties: [],
        gaps: [],
        ...values,
    };
}

function makeMap(values = {}) {
    const people = [
        makePerson(1, false, { reports: 2 }),
        makePerson(2, 1, { reports: 1, gaps: ["Get in touch: silence"] }),
        makePerson(3, 1),
        makePerson(4, 2),
        makePerson(5, false, { parked_reason: "left" }),
    ];
    return {
        account: { id: 7, name: "Acme" },
        company_id: 1,
        people,
        total: 4,
        tops: 1,
        centers: [{ id: 9, name: "Plant" }],
        roles: [],
        lines: [
            { id: 8, source_id: 3, target_id: 4, kind: "conflict", direction: "both", strength: "1" },
        ],
        labels: {
            influence: [["2", "Shapes"]],
            support: [["favourable", "Favourable"]],
            parked_reason: [["left", "Left"]],
            contact_change: [],
            level_actual: [],
            health: [["weak", "Weak"]],
            kind: [
                ["influence", "Influences"],
                ["conflict", "Conflict"],
            ],
        },
        maturity: { step: "supported", label: "A supportive key person" },
        as_of: false,
        sees_judgements: true,
        can_write: true,
        ...values,
    };
}

async function mountMap(map = makeMap()) {
    onRpc("kam.stakeholder", "get_map", ({ args }) => {
        expect.step(`map ${args}`);
        return map;
    });
    const component = await mountWithCleanup(KamMap, { props: { accountId: 7, companyId: 1 } });
    expect.verifySteps(["map 7,1"]);
    return component;
}

const cardOf = (id) => `.o_kam_card[data-person="${id}"]`;

test("reports stand below, and many leaves in a block", () => {
    const below = { 1: [2, 3], 2: [4, 5, 6, 7, 8] };
    const places = layOut([1, 9], (id) => below[id] || []);
    expect(places.get(2).y).toBe(CARD.height + CARD.gapY);
    expect(new Set([4, 5, 6, 7, 8].map((id) => places.get(id).y)).size).toBe(2);
    const corners = [...places.values()].map(({ x, y }) => `${x},${y}`);
    expect(new Set(corners).size).toBe(9);
    expect(connect(places.get(1), places.get(2)).split(" ")).toHaveLength(4);
    expect(connect(places.get(2), places.get(8)).split(" ")).toHaveLength(5);
});

test("a chain of thousands is placed", () => {
    const places = layOut([1], (id) => (id < 5000 ? [id + 1] : []));
    expect(places.size).toBe(5000);
});

test("the model folds, moves and knows loops", () => {
    const model = new MapModel(makeMap());
    expect([...model.chart.places.keys()].toSorted()).toEqual([1, 2, 3, 4]);
    expect(model.parked.map((p) => p.id)).toEqual([5]);
    model.toggle(2);
    expect(model.chart.places.has(4)).toBe(false);
    expect(model.linesDrawn).toEqual([]);
    model.openAll();
    expect(model.linesDrawn).toHaveLength(1);
    expect(model.isBelow(4, 1)).toBe(true);
    expect(model.isBelow(1, 4)).toBe(false);
    model.move(3, 4);
    expect(model.reportsOf(4)).toEqual([3]);
    expect([1, 4].map((id) => model.byId.get(id).reports)).toEqual([1, 1]);
    expect(model.neighbour(4, "ArrowDown")).toBe(3);
    expect(model.neighbour(3, "ArrowUp")).toBe(4);
    model.closeAll();
    expect([...model.chart.places.keys()]).toEqual([1]);
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
    expect(model.chart.boxes.map((box) => box.name)).toEqual(["Plant", ""]);
    expect(model.chart.links.map((link) => link.id).toSorted()).toEqual([2, 4]);
});

test("the viewport zooms around a point and fits a drawing", () => {
    const viewport = new Viewport();
    viewport.resize(800, 600);
    const before = viewport.toDrawing(100, 50);
    viewport.zoom(2, 100, 50);
    expect(viewport.toDrawing(100, 50)).toEqual(before);
    viewport.fit({ width: 8000, height: 600 });
    expect(viewport.scale).toBeLessThan(0.11);
    viewport.fit({ width: 100, height: 100 });
    expect(viewport.scale).toBe(1);
    expect(viewport.isInside(viewport.seen(0.5))).toBe(true);
    viewport.pan(900, 0);
    expect(viewport.isInside({ x: 0, y: 0, width: 10, height: 10, isFar: false })).toBe(false);
});

test("history gives back the last first", async () => {
    const history = new MapHistory();
    history.add("one", async () => expect.step("one"));
    history.add("two", async () => expect.step("two"));
    expect((await history.undo()).label).toBe("two");
    await history.undo();
    expect(await history.undo()).toBe(undefined);
    expect.verifySteps(["two", "one"]);
});

function makeGestures(options = {}) {
    const model = new MapModel(makeMap());
    const viewport = new Viewport();
    viewport.resize(800, 600);
    const map = {
        model,
        viewport,
        canDrag: () => true,
        isAbove: ({ y }) => y < 0,
        position: ({ x, y }) => ({ x, y }),
        onPanned: () => expect.step("panned"),
        onDragging: (drag) => expect.step(`over ${drag?.target || "nobody"}`),
        onDropped: ({ id, target }) => expect.step(`drop ${id} on ${target}`),
        onClicked: (id) => expect.step(`click ${id}`),
        ...options,
    };
    const at = (id, pointerId = 1) => {
        const { x, y } = model.chart.places.get(id);
        return { x: x - viewport.x + 20, y: y - viewport.y + 20, pointerId, button: 0 };
    };
    return { gestures: new MapGestures(map), at, viewport };
}

test("pressing without moving is a click, dragging a card drops it on another", () => {
    const { gestures, at } = makeGestures();
    gestures.down(at(4));
    gestures.up(at(4));
    expect.verifySteps(["click 4"]);
    gestures.down(at(4));
    gestures.move(at(3));
    gestures.up(at(3));
    expect.verifySteps(["over 3", "drop 4 on 3"]);
});

test("dragging beside cards, or without the right to write, pans", () => {
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

test("cards carry signs beside colours, for the eye and for the ear", async () => {
    await mountMap();
    expect(".o_kam_card").toHaveCount(4);
    expect(`${cardOf(2)} .o_kam_influence`).toHaveText("◑");
    expect(`${cardOf(2)} .o_kam_support`).toHaveText("+");
    expect(`${cardOf(2)} .o_kam_gaps`).toHaveText("⚠ 1");
    expect(queryOne(cardOf(2)).getAttribute("aria-label")).toInclude("Shapes, Favourable");
    expect(queryOne(cardOf(1)).getAttribute("aria-expanded")).toBe("true");
    expect(".o_kam_line_conflict text").toHaveText("Conflict");
    expect(".o_kam_parked").toHaveText(/Person 5/);
    expect(".o_kam_maturity").toHaveText("A supportive key person");
    expect(".o_kam_whose").toHaveText("Acme");
});

test("folding and unfolding", async () => {
    await mountMap();
    await contains(`${cardOf(2)} .o_kam_fold`).click();
    expect(cardOf(4)).toHaveCount(0);
    expect(`${cardOf(2)} .o_kam_fold`).toHaveText("+1");
    await contains(`${cardOf(2)} .o_kam_fold`).click();
    expect(cardOf(4)).toHaveCount(1);
});

test("people are read when their manager is opened", async () => {
    onRpc("kam.stakeholder", "get_people", ({ kwargs }) => {
        expect.step(`below ${kwargs.manager_ids}`);
        return { people: [makePerson(6, 4)], lines: [] };
    });
    const map = makeMap();
    map.people[3].reports = 1;
    await mountMap(map);
    await contains(`${cardOf(4)} .o_kam_fold`).click();
    expect.verifySteps(["below 4"]);
    expect(cardOf(6)).toHaveCount(1);
});

test("keys: go to somebody, pick up, put down, take back; loops are refused", async () => {
    onRpc("kam.stakeholder", "write", ({ args }) => {
        expect.step(`write ${JSON.stringify(args)}`);
        return true;
    });
    const map = await mountMap();
    const press = async (id, key) => {
        map.focus(id);
        await animationFrame();
        queryFirst(cardOf(id)).focus();
        await keyDown(key);
        await animationFrame();
    };
    await press(1, "ArrowDown");
    expect(map.state.focused).toBe(2);
    await press(3, "m");
    expect(map.state.held).toBe(3);
    await press(4, "Enter");
    expect.verifySteps(['write [[3],{"manager_id":4}]']);
    await press(4, "u");
    expect.verifySteps(['write [[3],{"manager_id":1}]']);
    await press(1, "m");
    await press(4, "Enter");
    expect.verifySteps([]);
    expect(".o_notification").toHaveText(/Person 1 cannot report to Person 4, who is below/);
    expect(map.model.byId.get(1).manager_id).toBe(false);
    await press(2, " ");
    expect(cardOf(4)).toHaveCount(0);
});

test("drawing a line, and taking it back", async () => {
    onRpc("kam.influence", "create", ({ args }) => {
        expect.step(JSON.stringify(args[0]));
        return [11];
    });
    onRpc("kam.influence", "read", () => [
        { id: 11, source_id: [1, "a"], target_id: [3, "b"], kind: "influence", strength: "2" },
    ]);
    onRpc("kam.influence", "unlink", ({ args }) => {
        expect.step(`unlink ${args[0]}`);
        return true;
    });
    const map = await mountMap();
    await contains(".o_kam_draw_influence").click();
    expect(map.state.mode).toBe("line");
    await map.onDropped({ id: 1, target: 3 });
    await animationFrame();
    expect.verifySteps(['[{"source_id":1,"target_id":3,"kind":"influence"}]']);
    expect(".o_kam_line_influence").toHaveCount(1);
    await contains(".o_kam_undo").click();
    expect.verifySteps(["unlink 11"]);
    expect(".o_kam_line_influence").toHaveCount(0);
});

test("a line is opened, taken off the map and put back", async () => {
    onRpc("kam.influence", "unlink", ({ args }) => {
        expect.step(`unlink ${args[0]}`);
        return true;
    });
    onRpc("kam.influence", "create", ({ args }) => {
        expect.step(JSON.stringify(args[0]));
        return [12];
    });
    const opened = [];
    mockService("dialog", { add: (component, props) => opened.push(props) });
    const map = await mountMap();
    await contains(".o_kam_line_conflict text").click();
    expect(opened[0].resId).toBe(8);
    expect(opened[0].title).toBe("Person 3 – Conflict – Person 4");
    queryFirst(".o_kam_line_conflict").focus();
    await keyDown("Enter");
    expect(opened).toHaveLength(2);
    await opened[0].removeRecord();
    await animationFrame();
    expect.verifySteps(["unlink 8"]);
    expect(".o_kam_line").toHaveCount(0);
    await map.undo();
    await animationFrame();
    expect.verifySteps([
        '[{"source_id":3,"target_id":4,"kind":"conflict","direction":"both","strength":"1"}]',
    ]);
    expect(".o_kam_line_conflict").toHaveCount(1);
});

test("a card dropped at the top reports to nobody, by pointer and by keys", async () => {
    onRpc("kam.stakeholder", "write", ({ args }) => {
        expect.step(JSON.stringify(args));
        return true;
    });
    const map = await mountMap();
    expect(".o_kam_nobody_above").toHaveClass("d-none");
    map.onDragging({ id: 3, at: { x: 5, y: 5 }, target: null, isAbove: true });
    expect(".o_kam_nobody_above").not.toHaveClass("d-none");
    expect(".o_kam_nobody_above").toHaveClass("o_kam_target");
    expect(map.isAbove({ y: 10 })).toBe(true);
    expect(map.isAbove({ y: 90 })).toBe(false);
    await map.onDropped({ id: 3, target: null, isAbove: true });
    expect.verifySteps(['[[3],{"manager_id":false}]']);
    expect(map.model.missingTops).toBe(0);
    expect(map.model.tops).toBe(2);
    map.focus(4);
    await animationFrame();
    queryFirst(cardOf(4)).focus();
    await keyDown("m");
    await keyDown("n");
    await animationFrame();
    expect.verifySteps(['[[4],{"manager_id":false}]']);
    expect(map.model.tops).toBe(3);
});

test("people without anybody above them are read in parts", async () => {
    onRpc("kam.stakeholder", "get_people", ({ kwargs }) => {
        expect.step(`tops from ${kwargs.top_from}`);
        return { people: [makePerson(6), makePerson(7)], lines: [] };
    });
    await mountMap(makeMap({ tops: 3, total: 6 }));
    expect(".o_kam_more_tops").toHaveText(/^2 more/);
    await contains(".o_kam_more_tops").click();
    expect.verifySteps(["tops from 1"]);
    expect(cardOf(7)).toHaveCount(1);
    expect(".o_kam_more_tops").toHaveCount(0);
});

test("unfolding all reads everybody, and says how far it is", async () => {
    const map = await mountMap(
        makeMap({ people: [makePerson(1, false, { reports: 2 })], lines: [], total: 5 })
    );
    const below = {
        1: [makePerson(2, 1, { reports: 1 }), makePerson(3, 1, { reports: 1 })],
        2: [makePerson(4, 2)],
        3: [makePerson(5, 3)],
    };
    onRpc("kam.stakeholder", "get_people", ({ kwargs }) => {
        expect.step(`below ${kwargs.manager_ids} ${map.state.progress}`.trim());
        return { people: kwargs.manager_ids.flatMap((id) => below[id]), lines: [] };
    });
    await map.openAll();
    expect.verifySteps(["below 1", "below 2,3 3 of 5 people are read"]);
    expect(map.model.chart.places.size).toBe(5);
    expect(map.state.progress).toBe("");
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

test("a map opens where it can be read", () => {
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

test("from afar, boxes carry signs as well", async () => {
    const map = await mountMap();
    map.viewport.scale = 0.2;
    map.refresh();
    await animationFrame();
    expect(".o_kam_card").toHaveCount(0);
    expect(".o_kam_far_sign").toHaveCount(4);
    expect(".o_kam_far_sign:first").toHaveText("+");
});

test("between boxes and cards what is seen is drawn first, what lies around it soon after", async () => {
    const map = await mountMap();
    const share = () => map.state.drawn.width / map.viewport.seen().width;
    for (const scale of [0.2, 0.75]) {
        map.viewport.scale = scale;
        map.onPanned();
        expect(share()).toBeLessThan(1.2);
        await advanceTime(150);
        expect(share()).toBeGreaterThan(2);
    }
    expect(".o_kam_card").toHaveCount(4);
});

test("photos where there are any, letters elsewhere", async () => {
    const map = makeMap();
    Object.assign(map.people[0], { partner_id: 31, photo: "abc" });
    map.people[1].partner_id = 32;
    map.people[2].is_placeholder = true;
    const component = await mountMap(map);
    expect(`${cardOf(1)} img.o_kam_photo`).toHaveCount(1);
    const { url } = component.getDrawing().cards.find((card) => card.id === 1).picture;
    expect(url).toBe("/web/image/res.partner/31/avatar_128?unique=abc");
    expect(`${cardOf(2)} .o_kam_letter`).toHaveText("P");
    expect(`${cardOf(3)} .o_kam_nobody`).toHaveText("?");
});

test("two changes of an empty cell of the matrix are one relationship", async () => {
    const ties = [];
    onRpc("kam.stakeholder", "get_matrix", () => ({
        users: [{ id: 2, name: "Ann" }],
        people: [{ id: 3, name: "Tom", title: "", gap: 0 }],
        ties: [...ties],
        levels: [["0", "None"]],
        more: 0,
        can_write: true,
    }));
    onRpc("kam.relationship", "create", ({ args }) => {
        expect.step(`create ${args[0][0].level_actual}`);
        ties.push({ id: 9, user_id: 2, stakeholder_id: 3, level_gap: 0, strength: 0 });
        return [9];
    });
    onRpc("kam.relationship", "write", ({ args }) => {
        expect.step(`write ${JSON.stringify(args)}`);
        return true;
    });
    const matrix = await mountWithCleanup(MapMatrix, {
        props: { accountId: 7, companyId: 1, onChanged: () => {} },
    });
    const [cell] = matrix.rows[0].cells;
    await Promise.all([
        matrix.setLevel(cell, "level_actual", "1"),
        matrix.setLevel(cell, "level_desired", "2"),
    ]);
    expect.verifySteps(["create 1", 'write [[9],{"level_desired":"2"}]']);
});

test("the embedded map opens on a page of its own", async () => {
    mockService("action", { doAction: (action) => expect.step(JSON.stringify(action.params)) });
    onRpc("kam.stakeholder", "get_map", () => makeMap());
    await mountWithCleanup(KamMap, { props: { accountId: 7, companyId: 1, isEmbedded: true } });
    expect(".o_kam_whose").toHaveCount(0);
    await contains(".o_kam_large").click();
    expect.verifySteps(['{"account_id":7,"company_id":1}']);
});

test("without judgements there are no signs, no lines and nothing to draw", async () => {
    const map = makeMap({ sees_judgements: false, lines: [], maturity: false });
    for (const person of map.people) {
        ["influence", "support", "role_ids"].forEach((name) => delete person[name]);
    }
    map.labels = { ...map.labels, influence: undefined, support: undefined, kind: undefined };
    await mountMap(map);
    expect(".o_kam_card").toHaveCount(4);
    expect(".o_kam_influence, .o_kam_support, .o_kam_line, .o_kam_maturity").toHaveCount(0);
    expect(".o_kam_draw_influence").toHaveCount(0);
    expect(".o_kam_support_hidden").toHaveCount(4);
});

test("readers change nothing", async () => {
    const map = await mountMap(makeMap({ can_write: false }));
    expect(".o_kam_add, .o_kam_undo").toHaveCount(0);
    expect(map.canDrag()).toBe(false);
    await pointerDown(cardOf(2));
    expect(".o_kam_ghost").toHaveClass("d-none");
});

test("thousands of cards: only what is seen is in the page", async () => {
    const people = [makePerson(1, false, { reports: 4999 })];
    for (let id = 2; id <= 5000; id++) {
        people.push(makePerson(id, 1));
    }
    const map = await mountMap(makeMap({ people, lines: [], total: 5000 }));
    map.viewport.scale = 1;
    map.refresh();
    await animationFrame();
    expect(document.querySelectorAll(".o_kam_card").length).toBeLessThan(400);
    map.fitAll();
    await animationFrame();
    expect(".o_kam_card").toHaveCount(0);
    expect(".o_kam_far").toHaveCount(1);
});
