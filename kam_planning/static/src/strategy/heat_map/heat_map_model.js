/** The places of a heat map, from grouped risks. Plain values only. */

export const POINTS = [1, 2, 3, 4, 5];
export const LEVELS = ["low", "medium", "high", "critical"];
const MOST = [4, 9, 14];
/** The fields by which risks are grouped: what they were, are, and are to be. */
export const STAGES = {
    inherent: ["inherent_probability", "inherent_impact"],
    current: ["probability", "impact"],
    target: ["target_probability", "target_impact"],
};
export const GROUP_BY = Object.values(STAGES).flat();
// In widths of a cell: an arrow leaves room for the counts at both ends, and beside the other one.
const ROOM = 0.3;
const ASIDE = 0.09;

/** The level of a rating: up to 4, 9 and 14 low, medium and high, above that critical. */
export function levelOf({ probability, impact }) {
    const rating = probability * impact;
    const index = MOST.findIndex((most) => rating <= most);
    return LEVELS[index < 0 ? LEVELS.length - 1 : index];
}

export function keyOf({ probability, impact }) {
    return `${probability},${impact}`;
}

/** Where risks of a group stand at a stage, null where that was not rated. */
function placeOf(group, stage) {
    const [probability, impact] = STAGES[stage].map((name) => Number(group[name]) || 0);
    return probability && impact ? { probability, impact } : null;
}

/** Counts by cell, counts by level, and moves from stage to stage: each risk is counted once. */
export function gather(groups) {
    const cells = {};
    const levels = Object.fromEntries(LEVELS.map((level) => [level, 0]));
    const moves = new Map();
    let total = 0;
    let unrated = 0;
    for (const group of groups) {
        const { __count: count } = group;
        const [before, now, then] = Object.keys(STAGES).map((stage) => placeOf(group, stage));
        total += count;
        if (!now) {
            unrated += count;
            continue;
        }
        cells[keyOf(now)] = (cells[keyOf(now)] || 0) + count;
        levels[levelOf(now)] += count;
        addMove(moves, "done", before, now, count);
        addMove(moves, "planned", now, then, count);
    }
    return { cells, levels, moves: [...moves.values()], total, unrated };
}

function addMove(moves, kind, from, to, count) {
    if (!from || !to || keyOf(from) === keyOf(to)) {
        return;
    }
    const key = `${kind} ${keyOf(from)} ${keyOf(to)}`;
    const move = moves.get(key) || { key, kind, from, to, count: 0 };
    move.count += count;
    moves.set(key, move);
}

/** The middle of a cell: the greatest impact is on the right, the highest probability above. */
export function centreOf({ probability, impact }) {
    return { x: impact - 0.5, y: POINTS.length - probability + 0.5 };
}

/** An arrow between two cells, in widths of a cell, and where its count stands. */
export function arrowOf({ kind, from, to }) {
    const start = centreOf(from);
    const end = centreOf(to);
    const length = Math.hypot(end.x - start.x, end.y - start.y);
    const dx = (end.x - start.x) / length;
    const dy = (end.y - start.y) / length;
    const aside = kind === "planned" ? ASIDE : -ASIDE;
    const shift = { x: -dy * aside, y: dx * aside };
    return {
        x1: start.x + dx * ROOM + shift.x,
        y1: start.y + dy * ROOM + shift.y,
        x2: end.x - dx * ROOM + shift.x,
        y2: end.y - dy * ROOM + shift.y,
        x: (start.x + end.x) / 2 + shift.x,
        y: (start.y + end.y) / 2 + shift.y,
    };
}

/** The cell to which a key leads from another one, null for keys that lead nowhere. */
export function neighbourOf({ probability, impact }, key) {
    const steps = {
        ArrowUp: [1, 0],
        ArrowDown: [-1, 0],
        ArrowLeft: [0, -1],
        ArrowRight: [0, 1],
        Home: [0, -POINTS.length],
        End: [0, POINTS.length],
    };
    if (!(key in steps)) {
        return null;
    }
    const within = (point) => Math.min(Math.max(point, 1), POINTS.length);
    const [up, right] = steps[key];
    return { probability: within(probability + up), impact: within(impact + right) };
}

/** The risks that a cell counts. */
export function domainOf({ probability, impact }) {
    return [
        ["probability", "=", String(probability)],
        ["impact", "=", String(impact)],
    ];
}
