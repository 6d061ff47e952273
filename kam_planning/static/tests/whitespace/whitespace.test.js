import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, test } from "@odoo/hoot";
import { click, edit, press, queryAll, queryAllTexts, queryFirst, select } from "@odoo/hoot-dom";
import { animationFrame, Deferred } from "@odoo/hoot-mock";
import { mockService, mountWithCleanup, onRpc } from "@web/../tests/web_test_helpers";

import { KamWhitespaceGrid } from "@kam_planning/whitespace/kam_whitespace_grid";
import { SIGNS, WhitespaceModel } from "@kam_planning/whitespace/kam_whitespace_model";

defineMailModels();

const STATES = [
    ["unknown", "Unknown"],
    ["not_relevant", "Not relevant"],
    ["own_production", "Own production"],
    ["competitor", "Competitor"],
    ["open", "Open"],
    ["opportunity", "Opportunity"],
    ["customer", "Customer"],
];

function makeCell(id, center, offering, values = {}) {
    return {
        id,
        buying_center_id: center && [center, `Centre ${center}`],
        offering_id: [offering, `Offering ${offering}`],
        state: "unknown",
        state_manual: "unknown",
        revenue: 0,
        revenue_prior: 0,
        pipeline: 0,
        potential: false,
        potential_source: "computed",
        potential_manual: false,
        potential_text: "Too few peers (2)",
        peer_count: 2,
        success_chance: false,
        competitor_id: false,
        need: false,
        is_stale: false,
        ...values,
    };
}

function makeGrid(values = {}) {
    return {
        account: { id: 7, name: "Acme" },
        company_id: 1,
        currency_id: 0,
        states: STATES,
        offerings: [
            { id: 1, name: "Drinks", level: 0, parent_id: false },
            { id: 2, name: "Tea", level: 1, parent_id: 1 },
            { id: 3, name: "Salt", level: 0, parent_id: false },
        ],
        centers: [
            { id: false, name: "Whole customer", level: 0, parent_id: null },
            { id: 5, name: "Plant", level: 0, parent_id: false },
            { id: 6, name: "Lab", level: 1, parent_id: 5 },
        ],
        shared: [
            [1, 2],
            [2, 1],
        ],
        cells: [
            makeCell(11, false, 1, { state: "customer", revenue: 100, potential: 100 }),
            makeCell(12, false, 2, { state: "customer", revenue: 80, potential: 0 }),
            makeCell(13, 5, 3, { state: "competitor", potential: 40, is_stale: true }),
            makeCell(14, 6, 3, { state: "open", potential: 30 }),
        ],
        as_of: "2026-03-02 10:00:00",
        can_write: true,
        can_create_lead: true,
        can_see_peers: true,
        ...values,
    };
}

async function mountGrid(grid = makeGrid(), recorded = []) {
    onRpc("kam.whitespace", "get_grid", ({ args }) => {
        expect.step(`grid ${args}`);
        return grid;
    });
    onRpc("kam.whitespace", "search", () => recorded);
    const component = await mountWithCleanup(KamWhitespaceGrid, {
        props: { accountId: 7, companyId: 1 },
    });
    expect.verifySteps(["grid 7,1"]);
    return component;
}

function cellAt(row, column) {
    return `.o_kam_whitespace_cell[data-row="${row}"][data-column="${column}"]`;
}

test("totals add up tops only, and a column falls back on its buying centres", () => {
    const model = new WhitespaceModel(makeGrid());
    const [whole] = model.centers;
    expect(model.totalOfRow(whole, model.offerings).revenue).toBe(100);
    expect(model.totalOfColumn(model.offerings[2]).potential).toBe(40);
    expect(model.totalOfColumn(model.offerings[0]).share).toBe(50);
    expect(model.totalOfAll(model.offerings)).toEqual({
        revenue: 100,
        potential: 140,
        covered: 100,
        pipeline: 0,
        share: (100 * 100) / 240,
    });
});

test("offerings that share products have no total together", () => {
    const model = new WhitespaceModel(makeGrid({ shared: [[1, 3]] }));
    const { revenue, potential, share } = model.totalOfAll(model.offerings);
    expect([revenue, potential, share]).toEqual([null, null, null]);
    expect(model.totalOfAll(model.offerings.slice(0, 2)).revenue).toBe(100);
});

test("what is not known is no share, and is left out of the share of the whole", () => {
    const cells = [
        makeCell(11, false, 1, { revenue: 100 }),
        makeCell(13, false, 3, { revenue: 50, potential: 150 }),
    ];
    const model = new WhitespaceModel(makeGrid({ cells, shared: [] }));
    expect(model.totalOfColumn(model.offerings[0]).share).toBe(null);
    expect(model.totalOfAll(model.offerings)).toEqual({
        revenue: 150,
        potential: 150,
        covered: 50,
        pipeline: 0,
        share: 25,
    });
});

test("the filter keeps what has the name or the state", () => {
    const model = new WhitespaceModel(makeGrid());
    expect(model.select({ text: "te" }).offerings.map((o) => o.name)).toEqual(["Tea"]);
    expect(model.select({ text: "lab" }).centers.map((c) => c.name)).toEqual(["Lab"]);
    const { offerings, centers } = model.select({ state: "competitor" });
    expect([offerings.length, centers.map((c) => c.name)]).toEqual([1, ["Plant"]]);
    expect(model.select({ text: "nothing" }).centers).toEqual([]);
});

test("every state has a sign of its own beside its colour", async () => {
    expect(new Set(Object.values(SIGNS)).size).toBe(STATES.length);
    await mountGrid();
    expect(cellAt(0, 0)).toHaveClass("o_kam_whitespace_cell_customer");
    expect(`${cellAt(0, 0)} .o_kam_whitespace_sign`).toHaveText(SIGNS.customer);
    expect(`${cellAt(0, 0)} .o_kam_whitespace_wallet`).toHaveText("50 %");
    expect(cellAt(1, 2)).toHaveClass("o_kam_whitespace_stale");
    expect(cellAt(0, 0)).toHaveAttribute("aria-label", /Whole customer, Drinks, Customer, 100/);
    expect(queryAllTexts("tfoot .o_kam_whitespace_grand div")[0]).toBe("100");
});

test("arrows move, Enter edits, and saving changes the cell in place", async () => {
    onRpc("kam.whitespace", "create", ({ args }) => {
        expect.step(args[0][0]);
        return [20];
    });
    onRpc("kam.whitespace", "read_grid_cells", ({ args }) =>
        args[0].map((id) => makeCell(id, 5, 2, { state: "competitor", potential: 500 }))
    );
    await mountGrid();
    queryFirst(cellAt(0, 0)).focus();
    await press("ArrowRight");
    await press("ArrowDown");
    await animationFrame();
    expect(cellAt(1, 1)).toBeFocused();
    expect(cellAt(1, 1)).toHaveAttribute("tabindex", "0");
    await press("Enter");
    await animationFrame();
    expect(".o_kam_whitespace_editor h4").toHaveText("Plant · Tea");
    await select("competitor", { target: ".o_kam_whitespace_editor select[name=state]" });
    await click(".o_kam_whitespace_editor input[name=potential]");
    await edit("500");
    await click(".o_kam_whitespace_save");
    await animationFrame();
    expect.verifySteps([
        {
            account_id: 7,
            company_id: 1,
            buying_center_id: 5,
            offering_id: 2,
            state: "competitor",
            success_chance: false,
            need: "",
            potential_manual: 500,
            potential_source: "manual",
        },
    ]);
    await animationFrame();
    expect(".o_kam_whitespace_editor").toHaveCount(0);
    expect(cellAt(1, 1)).toHaveClass("o_kam_whitespace_cell_competitor");
    expect(`${cellAt(1, 1)} .o_kam_whitespace_potential`).toHaveText("+ 500");
});

test("whoever presses Enter and clicks, or types fast, makes one record", async () => {
    const created = new Deferred();
    onRpc("kam.whitespace", "create", async ({ args }) => {
        expect.step(`create ${args[0][0].state}`);
        await created;
        return [20];
    });
    onRpc("kam.whitespace", "write", ({ args }) => {
        expect.step(`write ${args[0]} ${args[1].state}`);
        return true;
    });
    onRpc("kam.whitespace", "read_grid_cells", ({ args }) =>
        args[0].map((id) => makeCell(id, 5, 2, { state: "competitor" }))
    );
    const grid = await mountGrid();
    grid.focus(1, 1);
    await animationFrame();
    await press("Enter");
    await animationFrame();
    await select("competitor", { target: ".o_kam_whitespace_editor select[name=state]" });
    await click(".o_kam_whitespace_editor input[name=potential]");
    await press("Enter");
    await click(".o_kam_whitespace_save");
    grid.save(grid.view.rows[1].center, grid.view.offerings[1], { state: "open" });
    await animationFrame();
    expect.verifySteps(["create competitor"]);
    created.resolve();
    await animationFrame();
    await animationFrame();
    expect.verifySteps(["write 20 open"]);
});

test("a cell that was recorded since the grid was read is changed, not made again", async () => {
    onRpc("kam.whitespace", "write", ({ args }) => {
        expect.step(`write ${args[0]} ${args[1].state}`);
        return true;
    });
    onRpc("kam.whitespace", "read_grid_cells", ({ args }) =>
        args[0].map((id) => makeCell(id, 5, 2, { state: "open" }))
    );
    const grid = await mountGrid(makeGrid(), [31]);
    await grid.save(grid.view.rows[1].center, grid.view.offerings[1], { state: "open" });
    expect.verifySteps(["write 31 open"]);
    await animationFrame();
    expect(cellAt(1, 1)).toHaveClass("o_kam_whitespace_cell_open");
});

test("a letter gives the focused cell its state", async () => {
    onRpc("kam.whitespace", "write", ({ args }) => {
        expect.step(args);
        return true;
    });
    onRpc("kam.whitespace", "read_grid_cells", ({ args }) =>
        args[0].map((id) => makeCell(id, 5, 3, { state: "own_production" }))
    );
    await mountGrid();
    queryFirst(cellAt(1, 2)).focus();
    await press("p");
    await animationFrame();
    expect.verifySteps([[[13], { state: "own_production" }]]);
    expect(cellAt(1, 2)).toHaveClass("o_kam_whitespace_cell_own_production");
});

test("an opportunity is made from the cell after what was typed is kept", async () => {
    onRpc("kam.whitespace", "write", ({ args }) => {
        expect.step(`write ${args[0]}`);
        return true;
    });
    onRpc("kam.whitespace", "read_grid_cells", () => [makeCell(13, 5, 3)]);
    onRpc("kam.whitespace", "action_create_opportunity", ({ args }) => {
        expect.step(`opportunity ${args[0]}`);
        return { type: "ir.actions.act_window", res_model: "crm.lead" };
    });
    mockService("action", { doAction: (action) => expect.step(action.res_model) });
    await mountGrid();
    await click(cellAt(1, 2));
    await animationFrame();
    await click(".o_kam_whitespace_create_lead");
    await animationFrame();
    expect.verifySteps(["write 13", "opportunity 13", "crm.lead"]);
});

test("what is no number is said, and nothing is written", async () => {
    await mountGrid();
    await click(cellAt(1, 2));
    await animationFrame();
    await click(".o_kam_whitespace_editor input[name=potential]");
    await edit("a lot");
    await click(".o_kam_whitespace_save");
    await animationFrame();
    expect(".o_kam_whitespace_editor [role=alert]").toHaveCount(1);
});

test("the potential is explained, and the peers are shown to those who may", async () => {
    onRpc("kam.whitespace", "get_peers", () => [{ name: "Peer", percent: 10, partner_id: 3 }]);
    await mountGrid();
    await click(cellAt(0, 0));
    await animationFrame();
    expect(".o_kam_whitespace_formula").toHaveText("Too few peers (2)");
    await click(".o_kam_whitespace_editor .btn-link");
    await animationFrame();
    expect(".o_kam_whitespace_peers li").toHaveText("Peer: 10.0 %");
});

test("a reader edits nothing", async () => {
    await mountGrid(makeGrid({ can_write: false, can_create_lead: true, can_see_peers: false }));
    queryFirst(cellAt(0, 0)).focus();
    await press("o");
    await press("Enter");
    await animationFrame();
    expect(".o_kam_whitespace_editor").toHaveCount(1);
    expect(
        ".o_kam_whitespace_editor select, .o_kam_whitespace_save, .o_kam_whitespace_create_lead"
    ).toHaveCount(0);
});

test("without offerings the grid says what to do", async () => {
    await mountGrid(makeGrid({ offerings: [], cells: [] }));
    expect(".o_kam_whitespace_no_offerings").toHaveText(/An administrator defines what you sell/);
});

test("50 × 30 cells open in under a second", async () => {
    const offerings = Array.from({ length: 30 }, (_, n) => ({
        id: n + 1,
        name: `Offering ${n}`,
        level: 0,
        parent_id: false,
    }));
    const centers = Array.from({ length: 50 }, (_, n) => ({
        id: n || false,
        name: `Centre ${n}`,
        level: 0,
        parent_id: n ? false : null,
    }));
    const cells = centers.flatMap((center, row) =>
        offerings.map((offering, column) =>
            makeCell(row * 30 + column + 1, center.id, offering.id, {
                state: STATES[(row + column) % 7][0],
                revenue: row * 1000,
                potential: column * 1000,
            })
        )
    );
    onRpc("kam.whitespace", "get_grid", () => makeGrid({ offerings, centers, cells }));
    const { timeStamp: start } = new Event("start");
    await mountWithCleanup(KamWhitespaceGrid, { props: { accountId: 7, companyId: 1 } });
    const { timeStamp: end } = new Event("end");
    expect(queryAll(".o_kam_whitespace_cell").length).toBe(1500);
    expect(end - start).toBeLessThan(1000);
});
