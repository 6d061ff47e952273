import { expect, test } from "@odoo/hoot";
import { globalCachedFetch } from "@web/../tests/_framework/module_set.hoot";

import { CARD, connect, layOut } from "@kam_planning/relationship/map/kam_map_layout";
import { MapModel } from "@kam_planning/relationship/map/kam_map_model";
import { arrow, routeLines } from "@kam_planning/relationship/map/kam_map_routes";
import { makeMap, makePerson } from "./map_test_helpers";

const CASES = "/kam_planning/static/tests/relationship/layout_cases.json";

test("the cards stand where the shared cases say, as on paper", async () => {
    const { card, cases } = await (await globalCachedFetch(CASES)).json();
    expect(card).toEqual(CARD);
    expect(cases.length).toBeGreaterThan(10);
    for (const { name, managers, places, size, links } of cases) {
        const people = managers.map(([id, managerId]) => makePerson(id, managerId));
        const { layout } = new MapModel(makeMap({ people, lines: [] }));
        const corners = [...layout.places].map(([id, { x, y }]) => [id, [x, y]]);
        const drawn = layout.links.map(({ id, points }) => [id, points]);
        expect(Object.fromEntries(corners)).toEqual(places, { message: name });
        expect([layout.width, layout.height]).toEqual(size, { message: name });
        expect(Object.fromEntries(drawn)).toEqual(links, { message: name });
    }
});

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

const LINE_CASES = "/kam_planning/static/tests/relationship/line_cases.json";

test("lines run where the shared cases say, as on paper", async () => {
    const { cases } = await (await globalCachedFetch(LINE_CASES)).json();
    expect(cases.length).toBeGreaterThan(8);
    for (const { name, managers, lines, routes } of cases) {
        const people = managers.map(([id, managerId]) => makePerson(id, managerId));
        const { places } = new MapModel(makeMap({ people, lines: [] })).layout;
        const asked = lines.map(([source, target, width], key) => ({ key, source, target, width }));
        const found = routeLines(places, asked);
        const drawn = asked.map(({ key }) => {
            const { points, label } = found.get(key);
            return { points, label, arrow: arrow(...points.slice(-2)) };
        });
        expect(drawn).toEqual(routes, { message: name });
    }
});

test("thousands of lines on a map of thousands are routed at once", () => {
    const people = [makePerson(1)];
    for (let id = 2; id <= 5000; id++) {
        people.push(makePerson(id, Math.floor((id + 5) / 7)));
    }
    const lines = [];
    for (let id = 2; id <= 2000; id++) {
        lines.push({ id, source_id: id, target_id: 5001 - id, kind: "influence", strength: "1" });
    }
    const model = new MapModel(makeMap({ people, lines, total: 5000 }));
    expect(model.layout.places.size).toBeGreaterThan(0);
    const start = performance.now();
    expect(model.routes.size).toBe(1999);
    expect(performance.now() - start).toBeLessThan(2000);
    expect(model.routes).toBe(model.routes);
});
