import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, test } from "@odoo/hoot";
import {
    contains,
    defineModels,
    fields,
    models,
    mountView,
    pagerNext,
} from "@web/../tests/web_test_helpers";

class Goal extends models.Model {
    _name = "kam.customer.goal";

    name = fields.Char();
    may_edit = fields.Boolean();

    _records = [
        { id: 1, name: "Theirs", may_edit: false },
        { id: 2, name: "Ours", may_edit: true },
    ];
}

defineMailModels();
defineModels([Goal]);

const FORM = {
    type: "form",
    resModel: "kam.customer.goal",
    arch: `<form js_class="kam_form"><field name="may_edit" invisible="1"/><field name="name"/></form>`,
};

test("who may only read a record sees it so, and edits the next one", async () => {
    await mountView({ ...FORM, resId: 1, resIds: [1, 2] });
    expect(".o_form_readonly [name=name]").toHaveText("Theirs");
    expect("[name=name] input").toHaveCount(0);
    await pagerNext();
    expect(".o_form_editable [name=name] input").toHaveValue("Ours");
});

test("a new record is typed in", async () => {
    await mountView(FORM);
    await contains("[name=name] input").edit("Mine");
    expect("[name=name] input").toHaveValue("Mine");
});
