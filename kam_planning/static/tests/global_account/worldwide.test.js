import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import {
    contains,
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";

class Plan extends models.Model {
    _name = "kam.plan";

    name = fields.Char();

    _records = [{ id: 1, name: "Acme Worldwide" }];
}

defineMailModels();
defineModels([Plan]);

const TOTALS = {
    amounts: { revenue: 1200, margin: 90, pipeline: 0, revenue_target: null },
    unknown: { revenue: 0, margin: 1, pipeline: 0, revenue_target: 2 },
    attainment: null,
    progress: null,
    overdue: 1,
    plans: 2,
};

function makeRow(values) {
    return {
        company: "Home",
        manager: "Kim",
        tier: "",
        period: "2026",
        state: "Active",
        is_self: false,
        may_edit: true,
        currency_id: 1,
        own: { revenue: 900, margin: 90, pipeline: 0, revenue_target: null },
        amounts: { revenue: 900, margin: 90, pipeline: 0, revenue_target: null },
        attainment: false,
        progress: 40,
        overdue: 0,
        health: "Good",
        next_review: "2026-04-01",
        ...values,
    };
}

function open(rows, totals = {}) {
    onRpc("kam.plan", "get_worldwide", () => ({
        plan_id: 1,
        may_edit: true,
        currency_id: 1,
        day: "2026-03-02",
        as_of: false,
        groups: [{ id: 1, company: "Home", branches: ["South"], rows, totals: TOTALS }],
        totals: { ...TOTALS, ...totals },
        rates: ["1 EUR = 1.2500 USD (rate of 03/01/2026)"],
        notes: ["These are the figures of the companies you have chosen."],
        candidates: [],
    }));
    return mountView({
        type: "form",
        resModel: "kam.plan",
        resId: 1,
        arch: `<form><widget name="kam_worldwide"/></form>`,
    });
}

const SELF = makeRow({ plan_id: 1, name: "Acme Worldwide", is_self: true });
const LOCAL = makeRow({
    plan_id: 2,
    name: "Far Away",
    company: "South",
    currency_id: 2,
    own: { revenue: 240, margin: null, pipeline: 0, revenue_target: null },
    amounts: { revenue: 300, margin: null, pipeline: 0, revenue_target: null },
    health: "not known",
    overdue: 1,
});

test("what is not known is a dash, and 0 is a number", async () => {
    await open([SELF, LOCAL]);
    const cells = queryAllTexts("[data-plan='2'] .o_kam_worldwide_cell > span:last-child");
    expect(cells[0]).toMatch(/^\$\s?300\.00\s+240\.00\s?€$/);
    expect(cells[1]).toBe("–");
    expect(cells[2]).toMatch(/0\.00/);
    expect(cells[4]).toMatch(/40\.0 %\s+Overdue actions: 1/);
    expect(cells[5]).toMatch(/not known\s+Next review: /);
    const together = queryAllTexts(
        ".o_kam_worldwide_total .o_kam_worldwide_cell > span:last-child"
    );
    expect(together[1]).toMatch(/90\.00\s+1 not known/);
    expect(together[3]).toMatch(/–\s+2 not known/);
    expect("h3").toHaveText(/^Home\s+with South$/);
    expect("[data-plan='2']").toHaveText(/South · Kim · 2026 · Active/);
    expect("ul").toHaveText(/rate of 03\/01\/2026.*companies you have chosen/s);
});

test("a plan is taken out and opened", async () => {
    onRpc("kam.plan", "write", ({ args }) => {
        expect.step(JSON.stringify(args));
        return true;
    });
    await open([SELF, LOCAL]);
    expect("[data-plan='1'] button").toHaveCount(0);
    await contains("[data-plan='2'] button[aria-label='Take out Far Away']").click();
    expect.verifySteps([`[[2],{"global_plan_id":false}]`]);
});

test("a global plan alone asks who serves the customer", async () => {
    await open([SELF], { plans: 1 });
    expect(".o_kam_empty").toHaveText(/Which of our companies serve this customer/);
    expect(".o_kam_worldwide_total").toHaveCount(0);
});
