import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, test } from "@odoo/hoot";
import { keyDown, pointerDown, queryFirst } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { contains, mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";

import { StrategyCanvas } from "@kam_planning/strategy/strategy_map/kam_strategy_canvas";
import { KamStrategyMap } from "@kam_planning/strategy/strategy_map/kam_strategy_map";
import { layoutOf, pathOf } from "@kam_planning/strategy/strategy_map/strategy_layout";
import { linkOf, partnersOf, valuesOf } from "@kam_planning/strategy/strategy_map/strategy_links";

defineMailModels();

const MODELS = { goal: "kam.customer.goal", objective: "kam.objective", value: "kam.value" };
const card = (kind, id, values = {}) => ({
    key: `${kind}-${id}`,
    kind,
    id,
    model: MODELS[kind],
    name: `${kind} ${id}`,
    note: "",
    is_assumed: false,
    is_whole: false,
    missing: false,
    lacks: "",
    ...values,
});

const line = (from, to, isGhost = false) => ({ from, to, is_ghost: isGhost, path: "M0 0L9 9" });

function makeMap(values = {}) {
    const cards = {
        goal: [
            card("goal", 1, { promised: false, confirmed: false }),
            card("goal", 2, {
                missing: "goal_without_answer",
                lacks: "Goal without answer",
                is_assumed: true,
            }),
        ],
        initiative: [],
        objective: [
            card("objective", 5),
            {
                key: "ghost-goal-2",
                kind: "objective",
                ghost_of: "goal-2",
                missing: "goal_without_answer",
                name: "Goal without answer",
                note: "goal 2",
            },
        ],
        offering: [card("offering", 7)],
        value: [card("value", 9)],
    };
    return {
        columns: Object.entries(cards).map(([kind, found], column) => ({
            kind,
            label: kind,
            x: column * 280,
            cards: found.map((one, row) => ({ ...one, x: column * 280, y: 34 + row * 90 })),
        })),
        lines: [
            line("goal-1", "objective-5"),
            line("objective-5", "offering-7"),
            line("offering-7", "value-9"),
            line("goal-2", "ghost-goal-2", true),
        ],
        width: 1330,
        height: 200,
        coverage: 100,
        confirmed: 1,
        covered: 1,
        may_edit: true,
        plan_id: 3,
        account_id: 4,
        company_id: 1,
        ...values,
    };
}

async function mountMap(values) {
    let canvas;
    class TestCanvas extends StrategyCanvas {
        setup() {
            super.setup();
            canvas = this;
        }
    }
    class TestMap extends KamStrategyMap {
        static components = { ...KamStrategyMap.components, StrategyCanvas: TestCanvas };
    }
    onRpc("kam.plan", "get_strategy_map", () => makeMap(values));
    const map = await mountWithCleanup(TestMap, { props: { planId: 3, name: "Plan" } });
    await animationFrame();
    await animationFrame();
    return { map, canvas };
}

test("a card lights what leads to it and what it leads to, and nothing beside", () => {
    const links = [
        line("g1", "o1"),
        line("g2", "o1"),
        line("g2", "o2"),
        line("o1", "f1"),
        line("o2", "f1"),
        line("f1", "v1"),
    ];
    expect([...pathOf("o1", links)].toSorted()).toEqual(["f1", "g1", "g2", "o1", "v1"]);
    expect([...pathOf("g1", links)].toSorted()).toEqual(["f1", "g1", "o1", "v1"]);
    expect([...pathOf("alone", links)]).toEqual(["alone"]);
    expect(pathOf("a", [line("a", "b"), line("b", "a")]).size).toBe(2);
});

test("cards stand where the server places them", async () => {
    const { places, heads, lines, width } = layoutOf(makeMap());
    expect(places.get("objective-5")).toEqual({ x: 560, y: 34 });
    expect(heads.map(({ x }) => x)).toEqual([0, 280, 560, 840, 1120]);
    expect(lines.map(({ id }) => id)).toInclude("goal-2>ghost-goal-2");
    expect(width).toBe(1330);
});

test("the server draws what is printed and saved", async () => {
    onRpc("kam.plan", "get_strategy_drawing", ({ args }) => {
        expect.step(args);
        return { svg: "<svg/>", sheets: ["<svg/>"] };
    });
    const { map } = await mountMap();
    expect(await map.draw()).toEqual({ svg: "<svg/>", sheets: ["<svg/>"] });
    expect.verifySteps([[[3]]]);
});

test("which field makes which link, whichever card is dragged onto which", () => {
    const [goal, objective, value] = [
        { kind: "goal", id: 1 },
        { kind: "objective", id: 5 },
        { kind: "value", id: 9 },
    ];
    for (const pair of [
        [goal, objective],
        [objective, goal],
    ]) {
        const link = linkOf(...pair);
        expect(link.owner).toBe(objective);
        expect(valuesOf(link, true)).toEqual({ goal_ids: [[4, 1, 0]] });
        expect(valuesOf(link, false)).toEqual({ goal_ids: [[3, 1, 0]] });
    }
    const promise = linkOf(objective, value);
    expect(promise.owner).toBe(value);
    expect(valuesOf(promise, true)).toEqual({ objective_id: 5 });
    expect(valuesOf(promise, false)).toEqual({ objective_id: false });
    expect(linkOf(goal, { kind: "offering", id: 7 })).toBe(undefined);
    expect(linkOf(goal, goal)).toBe(undefined);
    expect(partnersOf("objective")).toEqual(["goal", "initiative", "offering", "value"]);
});

test("the picture says what counts; pointing lights a path and dims the rest", async () => {
    await mountMap();
    expect(".o_kam_strategy_coverage").toHaveText(
        "100 %: 1 of 1 confirmed goals have a whole chain"
    );
    expect(".o_kam_strategy_card").toHaveCount(6);
    expect("[data-card=goal-2]").toHaveClass("o_kam_strategy_assumed");
    expect("[data-card=ghost-goal-2]").toHaveText(/Goal without answer/);
    expect(".o_kam_strategy_dim").toHaveCount(0);
    queryFirst("[data-card=offering-7]").focus();
    await animationFrame();
    expect(".o_kam_strategy_card.o_kam_strategy_dim").toHaveCount(2);
    expect("[data-card=goal-1]").not.toHaveClass("o_kam_strategy_dim");
});

test("a card dropped on another one connects them, which can be undone", async () => {
    onRpc("kam.objective", "write", ({ args }) => {
        expect.step(JSON.stringify(args));
        return true;
    });
    const { map, canvas } = await mountMap();
    await canvas.onDropped({ id: "goal-2", target: "objective-5" });
    expect.verifySteps(['[[5],{"goal_ids":[[4,2,0]]}]']);
    // What is connected already is left alone.
    await canvas.onDropped({ id: "goal-1", target: "objective-5" });
    expect.verifySteps([]);
    await map.undo();
    expect.verifySteps(['[[5],{"goal_ids":[[3,2,0]]}]']);
    await map.redo();
    expect.verifySteps(['[[5],{"goal_ids":[[4,2,0]]}]']);
});

test("what a value was promised for before comes back", async () => {
    onRpc("kam.value", "read", () => [{ id: 9, offering_id: 7 }]);
    onRpc("kam.value", "write", ({ args }) => {
        expect.step(JSON.stringify(args[1]));
        return true;
    });
    const { map } = await mountMap();
    await map.cutLine({ from: "offering-7", to: "value-9" });
    await map.undo();
    expect.verifySteps(['{"offering_id":false}', '{"offering_id":7}']);
});

test("keys go from card to card; the table says the same", async () => {
    await mountMap();
    queryFirst("[data-card=goal-1]").focus();
    for (const [key, expected] of [
        ["ArrowDown", "goal-2"],
        ["ArrowRight", "ghost-goal-2"],
        ["ArrowUp", "objective-5"],
        ["ArrowRight", "offering-7"],
        ["ArrowLeft", "objective-5"],
        ["ArrowLeft", "goal-1"],
    ]) {
        await keyDown(key);
        await animationFrame();
        await animationFrame();
        expect(document.activeElement.dataset.card).toBe(expected);
    }
    await contains(".o_kam_strategy_twin").click();
    expect(".o_kam_strategy_table tbody tr").toHaveCount(5);
    expect(".o_kam_strategy_table").toHaveText(/Goal without answer/);
});

test("who may only read connects nothing", async () => {
    const { canvas } = await mountMap({ may_edit: false });
    expect(canvas.canDrag()).toBe(false);
    expect(".o_kam_strategy_connect").toHaveCount(0);
    queryFirst("[data-card=goal-1]").focus();
    await keyDown("c");
    await animationFrame();
    expect(".modal").toHaveCount(0);
    await pointerDown("[data-card=goal-1]");
});

test("an empty map asks its question", async () => {
    const columns = makeMap().columns.map((column) => ({ ...column, cards: [] }));
    await mountMap({ columns, lines: [], coverage: false, confirmed: 0, covered: 0 });
    expect(".o_kam_strategy_empty").toHaveCount(1);
    expect(".o_kam_strategy_coverage").toHaveText("No goal is confirmed by the customer yet.");
});
