/** What the server placed on a strategy map, and what belongs together. Plain values only. */

// As the server places them.
export const CARD = { width: 210, height: 76 };

/**
 * @param {Object} map see `get_strategy_map`
 * @returns {{places: Map, heads: Object[], lines: Object[], width: number, height: number}} places
 *      {x, y} by key of a card; lines with an `id`
 */
export function layoutOf({ columns, lines, width, height }) {
    const cards = columns.flatMap((column) => column.cards);
    return {
        places: new Map(cards.map(({ key, x, y }) => [key, { x, y }])),
        heads: columns,
        lines: lines.map((line) => ({ ...line, id: `${line.from}>${line.to}` })),
        width,
        height,
    };
}

/**
 * A card, all that leads to it and all that it leads to.
 *
 * @param {string} key
 * @param {{from: string, to: string}[]} lines
 * @returns {Set<string>}
 */
export function pathOf(key, lines) {
    const path = new Set([key]);
    for (const [from, to] of [
        ["from", "to"],
        ["to", "from"],
    ]) {
        const next = new Map();
        for (const line of lines) {
            if (!next.has(line[from])) {
                next.set(line[from], []);
            }
            next.get(line[from]).push(line[to]);
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
