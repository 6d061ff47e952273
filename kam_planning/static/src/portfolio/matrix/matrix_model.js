/** What the matrix shows of what the server placed. Plain values only. */

const HEAD = 8;

/** The tip of an arrow as points of a polygon, for a line [x1, y1, x2, y2]. */
export function tipOf([x1, y1, x2, y2]) {
    const length = Math.hypot(x2 - x1, y2 - y1) || 1;
    const [dx, dy] = [(x2 - x1) / length, (y2 - y1) / length];
    const [x, y] = [x2 - dx * HEAD, y2 - dy * HEAD];
    const side = HEAD / 2.5;
    const points = [
        [x2, y2],
        [x - dy * side, y + dx * side],
        [x + dy * side, y - dx * side],
    ];
    return points.map((point) => point.map((one) => one.toFixed(1)).join(",")).join(" ");
}

/** Bubbles in the order of drawing: the small ones lie upon the large ones. */
export function drawingOrder(bubbles) {
    return bubbles.toSorted((one, other) => other.r - one.r || one.id - other.id);
}

/** How many stand in each quadrant. */
export function countQuadrants(bubbles) {
    const counts = {};
    for (const { quadrant } of bubbles) {
        counts[quadrant] = (counts[quadrant] || 0) + 1;
    }
    return counts;
}

/** Where the names of the quadrants stand, each in its corner. */
export function cornersOf(side) {
    return [
        { key: "star", x: 6, y: 17, anchor: "start" },
        { key: "strategic", x: side - 6, y: 17, anchor: "end" },
        { key: "streamline", x: 6, y: side - 8, anchor: "start" },
        { key: "status", x: side - 6, y: side - 8, anchor: "end" },
    ];
}

/** The table: by quadrant as the matrix is read, then the most attractive first. */
export function tableOf(bubbles) {
    const order = ["strategic", "star", "status", "streamline"];
    return bubbles.toSorted(
        (one, other) =>
            order.indexOf(one.quadrant) - order.indexOf(other.quadrant) ||
            other.attractiveness - one.attractiveness ||
            one.id - other.id
    );
}
