import { onKey } from "@kam_planning/common/canvas/keys";

// What a key does, by the name of the method that does it, and its argument.
// The legend below the map names the keys.

const ON_CARD = {
    ArrowUp: ["go", "ArrowUp"],
    ArrowDown: ["go", "ArrowDown"],
    ArrowLeft: ["go", "ArrowLeft"],
    ArrowRight: ["go", "ArrowRight"],
    Enter: ["choose"],
    " ": ["fold"],
    m: ["hold", "move"],
    d: ["hold", "dotted"],
    l: ["hold", "line"],
    Delete: ["takeOff"],
    n: ["dropOnNobody"],
};

const ON_MAP = {
    "+": ["zoom", 1.25],
    "-": ["zoom", 0.8],
    0: ["fitAll"],
    u: ["undo"],
    r: ["redo"],
    Escape: ["escape"],
};

/** Does what a key on the focused card stands for. */
export function onCardKey(canvas, ev) {
    if (ev.target.closest("[data-person]")) {
        onKey(canvas, ev, ON_CARD);
    }
}

/** Does what a key anywhere on the map stands for. */
export function onMapKey(map, ev) {
    onKey(map, ev, ON_MAP);
}
