import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, test } from "@odoo/hoot";
import { animationFrame, queryAllTexts } from "@odoo/hoot-dom";
import {
    contains,
    defineModels,
    fields,
    getService,
    models,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";
import { MainComponentsContainer } from "@web/core/main_components_container";
import { WebClient } from "@web/webclient/webclient";

import { groupLines } from "@kam_planning/brief/brief_model";
import { prepareNote, takesDay, toggle } from "@kam_planning/brief/capture/capture_model";
import { KamCaptureDialog } from "@kam_planning/brief/capture/kam_capture";

class Plan extends models.Model {
    _name = "kam.plan";

    name = fields.Char();

    _records = [{ id: 1, name: "Acme 2026" }];
}

defineMailModels();
defineModels([Plan]);

const KINDS = [
    { name: "action", label: "Action" },
    { name: "goal", label: "Customer's goal" },
];

test("lines stand below their headings", () => {
    const lines = [
        { kind: "person", text: "Jane" },
        { kind: "ours", text: "Visit" },
        { kind: "person", text: "Otto" },
    ];
    const groups = groupLines({ headings: { person: "Who comes", ours: "We owe" }, lines });
    expect(groups.map(({ title }) => title)).toEqual(["Who comes", "We owe"]);
    expect(groups[0].lines.map(({ text }) => text)).toEqual(["Jane", "Otto"]);
    expect(groupLines({ headings: {}, lines: [] })).toEqual([]);
});

test("a day is sent only where it says something", () => {
    expect(takesDay(["goal", "risk"])).toBe(false);
    expect(takesDay(["goal", "key_date"])).toBe(true);
    expect(toggle(["goal"], "goal")).toEqual([]);
    expect(toggle(["goal"], "action")).toEqual(["goal", "action"]);
    const note = { text: "x", chosen: ["goal"], day: "2026-03-02", token: "t" };
    expect(prepareNote(note).date).toBe(null);
    expect(prepareNote({ ...note, chosen: ["action"] }).date).toBe("2026-03-02");
    expect(prepareNote({ ...note, chosen: ["action"], day: "" }).date).toBe(null);
});

async function openDialog() {
    onRpc("kam.plan", "get_capture_kinds", () => KINDS);
    await mountWithCleanup(MainComponentsContainer);
    getService("dialog").add(KamCaptureDialog, {
        planId: 1,
        onKept: () => expect.step("kept"),
    });
    await animationFrame();
}

test("two taps are one note, which can be undone", async () => {
    onRpc("kam.plan", "capture_note", ({ args, kwargs }) => {
        expect.step(`capture ${args[0]} ${kwargs.kinds}`);
        return {
            message_id: 5,
            records: [{ kind: "action", label: "Action", name: "Call Jane" }],
        };
    });
    onRpc("kam.plan", "undo_capture", () => {
        expect.step("undo");
        return true;
    });
    await openDialog();
    expect(queryAllTexts(".o_kam_capture_kinds button")).toEqual(["Action", "Customer's goal"]);
    expect(".o_kam_capture_keep").toHaveProperty("disabled", true);
    await contains(".o_kam_capture_dialog textarea").edit("Call Jane", { confirm: false });
    await contains("[data-kind=action]").click();
    expect(".o_kam_capture_day").toHaveCount(1);
    expect("[data-kind=action]").toHaveAttribute("aria-pressed", "true");
    const keep = document.querySelector(".o_kam_capture_keep");
    keep.click();
    keep.click();
    await animationFrame();
    await animationFrame();
    expect.verifySteps(["capture 1 action", "kept"]);
    expect(".o_kam_captured").toHaveText(/Action: Call Jane/);
    await contains(".o_kam_captured button:contains(Undo)").click();
    await animationFrame();
    expect.verifySteps(["undo", "kept"]);
});

test("what is refused leaves the sentence there", async () => {
    expect.errors(1);
    onRpc("kam.plan", "capture_note", () => {
        throw new Error("No");
    });
    await openDialog();
    await contains(".o_kam_capture_dialog textarea").edit("Call Jane", { confirm: false });
    await contains(".o_kam_capture_keep").click();
    await animationFrame();
    expect(".o_kam_capture_dialog textarea").toHaveValue("Call Jane");
    expect(".o_kam_capture_keep").toHaveProperty("disabled", false);
    expect.verifyErrors(["No"]);
});

test("the brief opens a record of each line, and of other contacts", async () => {
    onRpc("kam.plan", "get_brief", ({ kwargs }) => {
        expect.step(`brief ${JSON.stringify(kwargs.contact_ids)}`);
        return {
            contact_ids: kwargs.contact_ids || [],
            headings: { ours: "We owe them" },
            lines: [
                { kind: "ours", text: "Visit", res_model: "kam.plan", res_id: 1 },
                { kind: "ours", text: "and 2 more", res_model: "kam.plan", res_id: false },
            ],
        };
    });
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "kam_brief",
        target: "new",
        params: { plan_id: 1, contact_ids: null },
    });
    expect.verifySteps(["brief null"]);
    expect(".modal .o_kam_brief_group[data-kind=ours] h3").toHaveText("We owe them");
    expect(".o_kam_brief_group li button").toHaveCount(1);
    expect(queryAllTexts(".o_kam_brief_group li")).toEqual(["Visit", "and 2 more"]);
});
