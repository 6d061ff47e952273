import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import {
    defineModels,
    fields,
    makeMockEnv,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";

import { describeChange, formatFigure } from "@kam_planning/common/figure/kam_figure";

class Target extends models.Model {
    _name = "kam.target";

    unit = fields.Char();
    actual_value = fields.Float();
    target_value = fields.Float();
    pace_needed = fields.Float();

    _records = [
        { id: 1, unit: "percent", actual_value: 12.34, target_value: 50 },
        { id: 2, unit: "days", actual_value: false, target_value: 30 },
        { id: 3, unit: "count", actual_value: 1200, target_value: 7, pace_needed: 0 },
    ];
}

defineMailModels();
defineModels([Target]);

test("no figure is not zero, and each unit is written its own way", async () => {
    await makeMockEnv();
    expect(formatFigure(null, "currency")).toBe("–");
    expect(formatFigure(0, "percent")).toBe("0.0 %");
    expect(formatFigure(12.34, "percent")).toBe("12.3 %");
    expect(formatFigure(41.9, "days").toString()).toBe("41.9 days");
    expect(formatFigure(1200, "count")).toBe("1,200");
    expect(formatFigure(1234.5, "currency")).toBe("1,235");
    expect(formatFigure(12.5, "currency")).toBe("12.50");
});

test("a change has a sign; percentages move by points, and fewer days are better", async () => {
    await makeMockEnv();
    expect(describeChange(120, 100)).toEqual({ sign: "▲", amount: "20.0 %", isBetter: true });
    expect(describeChange(80, 100).sign).toBe("▼");
    expect(describeChange(100, 100).sign).toBe("=");
    expect(describeChange(100, 0)).toBe(null);
    expect(describeChange(null, 10)).toBe(null);
    const points = describeChange(20, 25, { unit: "percent" });
    expect([points.sign, points.amount.toString()]).toEqual(["▼", "5.0 points"]);
    expect(describeChange(30, 40, { unit: "days", lowerIsBetter: true }).isBetter).toBe(true);
});

test("a target's figure carries its unit, and no figure is a dash", async () => {
    // The mock server knows no numbers that are not known.
    onRpc("web_search_read", async ({ parent }) => {
        const result = await parent();
        result.records[1].actual_value = false;
        return result;
    });
    await mountView({
        type: "list",
        resModel: "kam.target",
        arch: `<list>
            <field name="unit" column_invisible="1"/>
            <field name="actual_value" widget="kam_figure"/><field name="target_value" widget="kam_figure"/>
        </list>`,
    });
    const cells = queryAllTexts(".o_data_row .o_field_widget");
    expect(cells).toEqual(["12.3 %", "50.0 %", "–", "30.0 days", "1,200", "7"]);
});

test("what is needed per month is a dash where nothing is to be added", async () => {
    onRpc("web_search_read", async ({ parent }) => {
        const result = await parent();
        result.records[0].pace_needed = false;
        result.records[1].pace_needed = false;
        return result;
    });
    await mountView({
        type: "list",
        resModel: "kam.target",
        arch: `<list>
            <field name="unit" column_invisible="1"/>
            <field name="pace_needed" widget="kam_figure"/>
        </list>`,
    });
    expect(queryAllTexts(".o_data_row .o_field_widget")).toEqual(["–", "–", "0"]);
});
