import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, test } from "@odoo/hoot";
import { edit, keyDown, press, queryAll, queryFirst } from "@odoo/hoot-dom";
import { animationFrame, runAllTimers } from "@odoo/hoot-mock";
import { contains, mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";

import { layoutTree, NODE } from "@kam_planning/strategy/concept/concept_layout";
import { ConceptModel } from "@kam_planning/strategy/concept/concept_model";
import { KamConcept } from "@kam_planning/strategy/concept/kam_concept";

defineMailModels();

const node = (key, values = {}) => ({
    key,
    label: `Label of ${key}`,
    kind: "line",
    count: 0,
    state: false,
    marks: {},
    res_model: "kam.action",
    res_id: 1,
    has_children: false,
    ...values,
});
const chapter = (key, count) =>
    node(key, {
        kind: "chapter",
        count,
        res_id: false,
        has_children: Boolean(count),
        chapter: key,
    });
const ACCOUNT = { label: "Acme", count: 4, res_model: "kam.plan", res_id: 7 };
const BRANCHES = {
    "": {
        account: ACCOUNT,
        nodes: [
            chapter("goals", 1),
            chapter("objectives", 1),
            { ...chapter("actions", 2), marks: { late: 1, shared: 2 } },
            { ...chapter("risks", 0), question: "What could go wrong?" },
        ],
        more: 0,
    },
    goals: { nodes: [node("goals/1", { has_children: true, count: 1 })], more: 0 },
    "goals/1": {
        nodes: [node("goals/1:objectives", { kind: "group", count: 1, has_children: true })],
        more: 0,
    },
    "goals/1:objectives": {
        nodes: [node("goals/1:objectives>objectives/5", { kind: "link" })],
        more: 0,
    },
    objectives: { nodes: [node("objectives/5")], more: 0 },
    actions: { nodes: [node("actions/1"), node("actions/2")], more: 380 },
};

async function mountLoaded() {
    const concept = await mountWithCleanup(KamConcept, { props: { planId: 7, name: "Plan" } });
    await animationFrame();
    await animationFrame();
    return concept;
}

const many = (asked) => (keys) => {
    asked.push(keys);
    return Promise.resolve(Object.fromEntries(keys.map((key) => [key, BRANCHES[key]])));
};

async function mountConcept(asked = []) {
    onRpc("kam.plan", "get_concept_branches", ({ args: [, keys] }) => many(asked)(keys));
    onRpc("kam.plan", "get_concept_branch", ({ args: [ids, key, filters, offset] }) => {
        asked.push([key, filters, offset]);
        expect(ids).toEqual([7]);
        if (offset) {
            return { nodes: [node("actions/3")], more: 379 };
        }
        return filters.search ? { ...BRANCHES[""], nodes: [] } : BRANCHES[key];
    });
    return mountLoaded();
}
const keys = () => queryAll("[role=treeitem]").map((element) => element.dataset.key);
const focused = () => document.activeElement.dataset?.key;

test("leaves stand below each other, what holds them in the middle beside them", () => {
    const tree = { "": ["a", "b"], a: ["a1", "a2", "a3"], b: [] };
    const { places, links, width, height } = layoutTree("", (key) => tree[key] || []);
    const row = NODE.height + 8;
    expect(places.get("a1").y).toBe(0);
    expect(places.get("a3").y).toBe(2 * row);
    expect(places.get("a").y).toBe(row);
    expect(places.get("b").y).toBe(3 * row);
    expect(places.get("").y).toBe(2 * row);
    expect(places.get("a1").x).toBe(2 * (NODE.width + 56));
    expect(links).toHaveLength(5);
    expect(height).toBe(4 * row - 8);
    expect(width).toBe(3 * NODE.width + 2 * 56);
});

test("no two nodes of a tree lie on each other, and a long chain is no matter", () => {
    const wide = layoutTree("", (key) =>
        key.length < 4 ? ["0", "1", "2", "3", "4", "5"].map((one) => key + one) : []
    );
    const taken = new Set([...wide.places.values()].map(({ x, y }) => `${x} ${y}`));
    expect(taken.size).toBe(wide.places.size);
    const deep = layoutTree("", (key) => (key.length < 20000 ? [`${key}x`] : []));
    expect(deep.places.size).toBe(20001);
});

test("a branch is read when it opens, and once", async () => {
    const asked = [];
    const model = new ConceptModel((key, offset) => {
        asked.push(key);
        return Promise.resolve(offset ? { nodes: [node("actions/3")], more: 0 } : BRANCHES[key]);
    }, many(asked));
    await model.load();
    expect(model.rows).toHaveLength(5);
    await model.unfold("actions");
    model.fold("actions");
    await model.unfold("actions");
    expect(asked).toEqual(["", "actions"]);
    expect(model.childrenOf("actions")).toEqual(["actions/1", "actions/2", "actions|more"]);
    await model.loadMore("actions");
    expect(model.childrenOf("actions")).toEqual(["actions/1", "actions/2", "actions/3"]);
    // One kind of lines only: it opens with the line.
    await model.unfold("goals");
    await model.unfold("goals/1");
    expect(model.rows.at(4).key).toBe("goals/1:objectives>objectives/5");
    // Read anew, it is as open as before.
    await model.load();
    expect(model.rows.map(({ key }) => key)).toInclude("goals/1:objectives>objectives/5");
});

test("levels open together, one call for each", async () => {
    const asked = [];
    const concept = await mountConcept(asked);
    await contains("button[name=levels_3]").click();
    await animationFrame();
    expect(asked.slice(1)).toEqual([["goals", "objectives", "actions"], ["goals/1"]]);
    expect(keys()).toEqual([
        "",
        "goals",
        "goals/1",
        "goals/1:objectives",
        "objectives",
        "objectives/5",
        "actions",
        "actions/1",
        "actions/2",
        "actions|more",
        "risks",
    ]);
    queryFirst("[data-key=goals]").focus();
    await press("1");
    await animationFrame();
    expect(concept.model.rows).toHaveLength(5);
    await press("2");
    await animationFrame();
    // What is there is not asked for again.
    expect(asked).toHaveLength(3);
    expect(concept.model.rows).toHaveLength(10);
});

test("for who reads from right to left the tree grows to the left", () => {
    const tree = { "": ["a"], a: ["a1"] };
    const { places, links, width } = layoutTree("", (key) => tree[key] || [], true);
    expect(width).toBe(3 * NODE.width + 2 * 56);
    expect(["", "a", "a1"].map((key) => places.get(key).x)).toEqual([632, 316, 0]);
    expect(links.map(({ path }) => path)).toEqual([
        "M316 17C288 17 288 17 260 17",
        "M632 17C604 17 604 17 576 17",
    ]);
});

test("the keyboard goes through the tree as through any other", async () => {
    await mountConcept();
    expect(keys()).toEqual(["", "goals", "objectives", "actions", "risks"]);
    queryFirst("[data-key='']").focus();
    const steps = [
        ["ArrowDown", "goals"],
        ["ArrowRight", "goals"],
        ["ArrowRight", "goals/1"],
        ["ArrowRight", "goals/1"],
        ["ArrowRight", "goals/1:objectives"],
        ["ArrowRight", "goals/1:objectives>objectives/5"],
        ["ArrowLeft", "goals/1:objectives"],
        ["ArrowLeft", "goals/1:objectives"],
        ["ArrowLeft", "goals/1"],
        ["End", "risks"],
        ["Home", ""],
        ["ArrowUp", ""],
    ];
    for (const [key, expected] of steps) {
        await press(key);
        await animationFrame();
        await animationFrame();
        expect(focused()).toBe(expected, { message: `${key} leads to ${expected}` });
    }
});

test("picture and outline say the same", async () => {
    await mountConcept();
    await contains("[data-key=actions] button").click();
    const inPicture = keys();
    expect("[data-key=actions]").toHaveAttribute("aria-expanded", "true");
    expect("[data-key='actions|more']").toHaveText("380 more");
    expect("[data-key=actions] .o_kam_concept_text").toHaveText(/●1.*⇄2/s);
    await contains(".o_kam_concept_twin").click();
    expect(keys()).toEqual(inPicture);
    expect(".o_kam_concept_outline [data-key=risks]").toHaveText(/What could go wrong\?/);
    await contains("[data-key='actions|more']").click();
    await animationFrame();
    expect("[data-key='actions/3']").toHaveCount(1);
});

test("filters and search go to the server, what is not found is said", async () => {
    const asked = [];
    await mountConcept(asked);
    await contains("button[name=open]").click();
    expect(asked.at(-1)).toEqual(["", { only: ["open"], search: "" }, 0]);
    await contains("button[name=open]").click();
    await contains(".o_kam_concept_search").click();
    await edit("freight");
    await runAllTimers();
    await animationFrame();
    expect(asked.at(-1)).toEqual(["", { only: [], search: "freight" }, 0]);
    expect(".o_kam_concept_nothing").toHaveCount(1);
});

test("paper is asked for what is open, no more and no less", async () => {
    onRpc("kam.plan", "get_concept_drawing", ({ args }) => {
        expect.step(args);
        return { svg: "<svg/>", sheets: ["<svg/>"] };
    });
    const concept = await mountConcept();
    await contains("[data-key=actions] button").click();
    await contains("[data-key=goals] button").click();
    await contains("[data-key=goals] button").click();
    await concept.draw();
    expect.verifySteps([[[7], { actions: 2 }, { only: [], search: "" }]]);
});

test("five hundred open nodes are drawn within 300 ms", async () => {
    const nodes = Array.from({ length: 500 }, (_one, index) => node(`actions/${index + 1}`));
    onRpc("kam.plan", "get_concept_branch", ({ args: [, key] }) =>
        key ? { nodes, more: 0 } : BRANCHES[""]
    );
    const concept = await mountLoaded();
    await concept.model.unfold("actions");
    const times = [];
    for (let run = 0; run < 3; run++) {
        concept.model.outdate();
        const start = performance.now();
        concept.show();
        await animationFrame();
        times.push(performance.now() - start);
    }
    expect(concept.model.rows).toHaveLength(505);
    expect(Math.min(...times)).toBeLessThan(300);
    await keyDown("0");
});
