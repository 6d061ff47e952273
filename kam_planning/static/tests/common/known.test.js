import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, test } from "@odoo/hoot";
import {
    contains,
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";

class Cell extends models.Model {
    _name = "kam.cell";

    chance = fields.Float({ string: "Chance" });
    progress = fields.Float({ string: "Progress" });

    _records = [
        { id: 1, chance: 0, progress: 0 },
        { id: 2, chance: 0, progress: 0 },
        { id: 3, chance: 0, progress: 163 },
    ];
}

defineMailModels();
defineModels([Cell]);

function mountForm(resId) {
    return mountView({
        type: "form",
        resModel: "kam.cell",
        resId,
        arch: `<form><field name="chance" widget="kam_known"/><field name="progress" widget="kam_progress" readonly="1"/></form>`,
    });
}

test("zero is shown as a number with its bar", async () => {
    await mountForm(2);
    expect(".o_field_widget[name=chance] input").toHaveValue("0.00");
    expect(".o_field_widget[name=progress] .o_progressbar").toHaveCount(1);
});

test("what is more than reached has a full bar, and no grey one", async () => {
    await mountForm(3);
    expect(".o_field_widget[name=progress] .bg-success").toHaveCount(1);
    expect(".o_field_widget[name=progress] .bg-secondary").toHaveCount(0);
});

test("what is not known has no number and no bar", async () => {
    // The mock server knows no numbers that are not known.
    onRpc("web_read", async ({ parent }) => {
        const [record] = await parent();
        return [{ ...record, chance: false, progress: false }];
    });
    await mountForm(1);
    expect(".o_field_widget[name=chance] input").toHaveValue("");
    expect(".o_field_widget[name=progress] .o_progressbar").toHaveCount(0);
    expect(".o_field_widget[name=progress]").toHaveText("–");
});

test("an emptied input is not known", async () => {
    onRpc("web_save", ({ args }) => expect.step(JSON.stringify(args[1])));
    await mountForm(2);
    await contains(".o_field_widget[name=chance] input").clear({ confirm: "blur" });
    await contains(".o_form_button_save").click();
    expect.verifySteps([`{"chance":false}`]);
});
