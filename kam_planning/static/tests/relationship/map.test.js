import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, test } from "@odoo/hoot";
import { keyDown, queryFirst, queryOne } from "@odoo/hoot-dom";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import { Component, useState, xml } from "@odoo/owl";
import {
    contains,
    mockService,
    mountWithCleanup,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";

import { KamMap } from "@kam_planning/relationship/map/kam_map";
import { cardOf, makeMap, makePerson, mountMap } from "./map_test_helpers";

defineMailModels();

test("cards carry signs beside colours, for the eye and for the ear", async () => {
    await mountMap();
    expect(".o_kam_map_card").toHaveCount(4);
    expect(`${cardOf(2)} .o_kam_map_influence`).toHaveText("◑");
    expect(`${cardOf(2)} .o_kam_map_support`).toHaveText("+");
    expect(`${cardOf(2)} .o_kam_map_gaps`).toHaveText("⚠ 1");
    expect(queryOne(cardOf(2)).getAttribute("aria-label")).toInclude("Shapes, Favourable");
    expect(queryOne(cardOf(1)).getAttribute("aria-expanded")).toBe("true");
    expect(".o_kam_map_line_conflict text").toHaveText("Conflict");
    expect(".o_kam_map_parked").toHaveText(/Person 5/);
    expect(".o_kam_map_maturity").toHaveText("A supportive key person");
    expect(".o_kam_map_account").toHaveText("Acme");
});

test("folding and unfolding", async () => {
    await mountMap();
    await contains(`${cardOf(2)} .o_kam_map_fold`).click();
    expect(cardOf(4)).toHaveCount(0);
    expect(`${cardOf(2)} .o_kam_map_fold`).toHaveText("+1");
    await contains(`${cardOf(2)} .o_kam_map_fold`).click();
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
    await contains(`${cardOf(4)} .o_kam_map_fold`).click();
    expect.verifySteps(["below 4"]);
    expect(cardOf(6)).toHaveCount(1);
});

test("keys: go to somebody, pick up, put down, take back; loops are refused", async () => {
    onRpc("kam.stakeholder", "write", ({ args }) => {
        expect.step(`write ${JSON.stringify(args)}`);
        return true;
    });
    const { map } = await mountMap();
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
    expect(".o_kam_map_undo").toHaveText("Undo: Person 3 reports to Person 4");
    await press(4, "u");
    expect.verifySteps(['write [[3],{"manager_id":1}]']);
    expect(".o_kam_map_undo").not.toBeEnabled();
    expect(".o_kam_map_redo").toHaveText("Redo: Person 3 reports to Person 4");
    await press(4, "r");
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
    const { canvas, map } = await mountMap();
    await contains(".o_kam_map_mode_influence").click();
    expect(map.state.mode).toBe("line");
    await canvas.onDropped({ id: 1, target: 3 });
    await animationFrame();
    expect.verifySteps(['[{"source_id":1,"target_id":3,"kind":"influence"}]']);
    expect(".o_kam_map_line_influence").toHaveCount(1);
    await contains(".o_kam_map_undo").click();
    expect.verifySteps(["unlink 11"]);
    expect(".o_kam_map_line_influence").toHaveCount(0);
    await contains(".o_kam_map_redo").click();
    await animationFrame();
    expect.verifySteps(['[{"source_id":1,"target_id":3,"kind":"influence"}]']);
    expect(".o_kam_map_line_influence").toHaveCount(1);
});

/** A panel that answers whether it may go, in place of the person's form. */
function mockPanel(answers) {
    class Panel extends Component {
        static props = ["*"];
        static template = xml`<aside class="o_test_panel" t-out="props.panel.id"/>`;
        setup() {
            this.props.onReady(async () => {
                expect.step("asked");
                return answers.shift();
            });
        }
    }
    patchWithCleanup(KamMap.components, { MapPanel: Panel });
}

test("the panel asks before it shows somebody else or closes", async () => {
    mockPanel([false, true, false, true]);
    const { map } = await mountMap();
    await map.openPerson(2);
    await animationFrame();
    expect(".o_test_panel").toHaveText("2");
    await map.openPerson(2);
    expect.verifySteps([]);
    await map.openPerson(3);
    await animationFrame();
    expect(".o_test_panel").toHaveText("2");
    await map.openPerson(3);
    await animationFrame();
    expect(".o_test_panel").toHaveText("3");
    expect(await map.leave()).toBe(false);
    expect(".o_test_panel").toHaveCount(1);
    await map.escape();
    await animationFrame();
    expect(".o_test_panel").toHaveCount(0);
    expect.verifySteps(["asked", "asked", "asked", "asked"]);
});

test("what was saved in the panel is not undone, what was done before neither", async () => {
    mockPanel([]);
    onRpc("kam.stakeholder", "write", ({ args }) => {
        expect.step(`write ${JSON.stringify(args)}`);
        return true;
    });
    const { map } = await mountMap();
    await map.editing.move(2, false);
    await map.editing.move(3, 4);
    expect.verifySteps(['write [[2],{"manager_id":false}]', 'write [[3],{"manager_id":4}]']);
    onRpc("kam.stakeholder", "get_people", () => ({
        people: [makePerson(3, 1, { title: "Typed" })],
        lines: [],
    }));
    await map.openPerson(3);
    await map.onPersonSaved(3);
    await map.undo();
    expect.verifySteps(['write [[2],{"manager_id":1}]']);
    await map.undo();
    expect.verifySteps([]);
    expect(map.model.byId.get(3).title).toBe("Typed");
});

test("somebody put on the map again is the same for what follows", async () => {
    const ids = [21, 22];
    onRpc("kam.stakeholder", "create", () => {
        expect.step("create");
        return [ids.shift()];
    });
    onRpc("kam.stakeholder", "get_people", ({ kwargs }) => ({
        people: kwargs.person_ids.map((id) => makePerson(id)),
        lines: [],
    }));
    for (const method of ["write", "unlink"]) {
        onRpc("kam.stakeholder", method, ({ args }) => {
            expect.step(`${method} ${JSON.stringify(args)}`);
            return true;
        });
    }
    const { map } = await mountMap();
    await map.editing.add({ id: 5, name: "Ann" }, false);
    await map.editing.move(21, 4);
    await map.undo();
    await map.undo();
    await map.redo();
    await map.redo();
    expect.verifySteps([
        "create",
        'write [[21],{"manager_id":4}]',
        'write [[21],{"manager_id":false}]',
        "unlink [[21]]",
        "create",
        'write [[22],{"manager_id":4}]',
    ]);
    expect(map.model.byId.get(22).manager_id).toBe(4);
    map.editing.keepPeople([22]);
    await map.undo();
    expect.verifySteps([]);
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
    onRpc("kam.influence", "read", () => [
        { id: 12, source_id: [3, "a"], target_id: [4, "b"], kind: "conflict", strength: "1" },
    ]);
    const opened = [];
    mockService("dialog", { add: (component, props) => opened.push(props) });
    const { map } = await mountMap();
    await contains(".o_kam_map_line_conflict text").click();
    expect(opened[0].resId).toBe(8);
    expect(opened[0].title).toBe("Person 3 – Conflict – Person 4");
    queryFirst(".o_kam_map_line_conflict").focus();
    await keyDown("Enter");
    expect(opened).toHaveLength(2);
    await opened[0].removeRecord();
    await animationFrame();
    expect.verifySteps(["unlink 8"]);
    expect(".o_kam_map_line").toHaveCount(0);
    await map.undo();
    await animationFrame();
    expect.verifySteps([
        '[{"source_id":3,"target_id":4,"kind":"conflict","direction":"both","strength":"1"}]',
    ]);
    expect(".o_kam_map_line_conflict").toHaveCount(1);
});

test("people without anybody above them are read in parts", async () => {
    onRpc("kam.stakeholder", "get_people", ({ kwargs }) => {
        expect.step(`tops from ${kwargs.top_from}`);
        return { people: [makePerson(6), makePerson(7)], lines: [] };
    });
    await mountMap(makeMap({ tops: 3, total: 6 }));
    expect(".o_kam_map_more_tops").toHaveText(/^2 more/);
    await contains(".o_kam_map_more_tops").click();
    expect.verifySteps(["tops from 1"]);
    expect(cardOf(7)).toHaveCount(1);
    expect(".o_kam_map_more_tops").toHaveCount(0);
});

test("unfolding all reads everybody, and says how far it is", async () => {
    const { map } = await mountMap(
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
    expect(map.model.layout.places.size).toBe(5);
    expect(map.state.progress).toBe("");
});

test("a manager with many reports is unfolded in parts, and each part is told", async () => {
    const { map } = await mountMap(
        makeMap({ people: [makePerson(1, false, { reports: 3 })], lines: [], total: 4 })
    );
    const below = [makePerson(2, 1), makePerson(3, 1), makePerson(4, 1)];
    onRpc("kam.stakeholder", "get_people", ({ kwargs: { skip } }) => {
        expect.step(`skip ${skip} ${map.state.progress}`.trim());
        return { people: below.slice(skip, skip + 2), lines: [], left: Math.max(0, 1 - skip) };
    });
    await map.openAll();
    expect.verifySteps(["skip 0", "skip 2 3 of 4 people are read"]);
    expect(map.model.layout.places.size).toBe(4);
});

test("the embedded map opens on a page of its own", async () => {
    mockService("action", { doAction: (action) => expect.step(JSON.stringify(action.params)) });
    onRpc("kam.stakeholder", "get_map", () => makeMap());
    await mountWithCleanup(KamMap, { props: { accountId: 7, companyId: 1, isEmbedded: true } });
    expect(".o_kam_map_account").toHaveCount(0);
    await contains(".o_kam_map_large").click();
    expect.verifySteps(['{"account_id":7,"company_id":1}']);
});

test("without judgements there are no signs, no lines and nothing to draw", async () => {
    const map = makeMap({ sees_judgements: false, lines: [], maturity: false });
    for (const person of map.people) {
        ["influence", "support", "role_ids"].forEach((name) => delete person[name]);
    }
    map.labels = { ...map.labels, influence: undefined, support: undefined, kind: undefined };
    await mountMap(map);
    expect(".o_kam_map_card").toHaveCount(4);
    expect(
        ".o_kam_map_influence, .o_kam_map_support, .o_kam_map_line, .o_kam_map_maturity"
    ).toHaveCount(0);
    expect(".o_kam_map_mode_influence").toHaveCount(0);
    expect(".o_kam_map_support_hidden").toHaveCount(4);
});

test("the toolbar says what is shown", async () => {
    const data = makeMap();
    data.people[1].relationships = [
        { id: 6, user: "Ann", user_id: 2, strength: 40, health: "weak" },
    ];
    await mountMap(data);
    expect(`${cardOf(2)} .o_kam_map_gaps`).toHaveCount(1);
    expect(".o_kam_map_relationships").toHaveCount(0);
    await contains(".o_kam_map_show").click();
    await contains(".dropdown-item:contains(Gaps)").click();
    expect(`${cardOf(2)} .o_kam_map_gaps`).toHaveCount(0);
    expect(".dropdown-item:contains(Gaps) .fa-square-o").toHaveCount(1);
    await contains(".dropdown-item:contains(Who of ours)").click();
    expect(`${cardOf(2)} .o_kam_map_relationships`).toHaveText("Ann 40");
    await contains(".dropdown-item:last").click();
    expect(".o_kam_map_card").toHaveCount(1);
});

test("somebody who is searched is unfolded and gets the keyboard", async () => {
    const { map } = await mountMap();
    map.closeAll();
    await animationFrame();
    await contains(".o_kam_map_search").edit("person 4", { confirm: false });
    await advanceTime(250);
    await contains(".o_kam_map_found button:contains(Person 4)").click();
    await animationFrame();
    expect(cardOf(4)).toBeFocused();
    expect(".o_kam_map [aria-live]").toHaveText("Person 4 is shown.");
});

test("another customer is another map", async () => {
    const data = { 7: makeMap(), 8: makeMap({ people: [makePerson(11)], lines: [], total: 1 }) };
    onRpc("kam.stakeholder", "get_map", ({ args }) => data[args[0]]);
    class Parent extends Component {
        static components = { KamMap };
        static props = {};
        static template = xml`<KamMap accountId="state.accountId" companyId="1"/>`;
        setup() {
            this.state = useState({ accountId: 7 });
        }
    }
    const parent = await mountWithCleanup(Parent);
    expect(".o_kam_map_card").toHaveCount(4);
    parent.state.accountId = 8;
    await animationFrame();
    await animationFrame();
    expect(".o_kam_map_card").toHaveCount(1);
    expect(cardOf(11)).toHaveAttribute("tabindex", "0");
});
