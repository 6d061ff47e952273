import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { describe, expect, test } from "@odoo/hoot";
import { makeMockEnv } from "@web/../tests/web_test_helpers";
import {
    findRange,
    makeTicks,
    placeBar,
    toPercent,
} from "@kam_planning/execution/timeline/kam_timeline_layout";
import {
    getLook,
    KamTimelineModel,
    LOOKS,
} from "@kam_planning/execution/timeline/kam_timeline_model";

defineMailModels();

const day = (text) => luxon.DateTime.fromISO(text);
const item = (start, end) => ({ start: day(start), end: day(end) });

const record = (id, customer, objective, date_start = false) => ({
    id,
    name: `Act ${id}`,
    state: "todo",
    is_open: true,
    date_start,
    date_deadline: "2026-03-05",
    partner_id: { id: customer, display_name: customer },
    plan_id: { id: customer === "Acme" ? 1 : 2, display_name: customer },
    objective_id: objective && {
        id: objective,
        display_name: `Goal ${objective}`,
        sequence: -objective,
    },
});

describe("layout", () => {
    test("whole months around all bars and today", () => {
        const range = findRange([item("2026-03-10", "2026-05-02")], day("2026-02-20"));
        expect(range.start.toISODate()).toBe("2026-02-01");
        expect(range.end.toISODate()).toBe("2026-06-01");
        expect(range.days).toBe(28 + 31 + 30 + 31);
    });

    test("without a bar it is the month of today", () => {
        expect(findRange([], day("2026-02-20")).days).toBe(28);
    });

    test("a bar covers its first and its last day", () => {
        const range = findRange([item("2026-04-01", "2026-04-30")], day("2026-04-10"));
        expect(placeBar(item("2026-04-01", "2026-04-30"), range)).toEqual({ left: 0, width: 100 });
        expect(placeBar(item("2026-04-16", "2026-04-18"), range)).toEqual({ left: 50, width: 10 });
        expect(toPercent(day("2026-04-16"), range)).toBe(50);
    });

    test("ticks are weeks, months, quarters or years, and fill the axis", () => {
        for (const [end, count, first, last] of [
            ["2026-02-10", 5, "1 Feb", "23 Feb"],
            ["2026-12-10", 11, "Feb 2026", "Dec"],
            ["2029-12-10", 16, "Q1 2026", "Q4 2029"],
            ["2036-12-10", 11, "2026", "2036"],
        ]) {
            const range = findRange([item("2026-02-03", end)], day("2026-02-05"));
            const ticks = makeTicks(range);
            expect(ticks.length).toBe(count);
            expect([ticks[0].label, ticks.at(-1).label]).toEqual([first, last]);
            const width = ticks.reduce((sum, tick) => sum + tick.width, 0);
            expect(Math.round(width)).toBe(100);
        }
    });
});

describe("model", () => {
    test("what an action looks like: over, late, waiting, or its state", () => {
        const open = { is_open: true, state: "todo" };
        expect(getLook({ is_open: false, state: "done", is_overdue: true })).toBe(LOOKS.done);
        expect(getLook({ ...open, is_overdue: true, is_waiting: true })).toBe(LOOKS.late);
        expect(getLook({ ...open, is_waiting: true })).toBe(LOOKS.waiting);
        expect(getLook({ ...open, state: "in_progress" })).toBe(LOOKS.in_progress);
    });

    test("one call; groups by plan and objective, those of none last", async () => {
        const records = [
            record(1, "Acme", false),
            record(2, "Zeta", 7),
            record(3, "Acme", 5, "2026-03-01"),
            record(4, "Acme", 6),
        ];
        let calls = 0;
        const orm = {
            webSearchRead: async () => {
                calls++;
                return { records, length: 4 };
            },
        };
        const env = await makeMockEnv();
        const model = new KamTimelineModel(env, { resModel: "kam.action" }, { orm });
        await model.load({ domain: [], context: {} });
        expect(calls).toBe(1);
        expect(model.groups.map(({ customer, name }) => `${customer} ${name}`)).toEqual([
            "Acme Goal 6",
            "Acme Goal 5",
            "Acme No objective",
            "Zeta Goal 7",
        ]);
        const [withStart, without] = [model.items[2], model.items[0]];
        expect(withStart.start.toISODate()).toBe("2026-03-01");
        expect([without.hasStart, without.start.toISODate()]).toEqual([false, "2026-03-05"]);
    });
});
