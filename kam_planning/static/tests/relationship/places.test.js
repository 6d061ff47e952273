import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, test } from "@odoo/hoot";
import { keyDown, queryFirst } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { contains, onRpc } from "@web/../tests/web_test_helpers";

import { cardOf, makeMap, makePerson, mountMap } from "./map_test_helpers";

defineMailModels();

test("mail and phone are on the card", async () => {
    const data = makeMap();
    Object.assign(data.people[1], { email: "two@acme.example", phone: "+1 555 0102" });
    await mountMap(data);
    expect(`${cardOf(2)} .o_kam_map_mail`).toHaveAttribute("href", "mailto:two@acme.example");
    expect(`${cardOf(2)} .o_kam_map_phone`).toHaveAttribute("href", "tel:+1 555 0102");
    expect(`${cardOf(1)} a`).toHaveCount(0);
});

test("a second manager is a dotted line, by keys, and can be taken back", async () => {
    onRpc("kam.stakeholder", "write", ({ args }) => {
        expect.step(JSON.stringify(args));
        return true;
    });
    const { map } = await mountMap();
    const press = async (id, key) => {
        map.focus(id);
        await animationFrame();
        queryFirst(cardOf(id)).focus();
        await keyDown(key);
        await animationFrame();
    };
    expect(".o_kam_map_dotted").toHaveCount(0);
    await press(4, "d");
    await press(3, "Enter");
    expect.verifySteps(['[[4],{"dotted_manager_id":3}]']);
    expect(".o_kam_map_dotted").toHaveCount(1);
    expect(queryFirst(cardOf(4)).getAttribute("aria-label")).toInclude("also reports to Person 3");
    expect(".o_kam_map_undo").toHaveText("Undo: Person 4 also reports to Person 3");
    await press(4, "d");
    await press(2, "Enter");
    expect.verifySteps([]);
    expect(".o_notification").toHaveText(/Person 4 reports to Person 2 already/);
    await map.editing.move(4, 3);
    expect.verifySteps(['[[4],{"manager_id":3,"dotted_manager_id":false}]']);
    expect(map.model.byId.get(4).dotted_manager_id).toBe(false);
    await map.undo();
    expect.verifySteps(['[[4],{"manager_id":2,"dotted_manager_id":3}]']);
    await press(4, "d");
    await press(4, "n");
    expect.verifySteps(['[[4],{"dotted_manager_id":false}]']);
    await map.undo();
    await map.undo();
    expect.verifySteps(['[[4],{"dotted_manager_id":3}]', '[[4],{"dotted_manager_id":false}]']);
    await animationFrame();
    expect(".o_kam_map_dotted").toHaveCount(0);
});

test("somebody taken off the map comes back with his people", async () => {
    const server = { 4: makePerson(4, 2), 2: makePerson(2, 1, { reports: 1 }) };
    const top = makePerson(1, false, { reports: 2 });
    onRpc("kam.stakeholder", "take_off_map", ({ args, kwargs }) => {
        expect.step(`off ${args[0]} ${kwargs.reason}`);
        server[2] = makePerson(2, 1, { parked_reason: kwargs.reason });
        server[4] = makePerson(4, 1);
        return [[4, 2, 1]];
    });
    onRpc("kam.stakeholder", "put_back_on_map", ({ args, kwargs }) => {
        expect.step(`back ${args[0]} ${JSON.stringify(kwargs.moves)}`);
        server[2] = makePerson(2, 1, { reports: 1 });
        server[4] = makePerson(4, 2);
        return [4];
    });
    onRpc("kam.stakeholder", "get_people", ({ kwargs }) => ({
        people: kwargs.person_ids.map((id) => ({ ...(server[id] || top) })),
        lines: [],
    }));
    const { map } = await mountMap();
    await contains(`${cardOf(2)} .o_kam_map_take_off`, { visible: false }).click();
    await animationFrame();
    expect.verifySteps(["off 2 not_relevant"]);
    expect(cardOf(2)).toHaveCount(0);
    expect(map.model.byId.get(4).manager_id).toBe(1);
    expect(map.model.total).toBe(3);
    expect(".o_kam_map_undo").toHaveText("Undo: Person 2 taken off the map");
    await contains(".o_kam_map_undo").click();
    await animationFrame();
    expect.verifySteps(["back 2 [[4,2,1]]"]);
    expect(map.model.byId.get(4).manager_id).toBe(2);
    expect(map.model.total).toBe(4);
    await contains(".o_kam_map_redo").click();
    await animationFrame();
    expect.verifySteps(["off 2 not_relevant"]);
    // What somebody saves in the form is not undone.
    map.editing.keepPeople([2]);
    await map.undo();
    expect.verifySteps([]);
    await map.putBack(2);
    expect.verifySteps(["back 2 []"]);
    await map.undo();
    expect.verifySteps(["off 2 not_relevant"]);
});

test("readers take nobody off the map", async () => {
    const { map } = await mountMap(makeMap({ can_write: false }));
    expect(".o_kam_map_take_off, .o_kam_map_mode_dotted").toHaveCount(0);
    map.focus(2);
    await animationFrame();
    queryFirst(cardOf(2)).focus();
    await keyDown("Delete");
    expect(cardOf(2)).toHaveCount(1);
});
