/**
 * How lines run around the cards: the rules of tools/line_routes.py. Both are held together by the
 * cases in static/tests/relationship/line_cases.json.
 */

import { CARD } from "./kam_map_layout";

const TRACKS = [34, 14, 40, 8, 28, 20];
const PORTS = { right: [150, 170, 130], left: [50, 30, 70] };
const LANES = [6, -6, 3, -3];
const NEAR = 5;
const APART = 6;
const LABEL_HEIGHT = 14;
const PLACES_ON_LINE = [2, 1, 3];
const ARROW_LENGTH = 10;
const ARROW_HALF = 5;

/** About how wide a label is, of so many letters. */
export function labelWidth(text) {
    return 6 * [...text].length + 8;
}

/**
 * Finds a way around the cards for each line.
 *
 * @param {Map<number, {x: number, y: number}>} places upper left corners of the cards
 * @param {{key: string, source: number, target: number, width: number}[]} lines width of the label
 * @returns {Map<string, {points: number[][], label: number[]}>}
 */
export function routeLines(places, lines) {
    return new Router(places).route(lines);
}

/** Points of an arrowhead at the end of a line. */
export function arrow([beforeX, beforeY], [x, y]) {
    const right = Math.sign(x - beforeX);
    const down = Math.sign(y - beforeY);
    const backX = x - right * ARROW_LENGTH;
    const backY = y - down * ARROW_LENGTH;
    const one = [backX - down * ARROW_HALF, backY + right * ARROW_HALF];
    const other = [backX + down * ARROW_HALF, backY - right * ARROW_HALF];
    return [[x, y], one, other].map((point) => point.join(",")).join(" ");
}

class Router {
    constructor(places) {
        this.places = places;
        const rows = new Map();
        for (const { x, y } of places.values()) {
            if (!rows.has(y)) {
                rows.set(y, []);
            }
            rows.get(y).push(x);
        }
        this.heights = [...rows.keys()].toSorted((a, b) => a - b);
        this.rows = this.heights.map((y) => rows.get(y).toSorted((a, b) => a - b));
        this.level = new Map(this.heights.map((y, number) => [y, number]));
        this.taken = new Map();
        this.runs = new Map();
        this.labels = new Map();
    }

    route(lines) {
        const routes = new Map();
        for (const { key, source, target, width } of lines) {
            const isUpwards = this.places.get(target).y < this.places.get(source).y;
            const [upper, lower] = isUpwards ? [target, source] : [source, target];
            const { points, runs } = this.findWay(upper, lower);
            const label = this.placeLabel(runs, points, width);
            routes.set(key, { points: isUpwards ? points.toReversed() : points, label });
        }
        return routes;
    }

    /** The points of a line, and its level parts: [room, y, x from, x to]. */
    findWay(upper, lower) {
        const { x: x1, y: y1 } = this.places.get(upper);
        const { x: x2, y: y2 } = this.places.get(lower);
        const [first, last] = [this.level.get(y1), this.level.get(y2)];
        const isBeside = first === last;
        const start = x1 + this.takePort(upper, isBeside ? "above" : "below", x2 >= x1);
        const end = x2 + this.takePort(lower, "above", x1 > x2);
        const points = [[start, isBeside ? y1 : y1 + CARD.height]];
        const runs = [];
        let at = start;
        for (let room = isBeside ? last : first + 1; room <= last; room++) {
            const to = room === last ? end : this.findGap(room, at, end);
            if (to !== at) {
                const y = this.takeTrack(room, at, to);
                points.push([at, y], [to, y]);
                runs.push([room, y, at, to]);
            }
            at = to;
        }
        return { points: [...points, [end, y2]], runs };
    }

    /** Counts how often something was taken, from 0. */
    count(key) {
        const number = (this.taken.get(key) ?? -1) + 1;
        this.taken.set(key, number);
        return number;
    }

    takePort(person, side, isRight) {
        const ports = PORTS[isRight ? "right" : "left"];
        return ports[this.count(`port ${person} ${side} ${isRight}`) % ports.length];
    }

    /** Where to pass a row on the way from one x to another: the shortest way. */
    findGap(row, at, end) {
        const way = ([x]) => Math.abs(x - at) + Math.abs(x - end);
        const [one, other] = [at, end].map((x) => this.findFree(row, x));
        const [x, isBesideCard] = way(other) < way(one) ? other : one;
        return isBesideCard ? x + LANES[this.count(`lane ${row} ${x}`) % LANES.length] : x;
    }

    /** The nearest x at which no card of a row stands, and whether that is beside a card. */
    findFree(row, x) {
        const cards = this.rows[row];
        const number = countUpTo(cards, x + NEAR);
        if (!number || x > cards[number - 1] + CARD.width + NEAR) {
            return [x, false];
        }
        const left = cards[number - 1] - CARD.gapX / 2;
        const right = cards[number - 1] + CARD.width + CARD.gapX / 2;
        return [x - left <= right - x ? left : right, true];
    }

    /** A height in a room on which no other line runs here. */
    takeTrack(room, at, to) {
        const low = Math.min(at, to) - APART;
        const high = Math.max(at, to) + APART;
        if (!this.runs.has(room)) {
            this.runs.set(
                room,
                TRACKS.map(() => [])
            );
        }
        const tracks = this.runs.get(room);
        let number = tracks.findIndex((taken) => taken.every(([l, h]) => h < low || l > high));
        if (number < 0) {
            number = tracks.reduce((sum, taken) => sum + taken.length, 0) % TRACKS.length;
        }
        tracks[number].push([low, high]);
        return this.heights[room] - CARD.gapY + TRACKS[number];
    }

    /** On the longest level part where no other label is. */
    placeLabel(runs, points, width) {
        const longest = runs.toSorted((a, b) => Math.abs(b[3] - b[2]) - Math.abs(a[3] - a[2]));
        const places = longest.flatMap(([room, y, at, to]) =>
            PLACES_ON_LINE.map((quarter) => [room, at + Math.floor(((to - at) * quarter) / 4), y])
        );
        if (!places.length) {
            const [x, y] = points.at(-1);
            places.push([this.level.get(y), x, y - CARD.gapY / 2]);
        }
        const [room, x, y] = places.find((place) => this.isFree(...place, width)) || places[0];
        if (!this.labels.has(room)) {
            this.labels.set(room, []);
        }
        this.labels.get(room).push([x, y, width]);
        return [x, y];
    }

    isFree(room, x, y, width) {
        return (this.labels.get(room) || []).every(
            ([x2, y2, width2]) =>
                2 * Math.abs(x - x2) >= width + width2 || Math.abs(y - y2) >= LABEL_HEIGHT
        );
    }
}

/** How many of some sorted numbers are not larger than another one. */
function countUpTo(numbers, most) {
    let [low, high] = [0, numbers.length];
    while (low < high) {
        const middle = (low + high) >> 1;
        if (numbers[middle] <= most) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}
