/** Where the bars of a timeline lie: plain values in, plain values out. Dates are luxon's. */

const MOST_WEEKS = 10;
const MOST_MONTHS = 20;

/**
 * The days that a timeline shows: whole months around everything, today included where it is near.
 *
 * @param {Object[]} items with `start` and `end`
 * @param {DateTime} today
 * @returns {{start: DateTime, end: DateTime, days: number}} `end` is the first day after it
 */
export function findRange(items, today) {
    let first = today;
    let last = today;
    for (const { start, end } of items) {
        first = start < first ? start : first;
        last = end > last ? end : last;
    }
    const start = first.startOf("month");
    const end = last.endOf("month").plus({ days: 1 }).startOf("day");
    return { start, end, days: countDays(start, end) };
}

/** Whole days between two days, whatever the clocks do in between. */
export function countDays(from, to) {
    return Math.round(to.startOf("day").diff(from.startOf("day"), "days").days);
}

/** Place of a day in the range, in percent. */
export function toPercent(day, range) {
    return (countDays(range.start, day) / range.days) * 100;
}

/** Left edge and width of a bar in percent; its last day counts as a whole one. */
export function placeBar({ start, end }, range) {
    const left = toPercent(start, range);
    return { left, width: toPercent(end.plus({ days: 1 }), range) - left };
}

/**
 * The marks of the axis: weeks, months, quarters or years, as many as can be read.
 *
 * @param {Object} range as `findRange` gives it
 * @returns {{label: string, left: number, width: number}[]}
 */
export function makeTicks(range) {
    const months = Math.round(range.days / 30.4);
    let unit = "month";
    if (range.days / 7 <= MOST_WEEKS) {
        unit = "week";
    } else if (months > MOST_MONTHS * 3) {
        unit = "year";
    } else if (months > MOST_MONTHS) {
        unit = "quarter";
    }
    const ticks = [];
    for (let day = range.start; day < range.end;) {
        const next = day.startOf(unit).plus({ [unit]: 1 });
        const until = next < range.end ? next : range.end;
        const left = toPercent(day, range);
        const width = toPercent(until, range) - left;
        ticks.push({ label: getLabel(day, unit, ticks.length === 0), left, width });
        day = until;
    }
    return ticks;
}

function getLabel(day, unit, isFirst) {
    if (unit === "year") {
        return day.toFormat("yyyy");
    }
    if (unit === "quarter") {
        return day.toFormat("'Q'q yyyy");
    }
    if (unit === "week") {
        return day.toFormat("d LLL");
    }
    return day.toFormat(isFirst || day.month === 1 ? "LLL yyyy" : "LLL");
}
