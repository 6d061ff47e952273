import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, test } from "@odoo/hoot";
import { waitFor } from "@odoo/hoot-dom";
import {
    clickSave,
    contains,
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
    pagerNext,
} from "@web/../tests/web_test_helpers";

class Item extends models.Model {
    _name = "kam.review.item";

    name = fields.Char();

    _records = [
        { id: 1, name: "Prices" },
        { id: 2, name: "Delivery" },
    ];
}

class Review extends models.Model {
    _name = "kam.review";

    name = fields.Char({ required: true });
    may_edit = fields.Boolean();
    reason = fields.Char();
    item_ids = fields.One2many({ relation: "kam.review.item" });
    told_ids = fields.One2many({ relation: "kam.review.item" });

    _records = [
        { id: 1, name: "First", may_edit: true, reason: "Ill", item_ids: [1], told_ids: [2] },
        { id: 2, name: "Second", may_edit: true, reason: "Late", item_ids: [], told_ids: [1] },
    ];
}

defineMailModels();
defineModels([Item, Review]);

const FORM = {
    type: "form",
    resModel: "kam.review",
    arch: `
        <form js_class="kam_pages_form">
            <field name="may_edit" invisible="1"/>
            <field name="name"/>
            <notebook>
                <page name="agenda" string="Agenda" lazy="1">
                    <field name="item_ids"><list><field name="name"/></list></field>
                </page>
                <page name="minutes" string="Minutes"><field name="reason"/></page>
                <page name="told" string="Told" lazy="1">
                    <field name="told_ids"><list editable="bottom"><field name="name"/></list></field>
                </page>
            </notebook>
        </form>`,
};

/** The fields of each reading, one after the other. */
function keepReadings() {
    const readings = [];
    onRpc("kam.review", "web_read", ({ kwargs }) => {
        readings.push(Object.keys(kwargs.specification).toSorted().join(" "));
    });
    return readings;
}

const AT_FIRST = "display_name may_edit name reason";

test("a page is read when it is shown, and nothing else again", async () => {
    const readings = keepReadings();
    await mountView({ ...FORM, resId: 1, resIds: [1, 2] });
    await waitFor("[name=item_ids] .o_data_row:contains(Prices)");
    expect(readings).toEqual([AT_FIRST, "item_ids"]);
    await contains("a[name=told]").click();
    await waitFor("[name=told_ids] .o_data_row:contains(Delivery)");
    await contains("a[name=agenda]").click();
    await waitFor("[name=item_ids] .o_data_row:contains(Prices)");
    expect(readings).toEqual([AT_FIRST, "item_ids", "told_ids"]);
    await pagerNext();
    expect("[name=name] input").toHaveValue("Second");
    await waitFor("[name=item_ids] .o_list_renderer");
    expect("[name=item_ids] .o_data_row:contains(Prices)").toHaveCount(0);
});

test("what is typed in is saved before a page is read, and read again", async () => {
    const readings = keepReadings();
    await mountView({ ...FORM, resId: 1 });
    await contains("[name=name] input").edit("Anew");
    await contains("a[name=told]").click();
    await waitFor("[name=told_ids] .o_data_row:contains(Delivery)");
    expect("[name=name] input").toHaveValue("Anew");
    expect(readings.at(-1)).toBe("display_name item_ids may_edit name reason told_ids");
});

test("what cannot be saved is not lost", async () => {
    await mountView({ ...FORM, resId: 1 });
    await contains("[name=name] input").edit("");
    await contains("a[name=told]").click();
    expect("[name=told_ids]").toHaveCount(0);
    await contains("[name=name] input").edit("Anew");
    await contains("button:contains(Save and show)").click();
    await waitFor("[name=told_ids] .o_data_row:contains(Delivery)");
});

test("a new record has all its pages", async () => {
    await mountView(FORM);
    await contains("[name=name] input").edit("New");
    await contains("a[name=told]").click();
    await contains("[name=told_ids] .o_field_x2many_list_row_add :is(a, button)").click();
    await contains("[name=told_ids] [name=name] input").edit("Samples");
    await clickSave();
    await waitFor("[name=told_ids] .o_data_row:contains(Samples)");
});
