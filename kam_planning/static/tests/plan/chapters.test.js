import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, test } from "@odoo/hoot";
import { click, edit, press, queryAllTexts } from "@odoo/hoot-dom";
import { animationFrame, Deferred } from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";

const ARCH = `<form js_class="kam_plan_form"><sheet>
    <field name="may_edit" invisible="1"/>
    <field name="show_actions" invisible="1"/>
    <field name="name"/>
    <notebook>
        <page name="figures" string="Figures" chapter_group="account" chapter_view="kam.figures"/>
        <page name="actions" string="Actions" chapter_group="plan" chapter_view="kam.actions"
            invisible="not show_actions"/>
        <page name="inline" string="Of others"><field name="note"/></page>
    </notebook>
</sheet></form>`;

class Plan extends models.Model {
    _name = "kam.plan";

    name = fields.Char({ required: true });
    note = fields.Char();
    revenue = fields.Integer();
    interval = fields.Integer();
    show_actions = fields.Boolean({ default: true });
    may_edit = fields.Boolean({ default: true });

    _records = [
        { id: 1, name: "Acme", revenue: 91, interval: 3, show_actions: true, may_edit: true },
        { id: 2, name: "Zeta", revenue: 17, interval: 3, show_actions: false, may_edit: false },
    ];
    _views = {
        "form,kam.figures": `<form><field name="revenue"/></form>`,
        "form,kam.actions": `<form><field name="interval"/></form>`,
    };
}

defineMailModels();
defineModels([Plan]);

function open(values = {}) {
    onRpc("kam.plan", "get_chapter_marks", () => ({
        actions: { count: 8, late: 1, to_confirm: 2 },
    }));
    return mountView({ type: "form", resModel: "kam.plan", resId: 1, arch: ARCH, ...values });
}

const current = ".o_kam_navigator [aria-current=page]";

test("the first chapter opens after the head, and only its fields are read", async () => {
    onRpc("kam.plan", "web_read", ({ kwargs }) => {
        expect.step(Object.keys(kwargs.specification).toSorted().join());
    });
    await open();
    await animationFrame();
    expect(current).toHaveText("Figures");
    expect(".o_kam_chapter .o_field_widget[name=revenue] input").toHaveValue("91");
    expect(".o_kam_chapter .o_field_widget[name=interval]").toHaveCount(0);
    const head = "display_name,may_edit,name,note,show_actions";
    expect.verifySteps([head, "display_name,may_edit,name,note,revenue,show_actions"]);
});

test("counts and marks are told in signs and in words", async () => {
    await open();
    await animationFrame();
    expect(queryAllTexts(".o_kam_navigator_heading")).toEqual(["Account", "Plan"]);
    expect("button[name=actions] .o_kam_navigator_count").toHaveText("8");
    expect("button[name=actions] .o_kam_mark_late").toHaveAttribute("title", "1 late");
    expect("button[name=actions] .visually-hidden").toHaveCount(2);
    expect("button[name=figures] .o_kam_navigator_count").toHaveCount(0);
});

test("marks are counted anew, also where a chapter overtakes the reload of a button", async () => {
    const [view, reload] = [new Deferred(), new Deferred()];
    let reads = 0;
    onRpc("kam.plan", "get_views", async ({ kwargs, parent }) => {
        if (kwargs.context?.form_view_ref === "kam.actions") {
            await view;
        }
        return parent();
    });
    onRpc("kam.plan", "web_read", async ({ parent }) => {
        reads++;
        if (reads === 3) {
            await reload;
        }
        return parent();
    });
    onRpc("kam.plan", "get_chapter_marks", () => {
        expect.step("marks");
        return {};
    });
    onRpc("kam.plan", "action_confirm", () => false);
    const button = '<header><button name="action_confirm" type="object" string="Yes"/></header>';
    const arch = ARCH.replace("<sheet>", `${button}<sheet>`);
    await mountView({ type: "form", resModel: "kam.plan", resId: 1, arch });
    await animationFrame();
    expect.verifySteps(["marks"]);
    await contains("button[name=actions]").click();
    await contains("button[name=action_confirm]").click();
    expect(reads).toBe(3);
    view.resolve();
    await animationFrame();
    await animationFrame();
    expect(current).toHaveText("Actions");
    expect.verifySteps(["marks"]);
    reload.resolve();
});

test("what is typed is saved before another chapter opens", async () => {
    onRpc("kam.plan", "web_save", ({ args }) => {
        expect.step(`save ${JSON.stringify(args[1])}`);
    });
    await open();
    await contains("button[name=actions]").click();
    await contains(".o_field_widget[name=interval] input").edit("5");
    await contains("button[name=figures]").click();
    expect.verifySteps(['save {"interval":5}']);
    expect(current).toHaveText("Figures");
});

test("what cannot be saved keeps the chapter", async () => {
    await open();
    await contains("button[name=actions]").click();
    await contains(".o_field_widget[name=name] input").edit("");
    await contains("button[name=figures]").click();
    expect(`${current}[name=actions]`).toHaveCount(1);
    expect(".o_kam_chapter .o_field_widget[name=interval]").toHaveCount(1);
});

test("a page of somebody else's keeps its content in the form", async () => {
    await open();
    await contains("button[name=inline]").click();
    expect(".o_kam_chapter .o_field_widget[name=note] input").toHaveCount(1);
});

test("arrows, Home and End go from entry to entry", async () => {
    await open();
    await animationFrame();
    await click("button[name=figures]");
    await press("ArrowDown");
    expect("button[name=actions]").toBeFocused();
    await press("End");
    expect("button[name=inline]").toBeFocused();
    await press("Home");
    await press("ArrowUp");
    expect("button[name=figures]").toBeFocused();
});

test("who may only read gets a form that can only be read, without blocks that are off", async () => {
    await open({ resId: 2 });
    await animationFrame();
    expect("button[name=actions]").toHaveCount(0);
    expect(".o_form_view .o_field_widget[name=name] input").toHaveCount(0);
    expect(".o_kam_chapter .o_field_widget[name=revenue]").toHaveText("17");
});

test("a new plan opens its chapters once it is saved", async () => {
    await open({ resId: false });
    expect(".o_kam_navigator").toHaveCount(0);
    expect(".o_kam_chapters_hint").toHaveCount(1);
    await click(".o_field_widget[name=name] input");
    await edit("New");
    await contains(".o_form_button_save").click();
    await animationFrame();
    expect(current).toHaveText("Figures");
});
