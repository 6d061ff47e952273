/** Where the cards of a strategy map stand, and what belongs together. Plain values only. */

export const CARD = { width: 210, height: 76 };
const GAP = { x: 70, y: 14 };
// Above the cards stand the names of the columns.
const HEAD = 34;
// In which column the place of a missing link is.
export const GHOSTS = {
    goal_without_answer: "objective",
    objective_without_goal: "goal",
    objective_without_offering: "offering",
    offering_without_value: "value",
    value_without_objective: "objective",
};

/**
 * The columns with their cards, and a ghost at the height of each card that lacks a link.
 *
 * @param {Object[]} columns {kind, label, cards} in their order
 * @returns {Object[]} the same, where `cards` has ghosts {key, kind, ghostOf, missing} as well
 */
export function withGhosts(columns) {
    const wanted = {};
    for (const { cards } of columns) {
        cards.forEach((card, index) => {
            const kind = GHOSTS[card.missing];
            if (kind) {
                const ghost = {
                    key: `ghost-${card.key}`,
                    kind,
                    ghostOf: card,
                    missing: card.missing,
                };
                (wanted[kind] ||= []).push({ card: ghost, at: (index + 0.5) / cards.length });
            }
        });
    }
    return columns.map(({ kind, label, cards }) => {
        const own = cards.map((card, index) => ({ card, at: (index + 0.5) / cards.length }));
        const all = [...own, ...(wanted[kind] || [])].toSorted((a, b) => a.at - b.at);
        return { kind, label, cards: all.map(({ card }) => card) };
    });
}

/**
 * @param {Object[]} columns of `withGhosts`
 * @param {Array} links pairs of keys
 * @returns {{places: Map, heads: Object[], lines: Object[], width: number, height: number}} places
 *      {x, y} by key; heads {kind, label, x}; lines {id, from, to, path, isGhost}
 */
export function layoutStrategy(columns, links) {
    const places = new Map();
    const heads = [];
    const ghosts = [];
    columns.forEach(({ kind, label, cards }, at) => {
        const x = at * (CARD.width + GAP.x);
        heads.push({ kind, label, x });
        cards.forEach((card, index) => {
            places.set(card.key, { x, y: HEAD + index * (CARD.height + GAP.y) });
            if (card.ghostOf) {
                ghosts.push([card.ghostOf.key, card.key]);
            }
        });
    });
    const lines = [...links, ...ghosts].map(([from, to]) => ({
        id: `${from}>${to}`,
        from,
        to,
        isGhost: to.startsWith("ghost-"),
        path: linePath(places.get(from), places.get(to)),
    }));
    const most = Math.max(1, ...columns.map(({ cards }) => cards.length));
    return {
        places,
        heads,
        lines,
        width: columns.length * (CARD.width + GAP.x) - GAP.x,
        height: HEAD + most * (CARD.height + GAP.y) - GAP.y,
    };
}

function linePath(one, other) {
    const [from, to] = one.x <= other.x ? [one, other] : [other, one];
    const [x, y] = [from.x + CARD.width, from.y + CARD.height / 2];
    const end = to.y + CARD.height / 2;
    const bend = (to.x - x) / 2;
    return `M${x} ${y}C${x + bend} ${y} ${to.x - bend} ${end} ${to.x} ${end}`;
}

/**
 * A card, all that leads to it and all that it leads to.
 *
 * @param {string} key
 * @param {Array} links pairs of keys, from left to right
 * @returns {Set<string>}
 */
export function pathOf(key, links) {
    const path = new Set([key]);
    for (const [from, to] of [
        [0, 1],
        [1, 0],
    ]) {
        const next = new Map();
        for (const link of links) {
            next.set(link[from], [...(next.get(link[from]) || []), link[to]]);
        }
        const seen = new Set([key]);
        // A set gives what is added to it meanwhile.
        for (const one of seen) {
            (next.get(one) || []).forEach((other) => seen.add(other));
        }
        seen.forEach((one) => path.add(one));
    }
    return path;
}
