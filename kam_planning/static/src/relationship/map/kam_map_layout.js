/**
 * Where the cards stand: the rules of tools/org_chart.py, for what is open on the screen. Both are
 * held together by the cases in static/tests/relationship/layout_cases.json.
 */

export const CARD = { width: 200, height: 96, gapX: 24, gapY: 48 };
// More people without reports of their own below one manager stand in a block, not in a row.
const MOST_IN_A_ROW = 3;

/**
 * Places everybody below their managers.
 *
 * @param {number[]} roots ids of those at the top, in their order from left to right
 * @param {(id: number) => number[]} reportsOf ids of those shown below a person
 * @returns {Map<number, {x: number, y: number}>} upper left corners
 */
export function layOut(roots, reportsOf) {
    const order = downwards(roots, reportsOf);
    const blocks = new Map();
    for (const id of order.toReversed()) {
        blocks.set(id, measure(reportsOf(id), reportsOf, blocks));
    }
    return place(roots, order, reportsOf, blocks);
}

function downwards(roots, reportsOf) {
    const order = [];
    const waiting = roots.toReversed();
    while (waiting.length) {
        const id = waiting.pop();
        order.push(id);
        waiting.push(...reportsOf(id).toReversed());
    }
    return order;
}

function measure(below, reportsOf, blocks) {
    if (!below.length) {
        return { columns: 1, isGrid: false };
    }
    if (below.length > MOST_IN_A_ROW && below.every((id) => !reportsOf(id).length)) {
        return { columns: Math.ceil(Math.sqrt(below.length)), isGrid: true };
    }
    const columns = below.reduce((sum, id) => sum + blocks.get(id).columns, 0);
    return { columns, isGrid: false };
}

function placeRoots(roots, reportsOf, blocks) {
    const lefts = new Map();
    const trees = roots.filter((id) => reportsOf(id).length);
    const leaves = roots.filter((id) => !reportsOf(id).length);
    let column = 0;
    for (const id of trees) {
        lefts.set(id, [column, 0]);
        column += blocks.get(id).columns;
    }
    // People without any line stand in a block at the right.
    const across = Math.ceil(Math.sqrt(leaves.length));
    leaves.forEach((id, index) => {
        lefts.set(id, [column + (index % across), Math.floor(index / across)]);
    });
    return lefts;
}

function place(roots, order, reportsOf, blocks) {
    const stepX = CARD.width + CARD.gapX;
    const stepY = CARD.height + CARD.gapY;
    const lefts = placeRoots(roots, reportsOf, blocks);
    const places = new Map();
    for (const id of order) {
        const [first, level] = lefts.get(id);
        const { columns, isGrid } = blocks.get(id);
        const x = Math.round((first + (columns - 1) / 2) * stepX);
        places.set(id, { x, y: level * stepY });
        let left = first;
        reportsOf(id).forEach((child, index) => {
            if (isGrid) {
                const row = Math.floor(index / columns);
                lefts.set(child, [first + (index % columns), level + 1 + row]);
            } else {
                lefts.set(child, [left, level + 1]);
                left += blocks.get(child).columns;
            }
        });
    }
    return places;
}

/** Points of the line from a manager's card to a report's card; in a block, past the first row. */
export function connect(manager, report) {
    const x1 = manager.x + CARD.width / 2;
    const x2 = report.x + CARD.width / 2;
    const y1 = manager.y + CARD.height;
    const middle = y1 + CARD.gapY / 2;
    if (report.y <= y1 + CARD.gapY) {
        return `${x1},${y1} ${x1},${middle} ${x2},${middle} ${x2},${report.y}`;
    }
    const side = report.x - CARD.gapX / 2;
    const height = report.y + CARD.height / 2;
    return `${x1},${y1} ${x1},${middle} ${side},${middle} ${side},${height} ${report.x},${height}`;
}

/** The size of a map with these places; an empty one is as large as a card. */
export function boundsOf(places) {
    let { width, height } = CARD;
    for (const { x, y } of places.values()) {
        width = Math.max(width, x + CARD.width);
        height = Math.max(height, y + CARD.height);
    }
    return { width, height };
}
