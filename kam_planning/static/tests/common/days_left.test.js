import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import { mockDate } from "@odoo/hoot-mock";
import { defineModels, fields, models, mountView } from "@web/../tests/web_test_helpers";

class Action extends models.Model {
    _name = "kam.action";

    name = fields.Char();
    is_open = fields.Boolean();
    date_deadline = fields.Date();

    _records = [
        { id: 1, name: "Late", is_open: true, date_deadline: "2026-02-27" },
        { id: 2, name: "Now", is_open: true, date_deadline: "2026-03-02" },
        { id: 3, name: "Next", is_open: true, date_deadline: "2026-03-03" },
        { id: 4, name: "Later", is_open: true, date_deadline: "2027-03-02" },
        { id: 5, name: "Done", is_open: false, date_deadline: "2026-02-27" },
        { id: 6, name: "No day", is_open: true, date_deadline: false },
    ];
}

defineMailModels();
defineModels([Action]);

test("a date stands with the days that are left, in words", async () => {
    mockDate("2026-03-02 12:00:00");
    await mountView({
        type: "list",
        resModel: "kam.action",
        arch: `<list>
            <field name="is_open" column_invisible="1"/>
            <field name="date_deadline" widget="kam_days_left" options="{'over': 'not is_open'}"/>
        </list>`,
    });
    expect(queryAllTexts(".o_kam_days_left_days")).toEqual([
        "3 days late",
        "today",
        "tomorrow",
        "in 365 days",
    ]);
    expect(".o_kam_days_left:eq(3)").toHaveText("Mar 2, 2027\nin 365 days");
    expect(".o_kam_days_left_days:eq(0)").toHaveClass("text-danger");
});
