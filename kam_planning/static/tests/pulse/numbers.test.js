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

const RECORDS = [
    {
        id: 1,
        name: "QUICK-Stop",
        health: 60.6,
        health_change: 4.2,
        hygiene: 65.8,
        hygiene_change: -0.4,
        confidence: 80,
        health_band: "watch",
        health_alarm: false,
    },
    {
        id: 2,
        name: "Save-a-lot",
        health: 33.6,
        health_change: -6.04,
        hygiene: 0,
        hygiene_change: false,
        confidence: 71,
        health_band: "danger",
        health_alarm: "champion left",
    },
    {
        id: 3,
        name: "Ernst Handel",
        health: false,
        health_change: false,
        hygiene: 40,
        hygiene_change: false,
        confidence: 35,
        health_band: false,
        health_alarm: false,
    },
];

class Plan extends models.Model {
    _name = "kam.plan";

    name = fields.Char();
    health = fields.Float({ string: "Health" });
    health_change = fields.Float();
    hygiene = fields.Float({ string: "Plan Quality" });
    hygiene_change = fields.Float();
    confidence = fields.Float({ string: "Confidence (%)" });
    health_band = fields.Selection({
        selection: [
            ["good", "Good"],
            ["watch", "Needs attention"],
            ["danger", "In danger"],
        ],
    });
    health_alarm = fields.Char();

    _records = RECORDS;
}

defineMailModels();
defineModels([Plan]);

function mountForm(resId) {
    // What nobody knows comes as false, and not as 0.
    onRpc("web_read", async ({ parent, args }) => {
        const [values] = await parent();
        const record = RECORDS.find(({ id }) => id === args[0][0]);
        for (const name of ["health", "health_change", "hygiene_change"]) {
            values[name] = record[name];
        }
        return [values];
    });
    return mountView({
        type: "form",
        resModel: "kam.plan",
        resId,
        arch: `<form><field name="health" widget="kam_numbers"/></form>`,
    });
}

function readText() {
    const texts = queryAllTexts(".o_kam_numbers > span");
    return texts.map((text) => text.replace(/\s+/g, " ").replace(/ ([▲▼])/, "$1"));
}

test("three numbers, each in words of its own, and which way they moved", async () => {
    await mountForm(1);
    expect(readText()).toEqual(["Health61▲Needs attention", "Plan66", "Sure80"]);
    expect(".o_kam_number[data-name='health'] span").toHaveAttribute(
        "title",
        "up 4.2 points in 30 days"
    );
});

test("an alarm says why", async () => {
    await mountForm(2);
    expect(readText()).toEqual(["Health34▼In danger · “champion left”", "Plan0", "Sure71"]);
});

test("what is not known is words and no number", async () => {
    await mountForm(3);
    expect(readText()).toEqual(["Healthnot known", "Plan40", "Sure35"]);
});

test("each number opens into what it is made of, and leads to where something can be done", async () => {
    mockService("action", {
        doAction({ tag, params }) {
            expect.step(`${tag} ${params.plan_id} ${params.chapter}`);
        },
    });
    onRpc("get_score_explanation", ({ args }) => {
        expect.step(`${args[0]} ${args[1]}`);
        return {
            total: 65.8,
            confidence: null,
            total_before: 60,
            date_before: "2026-03-01 10:00:00",
            as_of: "2026-03-02 02:00:00",
            notes: ["Andrew confirmed 21 lines at once: they count as one."],
            cheapest: { label: "Plan an action of ours.", gain: 10, chapter: "actions" },
            history: [
                ["2026-02-01 02:00:00", 50],
                ["2026-02-15 02:00:00", null],
                ["2026-03-01 02:00:00", 65.8],
            ],
            components: [
                {
                    key: "acts",
                    label: "Acts",
                    value: "0 due",
                    thresholds: "An open action of ours is due within 30 days",
                    todo: "Plan an action of ours.",
                    chapter: "actions",
                    why: "0 due instead of 1 due",
                    weight: 10,
                    points: 0,
                    share: 0,
                    points_before: 100,
                    evidence: [],
                },
            ],
        };
    });
    await mountForm(1);
    await click(".o_kam_number[data-name='hygiene']");
    await animationFrame();
    expect.verifySteps(["1 hygiene"]);
    expect(".o_kam_score_total").toHaveText(/65\.8 %.*60 % on/);
    expect(".o_kam_score_note").toHaveText(/21 lines at once/);
    expect(".o_kam_score_cheapest").toHaveText("Next point: Plan an action of ours. (+10)");
    // Fifty, then 65.8: what was not known between is no point of the line.
    expect(".o_kam_score_line polyline").toHaveAttribute("points", "2.0,20.0 198.0,14.3");
    expect(".o_kam_score_part td:last-child").toHaveText(/▼ 100.*0 due instead of 1 due/s);
    expect(".o_kam_score_part td:first-child").toHaveText(/within 30 days/);
    await click(".o_kam_score_todo");
    await animationFrame();
    expect.verifySteps(["kam_open_plan 1 actions"]);
    expect(".modal").toHaveCount(0);
});
