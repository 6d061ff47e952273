import { expect, test } from "@odoo/hoot";

import { cut, drawSheets, drawWhole, wrap } from "@kam_planning/common/canvas/drawing";

const box = (y, title = "Box") => ({ x: 0, y, width: 200, height: 30, title });

test("texts are cut and wrapped where they do not fit", () => {
    expect(cut("short", 200, 13)).toBe("short");
    expect(cut("a".repeat(200), 100, 13)).toBe(`${"a".repeat(12)}…`);
    expect(wrap("one two three", 50, 13, 2)).toEqual(["one", "two t…"]);
    expect(wrap("x".repeat(9), 50, 13, 2)).toEqual(["xxxxxx", "xxx"]);
    expect(wrap("", 50, 13, 2)).toEqual([""]);
});

test("a drawing is an SVG document, whatever the names are", () => {
    const scene = { boxes: [box(0, `<b> & "quotes"`)], lines: [{ path: "M0 0L5 5" }] };
    const svg = drawWhole({ ...scene, width: 200, height: 30 });
    const parsed = new DOMParser().parseFromString(svg, "image/svg+xml");
    expect(parsed.querySelector("parsererror")).toBe(null);
    expect(parsed.querySelector("title").textContent).toBe(`<b> & "quotes"`);
    expect(parsed.querySelectorAll("path")).toHaveLength(1);
});

test("each box stands whole on one of the sheets", () => {
    const boxes = Array.from({ length: 60 }, (_one, index) => box(index * 42));
    const sheets = drawSheets({ boxes, lines: [], width: 800, height: 60 * 42 });
    expect(sheets.length).toBeGreaterThan(3);
    let drawn = 0;
    for (const sheet of sheets) {
        const svg = new DOMParser().parseFromString(sheet, "image/svg+xml").documentElement;
        const [, top, , height] = svg.getAttribute("viewBox").split(" ").map(Number);
        for (const rect of svg.querySelectorAll("rect[rx]")) {
            const y = Number(rect.getAttribute("y"));
            expect(y >= top && y + 30 <= top + height).toBe(true);
            drawn++;
        }
    }
    expect(drawn).toBe(60);
});

test("an empty picture is one empty sheet", () => {
    expect(drawSheets({ boxes: [], lines: [], width: 0, height: 0 })).toHaveLength(1);
});
