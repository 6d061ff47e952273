import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, test } from "@odoo/hoot";
import { animationFrame, queryAllTexts } from "@odoo/hoot-dom";
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
    <notebook>
        <page name="overview" string="Overview" chapter_view="kam.overview"/>
        <page name="actions" string="Actions" chapter_group="plan" chapter_view="kam.actions"/>
    </notebook>
</sheet></form>`;

class Plan extends models.Model {
    _name = "kam.plan";

    name = fields.Char();
    may_edit = fields.Boolean({ default: true });
    is_stale = fields.Boolean();
    is_touched = fields.Boolean();

    _records = [
        { id: 1, name: "Acme", may_edit: true, is_stale: true },
        { id: 2, name: "Zeta", may_edit: false, is_stale: false },
    ];
    _views = {
        "form,kam.overview": `<form><widget name="kam_overview"/></form>`,
        "form,kam.actions": `<form><field name="name"/></form>`,
    };
}

defineMailModels();
defineModels([Plan]);

const STEPS = [
    { key: "sponsor", label: "Sponsor", value: "nobody", is_done: false, missing: "Name him." },
    { key: "actions", label: "Actions", value: "1 of 1", is_done: true, missing: "Plan one." },
].map((step) => ({ points: 0, minutes: 1, chapter: "actions", method: "", ...step }));

function open(resId, values = {}) {
    onRpc("kam.plan", "get_chapter_marks", () => ({ actions: { late: 1, to_confirm: 2 } }));
    onRpc("kam.plan", "get_overview", () => ({
        parts: [
            {
                name: "figures",
                title: "Figures",
                chapter: "figures",
                empty: "Being read",
                as_of: false,
                facts: [],
                refresh: "",
                ...values,
            },
        ],
        completeness: {
            percent: 50,
            done: 1,
            total: 2,
            cheapest: "sponsor",
            goes_on: resId === 1,
            steps: STEPS,
        },
    }));
    return mountView({ type: "form", resModel: "kam.plan", resId, arch: ARCH });
}

test("what waits is said in signs and words, and opens its chapter", async () => {
    await open(1);
    await animationFrame();
    expect(".o_kam_overview [data-name=waiting] li").toHaveText(/Actions.*1 late.*2 to confirm/s);
    expect(".o_kam_confirm_everything").toHaveCount(1);
    await contains(".o_kam_overview [data-name=waiting] li button").click();
    expect(".o_kam_chapter[data-chapter=actions]").toHaveCount(1);
    // Above the chapter stands how many lines of it wait.
    expect(".o_kam_chapter_confirm").toHaveText(/2 to confirm/);
});

test("what is missing, and the cheapest next step", async () => {
    await open(1);
    await animationFrame();
    expect(".o_kam_cheapest").toHaveText("Name him.");
    expect(queryAllTexts(".o_kam_completeness li")).toEqual(["Sponsor: nobody", "Actions: 1 of 1"]);
    expect("[data-step=actions] .fa-check").toHaveCount(1);
    expect(".o_kam_go_on").toHaveCount(1);
});

test("who may only read is offered no button", async () => {
    await open(2);
    await animationFrame();
    expect(".o_kam_overview_part").toHaveCount(3);
    expect(".o_kam_confirm_everything, .o_kam_go_on").toHaveCount(0);
});

test("figures that nobody read yet are read once", async () => {
    onRpc("kam.plan", "action_refresh_figures", () => {
        expect.step("read");
        return true;
    });
    await open(1, { refresh: "action_refresh_figures" });
    await animationFrame();
    await animationFrame();
    expect.verifySteps(["read"]);
    expect(".o_kam_overview_figures").toHaveText(/Being read/);
});

test("a line that waits has a sign with its word", async () => {
    await mountView({
        type: "list",
        resModel: "kam.plan",
        arch: `<list><field name="name"/><field name="is_stale" widget="kam_stale"/></list>`,
    });
    expect(".o_kam_stale").toHaveCount(1);
    expect(".o_kam_stale").toHaveAttribute("title", "To confirm: is it still true?");
    expect(".o_kam_stale .visually-hidden").toHaveText("to confirm");
});

test("a line that a change touched has another sign", async () => {
    onRpc("web_search_read", async ({ parent }) => {
        const found = await parent();
        found.records[1].is_touched = true;
        return found;
    });
    await mountView({
        type: "list",
        resModel: "kam.plan",
        arch: `<list><field name="name"/><field name="is_stale" widget="kam_stale"/></list>`,
    });
    expect(queryAllTexts(".o_kam_stale [aria-hidden]")).toEqual(["◐", "△"]);
    expect(queryAllTexts(".o_kam_stale .visually-hidden")).toEqual(["to confirm", "changed"]);
});
