import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import { defineModels, fields, models, mountView } from "@web/../tests/web_test_helpers";

class Objective extends models.Model {
    _name = "kam.objective";

    name = fields.Char();
    status = fields.Selection({
        selection: [
            ["on_track", "On track"],
            ["at_risk", "At risk"],
            ["off_track", "Off track"],
        ],
    });

    _records = [
        { id: 1, name: "Grow", status: "at_risk" },
        { id: 2, name: "Relate", status: "on_track" },
        { id: 3, name: "Serve", status: "off_track" },
        { id: 4, name: "Drop", status: false },
    ];
}

defineMailModels();
defineModels([Objective]);

test("a status is a sign and a word, and nothing when there is none", async () => {
    await mountView({
        type: "list",
        resModel: "kam.objective",
        arch: `<list><field name="name"/><field name="status" widget="kam_status"/></list>`,
    });
    expect(queryAllTexts(".o_kam_status")).toEqual(["At risk", "On track", "Off track"]);
    expect(".o_kam_status .fa-exclamation-triangle").toHaveCount(1);
    expect(".o_kam_status .fa-check-circle").toHaveCount(1);
    expect(".o_kam_status .fa-times-circle").toHaveCount(1);
    expect(".o_data_row:contains(Drop)").toHaveCount(1);
    expect(".o_data_row:contains(Drop) .o_kam_status").toHaveCount(0);
});
