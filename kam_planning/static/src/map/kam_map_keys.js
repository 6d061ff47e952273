const ARROWS = new Set(["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"]);

/** Keys on the map; the legend below it names them. */
export function onMapKey(map, ev) {
    if (ev.ctrlKey || ev.metaKey || ev.altKey || ev.target.closest("input, select, textarea")) {
        return;
    }
    const id = map.state.focused;
    const onCard = id && ev.target.closest("[data-person]");
    if (onCard && ARROWS.has(ev.key)) {
        const next = map.model.neighbour(id, ev.key);
        if (next) {
            map.focus(next);
        }
    } else if (onCard && ev.key in CARD_KEYS) {
        CARD_KEYS[ev.key](map, id);
    } else if (ev.key in MAP_KEYS) {
        MAP_KEYS[ev.key](map);
    } else {
        return;
    }
    ev.preventDefault();
    ev.stopPropagation();
}

const CARD_KEYS = {
    Enter: (map, id) => (map.state.held ? drop(map, id) : map.openPanel(id)),
    " ": (map, id) => map.toggle(id),
    m: (map, id) => hold(map, id, "move"),
    n: (map) => map.state.held && map.state.mode === "move" && drop(map, null),
    l: (map, id) => map.model.sees_judgements && hold(map, id, "line"),
};

const MAP_KEYS = {
    "+": (map) => map.zoom(1.25),
    "-": (map) => map.zoom(0.8),
    0: (map) => map.fitAll(),
    u: (map) => map.undo(),
    Escape: (map) => {
        map.state.held = null;
        if (map.state.panel) {
            map.closePanel();
        }
    },
};

function hold(map, id, mode) {
    if (map.model.can_write) {
        Object.assign(map.state, { held: id, mode });
    }
}

function drop(map, target) {
    const id = map.state.held;
    map.state.held = null;
    return id === target ? null : map.onDropped({ id, target, isAbove: !target });
}
