import { expect, getFixture, test } from "@odoo/hoot";

import { findFaults } from "../walk/screen_checks";

/** What is told of a piece of a page, 300 pixels wide. */
function find(html, options = {}) {
    const fixture = getFixture();
    fixture.style.width = "300px";
    fixture.innerHTML = html;
    const { left } = fixture.getBoundingClientRect();
    return findFaults({ root: fixture, width: left + 300, ...options });
}

const WIDE = `<div style="width: 500px">A sheet</div>`;

test("nothing is told of what has its place", () => {
    const faults = find(`<div class="o_form_sheet" style="overflow: hidden">
        <div class="o_form_statusbar"><button>Approve</button> <button>Close</button></div>
        <span class="badge">Late</span>
    </div>`);
    expect(faults).toEqual([]);
});

test("a place that is narrower than what stands in it", () => {
    const [moved] = find(`<div style="overflow: auto">${WIDE}</div>`);
    expect(moved).toMatch(/500 wide in 300/);
    const [hidden] = find(`<div class="o_form_sheet" style="overflow: hidden">${WIDE}</div>`);
    expect(hidden).toMatch(/o_form_sheet.*A sheet/);
    expect(find(`<div class="o_pivot" style="overflow: auto">${WIDE}</div>`)).toEqual([]);
});

test("a list may be moved on a phone, and there only", () => {
    const list = `<div class="o_list_renderer" style="overflow: auto; width: 200px">${WIDE}</div>`;
    expect(find(list, { width: 390 })).toEqual([]);
    expect(find(list, { width: 1280 })).toHaveLength(1);
});

const columns = (name) => `<div class="${name}">
    <div class="o_kanban_renderer o_kanban_grouped" style="overflow: auto">${WIDE}</div></div>`;

test("columns of cards are moved on a desk, our own are not on a phone", () => {
    expect(find(columns("o_kam_cards"))).toEqual([]);
    expect(find(columns("o_view"), { width: 390 })).toEqual([]);
    expect(find(columns("o_kam_cards"), { width: 390 })).toHaveLength(1);
});

test("a button whose text is cut, and one beyond the edge", () => {
    const cut = `style="width: 40px; overflow: hidden; white-space: nowrap"`;
    const [text] = find(`<button ${cut} name="approve">Approve all the plans</button>`);
    expect(text).toMatch(/cut button.*“approve”/);
    const [beyond] = find(`<div style="position: relative">
        <button style="position: absolute; left: 280px; width: 60px">Close</button></div>`);
    expect(beyond).toMatch(/beyond the edge.*Close/);
});

test("titles of columns, badges and figures that are cut", () => {
    const cut = `style="width: 40px; max-width: 40px; overflow: hidden; white-space: nowrap"`;
    expect(find(`<span class="badge" ${cut}>Waiting for approval</span>`)).toHaveLength(1);
    expect(
        find(`<table style="table-layout: fixed; width: 40px"><tr><th ${cut}>Attainment</th></tr>
            <tr><td class="o_list_number" ${cut}>123,456,789</td></tr></table>`)
    ).toHaveLength(2);
});

test("buttons of a head that stand upon one another", () => {
    const [upon] = find(`<div class="o_form_statusbar" style="display: flex">
        <button style="width: 90px">Submit</button>
        <button style="width: 90px; margin-left: -40px">Approve</button></div>`);
    expect(upon).toMatch(/upon another.*Submit.*Approve/);
});

test("what is hidden or only heard is no fault; of Odoo's screens only what is ours", () => {
    const cut = `style="width: 40px; overflow: hidden; white-space: nowrap"`;
    expect(
        find(`<div class="visually-hidden"><button ${cut}>Approve plans</button></div>`)
    ).toEqual([]);
    expect(find(`<div style="display: none"><button ${cut}>Approve plans</button></div>`)).toEqual(
        []
    );
    const both = `<button ${cut} name="ours">Approve plans</button><button ${cut}>Of others</button>`;
    expect(find(both, { only: "[name=ours]" })).toHaveLength(1);
});
