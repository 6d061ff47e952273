import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { expect, test } from "@odoo/hoot";
import { keyDown, pointerDown, queryFirst, waitUntil } from "@odoo/hoot-dom";
import { advanceTime, animationFrame, mockVibrate } from "@odoo/hoot-mock";
import { mountWithCleanup, onRpc, patchWithCleanup } from "@web/../tests/web_test_helpers";

import { Viewport } from "@kam_planning/common/canvas/viewport";
import { KamMap } from "@kam_planning/relationship/map/kam_map";
import { MapCanvas } from "@kam_planning/relationship/map/kam_map_canvas";
import { MapModel } from "@kam_planning/relationship/map/kam_map_model";
import { cardOf, makeMap, makePerson, mountMap } from "./map_test_helpers";

defineMailModels();

test("a card dropped at the top reports to nobody, by pointer and by keys", async () => {
    onRpc("kam.stakeholder", "write", ({ args }) => {
        expect.step(JSON.stringify(args));
        return true;
    });
    const { canvas, map } = await mountMap();
    expect(".o_kam_map_nobody_above").toHaveClass("d-none");
    canvas.onDragging({ id: 3, at: { x: 5, y: 5 }, target: null, isAbove: true });
    expect(".o_kam_map_nobody_above").not.toHaveClass("d-none");
    expect(".o_kam_map_nobody_above").toHaveClass("o_kam_map_target");
    expect(canvas.isAbove({ y: 10 })).toBe(true);
    expect(canvas.isAbove({ y: 90 })).toBe(false);
    await canvas.onDropped({ id: 3, target: null, isAbove: true });
    expect.verifySteps(['[[3],{"manager_id":false}]']);
    expect(map.model.missingTops).toBe(0);
    expect(map.model.tops).toBe(2);
    map.focus(4);
    await animationFrame();
    queryFirst(cardOf(4)).focus();
    await keyDown("m");
    await keyDown("n");
    await animationFrame();
    expect.verifySteps(['[[4],{"manager_id":false}]']);
    expect(map.model.tops).toBe(3);
});

test("from afar, boxes carry signs as well", async () => {
    const { map } = await mountMap();
    map.viewport.scale = 0.2;
    map.refresh();
    await animationFrame();
    expect(".o_kam_map_card").toHaveCount(0);
    expect(".o_kam_map_far_sign").toHaveCount(4);
    expect(".o_kam_map_far_sign:first").toHaveText("+");
});

test("between boxes and cards what is seen is drawn first, what lies around it soon after", async () => {
    const { canvas, map } = await mountMap();
    const share = () => canvas.area.width / map.viewport.seen().width;
    for (const scale of [0.2, 0.75]) {
        map.viewport.set({ scale });
        expect(share()).toBeLessThan(1.2);
        await advanceTime(150);
        expect(share()).toBeGreaterThan(2);
    }
    expect(".o_kam_map_card").toHaveCount(4);
});

test("photos where there are any, letters elsewhere", async () => {
    const map = makeMap();
    Object.assign(map.people[0], { partner_id: 31, photo: "abc" });
    map.people[1].partner_id = 32;
    map.people[2].is_placeholder = true;
    const { canvas } = await mountMap(map);
    expect(`${cardOf(1)} img.o_kam_map_photo`).toHaveCount(1);
    const { url } = canvas.getScene().cards.find((card) => card.id === 1).picture;
    expect(url).toBe("/web/image/res.partner/31/avatar_128?unique=abc");
    expect(`${cardOf(2)} .o_kam_map_letter`).toHaveText("P");
    expect(`${cardOf(3)} .o_kam_map_nobody`).toHaveText("?");
});

test("readers change nothing", async () => {
    const { canvas } = await mountMap(makeMap({ can_write: false }));
    expect(".o_kam_map_add, .o_kam_map_undo").toHaveCount(0);
    expect(canvas.canDrag()).toBe(false);
    await pointerDown(cardOf(2));
    expect(".o_kam_map_ghost").toHaveClass("d-none");
});

test("thousands of cards: only what is seen is in the page", async () => {
    const people = [makePerson(1, false, { reports: 4999 })];
    for (let id = 2; id <= 5000; id++) {
        people.push(makePerson(id, 1));
    }
    const { map } = await mountMap(makeMap({ people, lines: [], total: 5000 }));
    map.viewport.scale = 1;
    map.refresh();
    await animationFrame();
    expect(document.querySelectorAll(".o_kam_map_card").length).toBeLessThan(400);
    map.fitAll();
    await animationFrame();
    expect(".o_kam_map_card").toHaveCount(0);
    expect(".o_kam_map_far").toHaveCount(1);
});

/** A finger on the canvas: gives functions that put it down, move it and take it off. */
function makeFinger(canvas) {
    const { left, top } = canvas.canvas.el.getBoundingClientRect();
    const tell = (target, type, { x, y }) =>
        target.dispatchEvent(
            new PointerEvent(type, {
                pointerId: 3,
                pointerType: "touch",
                clientX: left + x,
                clientY: top + y,
                bubbles: true,
            })
        );
    return {
        down: (at) => tell(canvas.canvas.el, "pointerdown", at),
        move: (at) => tell(window, "pointermove", at),
        up: (at) => tell(window, "pointerup", at),
    };
}

/** Where a card is on the screen, from the corner of the canvas. */
function middleOf(canvas, id) {
    const { viewport, model } = canvas.props;
    const { x, y } = model.layout.places.get(id);
    return { x: (x + 60 - viewport.x) * viewport.scale, y: (y + 50 - viewport.y) * viewport.scale };
}

test("a swipe over cards looks around and re-parents nobody", async () => {
    onRpc("kam.stakeholder", "write", () => expect.step("write"));
    const { canvas, map } = await mountMap();
    const finger = makeFinger(canvas);
    const [from, to] = [middleOf(canvas, 4), middleOf(canvas, 3)];
    const before = map.viewport.x;
    finger.down(from);
    for (let step = 1; step <= 5; step++) {
        finger.move({
            x: from.x + ((to.x - from.x) * step) / 5,
            y: from.y + ((to.y - from.y) * step) / 5,
        });
    }
    await advanceTime(1000);
    finger.up(to);
    await animationFrame();
    expect.verifySteps([]);
    expect(map.viewport.x).not.toBe(before);
    expect(map.model.byId.get(4).manager_id).toBe(2);
    expect(map.state.panel).toBe(null);
    expect(".o_kam_map_ghost").toHaveClass("d-none");
});

test("a finger that rests on a card picks it up; dropping it can be taken back", async () => {
    onRpc("kam.stakeholder", "write", ({ args }) => {
        expect.step(JSON.stringify(args));
        return true;
    });
    mockVibrate(() => expect.step("felt"));
    const { canvas, map } = await mountMap();
    const finger = makeFinger(canvas);
    const [from, to] = [middleOf(canvas, 4), middleOf(canvas, 3)];
    finger.down(from);
    await advanceTime(600);
    expect.verifySteps(["felt"]);
    expect(".o_kam_map_ghost").not.toHaveClass("d-none");
    finger.move(to);
    finger.up(to);
    await animationFrame();
    expect.verifySteps(['[[4],{"manager_id":3}]']);
    await map.undo();
    expect.verifySteps(['[[4],{"manager_id":2}]']);
});

test("a finger that rests and goes, or taps, drops nobody", async () => {
    mockVibrate(() => {});
    patchWithCleanup(KamMap.prototype, { openPerson: (id) => expect.step(`pressed ${id}`) });
    onRpc("kam.stakeholder", "write", () => expect.step("write"));
    const { canvas } = await mountMap();
    const finger = makeFinger(canvas);
    const at = middleOf(canvas, 2);
    finger.down(at);
    await advanceTime(600);
    finger.up(at);
    await animationFrame();
    expect(".o_kam_map_ghost").toHaveClass("d-none");
    expect.verifySteps([]);
    finger.down(at);
    finger.up(at);
    expect.verifySteps(["pressed 2"]);
});

test("readers pan with a finger, however long it rests", async () => {
    const { canvas, map } = await mountMap(makeMap({ can_write: false }));
    const finger = makeFinger(canvas);
    const [from, to] = [middleOf(canvas, 4), middleOf(canvas, 3)];
    const before = map.viewport.x;
    finger.down(from);
    await advanceTime(600);
    finger.move(to);
    finger.up(to);
    expect(map.viewport.x).not.toBe(before);
    expect(".o_kam_map_ghost").toHaveClass("d-none");
});

const tell = (name) => (value) => expect.step([name, value].filter(Boolean).join(" "));

test("the canvas stands alone, follows its size and tells when it becomes narrower", async () => {
    const viewport = new Viewport();
    const canvas = await mountWithCleanup(MapCanvas, {
        props: {
            model: new MapModel(makeMap()),
            viewport,
            version: 1,
            mode: "move",
            shows: { lines: true, coverage: false, gaps: true },
            focused: 1,
            held: null,
            autofocus: 0,
            onPressed: tell("pressed"),
            onFocused: tell("focused"),
            onFolded: tell("folded"),
            onHeld: tell("held"),
            onDropped: tell("dropped"),
            onLineOpened: tell("opened"),
            onTakenOff: tell("off"),
            onMoreTops: tell("tops"),
            onNarrowed: tell("narrowed"),
        },
    });
    queryFirst(cardOf(1)).focus();
    for (const key of ["ArrowDown", "Enter", " ", "m", "d", "Delete"]) {
        await keyDown(key);
    }
    expect.verifySteps(["focused 2", "pressed 1", "folded 1", "held 1", "held 1", "off 1"]);
    const { width } = viewport;
    canvas.canvas.el.style.width = `${width - 300}px`;
    await waitUntil(() => viewport.width !== width);
    expect.verifySteps(["narrowed"]);
    canvas.canvas.el.style.width = `${width}px`;
    await waitUntil(() => viewport.width === width);
    expect.verifySteps([]);
});
