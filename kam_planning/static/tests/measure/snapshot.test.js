import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, test } from "@odoo/hoot";
import { click, queryAllTexts } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import {
    defineModels,
    fields,
    mockService,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";

const SNAPSHOT = {
    values: {
        revenue: [1200, 800],
        margin_rate: [20, 25],
        order_intake: [100, 100],
        overdue: [50, null],
        days_to_pay: [30, 40],
        win_rate: [null, null],
    },
    growth: 50,
    share: 12.5,
    months: [
        ["2025-03-01", 800],
        ["2026-02-01", 1200],
    ],
    categories: [
        ["Tea", 1000, 0],
        [null, 150, 700],
    ],
    others: [50, 100],
    opens: ["revenue"],
    as_of: "2026-03-02 10:00:00",
    currency_id: false,
};

class Plan extends models.Model {
    _name = "kam.plan";

    snapshot = fields.Json();

    _records = [
        { id: 1, snapshot: SNAPSHOT },
        { id: 2, snapshot: false },
    ];
}

defineMailModels();
defineModels([Plan]);

function mountSnapshot(resId = 1) {
    return mountView({
        type: "form",
        resModel: "kam.plan",
        resId,
        arch: `<form><field name="snapshot" widget="kam_snapshot"/></form>`,
    });
}

function tile(name) {
    return `.o_kam_tile[data-name=${name}]`;
}

test("the snapshot shows figures, the year before and how they moved", async () => {
    await mountSnapshot();
    expect(`${tile("revenue")} button.o_kam_tile_value`).toHaveText("1,200");
    expect(tile("revenue")).toHaveText(/▲ 50\.0 %.*before: 800/s);
    expect(`${tile("order_intake")} button`).toHaveCount(0, { message: "may not be read" });
    expect(`${tile("margin_rate")} .o_kam_worse`).toHaveText("▼ 5.0 points");
    expect(`${tile("days_to_pay")} .o_kam_better`).toHaveCount(1);
    expect(`${tile("overdue")}`).toHaveText(/today/);
    expect(`${tile("win_rate")} .o_kam_tile_value`).toHaveText("–");
    expect(`${tile("share")} .o_kam_tile_value`).toHaveText("12.5 %");
    expect(".o_kam_sparkline rect").toHaveCount(2);
    expect(".o_kam_sparkline").toHaveAttribute("aria-label", /March 2025: 800/);
    expect(queryAllTexts(".o_kam_categories tbody tr:first-child td")).toEqual([
        "Tea",
        "1,000",
        "0.00",
        "",
    ]);
});

test("spend by category ends with the others, and adds up to the revenue", async () => {
    await mountSnapshot();
    expect(queryAllTexts(".o_kam_categories tbody td:first-child")).toEqual([
        "Tea",
        "No category",
        "Others",
    ]);
    expect(queryAllTexts(".o_kam_categories tbody tr:last-child td")).toEqual([
        "Others",
        "50.00",
        "100.00",
        "▼ 50.0 %",
    ]);
});

test("a click on a figure opens its records", async () => {
    onRpc("action_open_figure", ({ args }) => {
        expect.step(`open ${args[0]} ${args[1]}`);
        return { type: "ir.actions.act_window", res_model: "account.invoice.report" };
    });
    mockService("action", { doAction: (action) => expect.step(action.res_model) });
    await mountSnapshot();
    await click(".o_kam_tile[data-name=revenue] button");
    await animationFrame();
    expect.verifySteps(["open 1 revenue", "account.invoice.report"]);
});

test("a plan whose figures were never read reads them by itself", async () => {
    onRpc("action_refresh_figures", function ({ args }) {
        expect.step(`refresh ${args[0]}`);
        this.env["kam.plan"].write(args[0], { snapshot: SNAPSHOT });
        return true;
    });
    await mountSnapshot(2);
    await animationFrame();
    expect.verifySteps(["refresh 2"]);
    await animationFrame();
    expect(".o_kam_tile[data-name=revenue] .o_kam_tile_value").toHaveText("1,200");
});
