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

class Objective extends models.Model {
    _name = "kam.objective";

    name = fields.Char();
    progress = fields.Float({ string: "Progress" });

    _records = [
        { id: 1, name: "Grow", progress: 62.5 },
        { id: 2, name: "Relate", progress: 0 },
        { id: 3, name: "Serve", progress: 0 },
        { id: 4, name: "Drop", progress: 0 },
    ];
}

defineMailModels();
defineModels([Objective]);

const PART = {
    key: "action-1",
    label: "Visit",
    value: "Done",
    weight: 2,
    points: 100,
    share: 62.5,
    points_before: 40,
    evidence: [["kam.action", 7]],
};

function mountForm(resId = 1) {
    return mountView({
        type: "form",
        resModel: "kam.objective",
        resId,
        arch: `<form><field name="progress" widget="kam_score" options="{'kind': 'progress'}"/></form>`,
    });
}

function answerWith(components, extra = {}) {
    onRpc("get_score_explanation", ({ args, model }) => {
        expect.step(`${model} ${args[0]} ${args[1]}`);
        return {
            total: 62.5,
            confidence: 100,
            total_before: null,
            date_before: null,
            components,
            ...extra,
        };
    });
}

test("a score shows its figure and says what a click does", async () => {
    await mountForm();
    expect(".o_kam_score_value").toHaveText("63 %");
    expect(".o_kam_score .progress-bar").toHaveStyle({ width: "63%" }, { inline: true });
    expect(".o_kam_score").toHaveAttribute(
        "aria-label",
        "Progress: 63 percent. Show what it is made of."
    );
});

test("a record that is not saved has no explanation yet", async () => {
    await mountForm(false);
    expect(".o_kam_score").toHaveProperty("disabled", true);
});

test("a click opens the explanation of that record and kind", async () => {
    answerWith([PART], { total_before: 25, date_before: "2026-01-15 10:00:00" });
    await mountForm();
    await click(".o_kam_score");
    await animationFrame();
    expect.verifySteps(["kam.objective 1 progress"]);
    expect(".o_kam_score_total").toHaveText(/62\.5 %.*25 % on/);
    expect(queryAllTexts(".o_kam_score_part td")).toEqual([
        "Visit",
        "Done",
        "2",
        "100",
        "62.5",
        "▲ 60",
    ]);
});

test("each movement has a sign of its own, and an unknown input says so", async () => {
    answerWith(
        [
            { ...PART, key: "a", points: 10, points_before: 40 },
            { ...PART, key: "b", points: 40 },
            { ...PART, key: "c", points_before: null },
            { ...PART, key: "d", points: null, share: 0 },
            { ...PART, key: "e", points: null, points_before: null, share: 0 },
        ],
        { confidence: 75 }
    );
    await mountForm();
    await click(".o_kam_score");
    await animationFrame();
    expect(queryAllTexts(".o_kam_score_part td:last-child")).toEqual([
        "▼ 30",
        "=",
        "new",
        "new",
        "",
    ]);
    expect(".o_kam_score_part:last-child td:nth-child(4)").toHaveText("not known");
    expect(".o_kam_score_part:last-child td:nth-child(5)").toHaveText("–");
    expect(".o_kam_score_total").toHaveText(/75 % of the inputs are known/);
    expect.verifySteps(["kam.objective 1 progress"]);
});

test("a click on an input opens the record behind it", async () => {
    answerWith([PART]);
    mockService("action", {
        doAction(action) {
            expect.step(`${action.res_model} ${action.res_id}`);
        },
    });
    await mountForm();
    await click(".o_kam_score");
    await animationFrame();
    await click(".o_kam_score_part button");
    await animationFrame();
    expect.verifySteps(["kam.objective 1 progress", "kam.action 7"]);
    expect(".modal").toHaveCount(0);
});

test("a score without inputs says that nothing counts yet", async () => {
    answerWith([]);
    await mountForm();
    await click(".o_kam_score");
    await animationFrame();
    expect(".modal-body").toHaveText(/Nothing counts towards this figure yet/);
    expect.verifySteps(["kam.objective 1 progress"]);
});
