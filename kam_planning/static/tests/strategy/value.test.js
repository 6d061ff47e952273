import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, test } from "@odoo/hoot";
import { click, queryAllTexts, queryFirst } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import {
    defineModels,
    fields,
    mockService,
    models,
    mountView,
} from "@web/../tests/web_test_helpers";

const LADDER = {
    steps: [
        { name: "promised", amount: 11088, count: 2 },
        { name: "delivered", amount: 5544, count: 1 },
        { name: "confirmed", amount: -2772, count: 1 },
        { name: "disputed", amount: null, count: 0 },
    ],
    promised_all: 16632,
    rate: 75,
    unknown: 1,
    currency_id: false,
};
const SIDE = { count: 3, ratio: 1.1087, score: 66.07 };
const CARD = {
    criteria: [
        { id: 1, name: "Price", customer: [5, 4, 3], us: [5, 5, 3], gap: 1 },
        { id: 2, name: "Service", customer: [3, 2, 3], us: [3, 5, 3], gap: 3 },
        { id: 3, name: "Quality", customer: null, us: [3, 5, 3], gap: null },
    ],
    customer: SIDE,
    us: { count: 4, ratio: 1.5, score: 100 },
    gap: 33.93,
    enough: 3,
};
const NOTHING = { count: 0, ratio: null, score: null };

class Plan extends models.Model {
    _name = "kam.plan";

    ladder = fields.Json();
    card = fields.Json();

    _records = [
        { id: 1, ladder: LADDER, card: CARD },
        {
            id: 2,
            ladder: false,
            card: { ...CARD, customer: { ...NOTHING, count: 2 }, us: NOTHING, gap: null },
        },
        {
            id: 3,
            ladder: {
                ...LADDER,
                steps: LADDER.steps.map((step) => ({ ...step, amount: null, count: 0 })),
                promised_all: null,
            },
            card: { ...CARD, gap: -2 },
        },
    ];
}

defineMailModels();
defineModels([Plan]);

const at = (step) =>
    parseFloat(queryFirst(`[data-step=${step}] .o_kam_value_ladder_bar`).style.marginInlineStart);

const mountPlan = (resId, name, widget) =>
    mountView({
        type: "form",
        resModel: "kam.plan",
        resId,
        arch: `<form><field name="${name}" widget="${widget}" readonly="1"/></form>`,
    });

test("each step has its own amount, and nothing is their sum", async () => {
    await mountPlan(1, "ladder", "kam_value_ladder");
    expect(queryAllTexts(".o_kam_value_ladder_amount")).toEqual(["11,088", "5,544", "-2,772", "–"]);
    expect(".o_kam_value_ladder").not.toHaveText(/13,860/);
    expect(".o_kam_value_rate").toHaveText("75.0 %");
    expect(".o_kam_value_ladder p").toHaveText(/16,632/);
    expect(".o_kam_value_ladder p").toHaveText(/Without a known amount: 1/);
});

test("what is less than nothing goes the other way", async () => {
    await mountPlan(1, "ladder", "kam_value_ladder");
    expect("[data-step=confirmed] .o_kam_value_negative").toHaveCount(1);
    expect(at("promised")).toBe(20);
    expect(at("confirmed")).toBe(0);
});

test("a step opens its values", async () => {
    mockService("action", {
        doAction(action, { additionalContext }) {
            expect.step([action, additionalContext]);
        },
    });
    await mountPlan(1, "ladder", "kam_value_ladder");
    await click("[data-step=disputed] button");
    await animationFrame();
    expect.verifySteps([
        [
            "kam_planning.kam_value_action",
            { search_default_plan_id: 1, search_default_disputed: 1 },
        ],
    ]);
});

test("nothing promised is no ladder", async () => {
    await mountPlan(2, "ladder", "kam_value_ladder");
    expect(".o_kam_value_ladder").toHaveCount(0);
});

test("proposals alone are no ladder", async () => {
    await mountPlan(3, "ladder", "kam_value_ladder");
    expect(".o_kam_value_ladder").toHaveCount(0);
});

test("the gap is the headline, the widest comes first", async () => {
    await mountPlan(1, "card", "kam_value_scorecard");
    expect(".o_kam_value_headline").toHaveText(
        "We see ourselves 34 points better than the customer does."
    );
    expect(queryAllTexts(".o_kam_value_score")).toEqual(["66", "100"]);
    expect(queryAllTexts(".o_kam_value_ratio")).toEqual(["1.11", "1.50"]);
    expect(queryAllTexts("tbody td:first-child")).toEqual(["Service", "Price", "Quality"]);
    expect(queryAllTexts(".o_kam_value_gap")).toEqual(["+3.0", "+1.0", "–"]);
});

test("too few answers show nothing", async () => {
    await mountPlan(2, "card", "kam_value_scorecard");
    expect(".o_kam_value_headline").toHaveText(
        "Not enough answers yet (The customer: 2, We: 0): a side shows from 3 people on."
    );
    expect(queryAllTexts(".o_kam_value_score")).toEqual(["–", "–"]);
});

test("a small gap is none", async () => {
    await mountPlan(3, "card", "kam_value_scorecard");
    expect(".o_kam_value_headline").toHaveText("Both sides see us alike: 2 points apart.");
});
