import { _t } from "@web/core/l10n/translation";
import { formatFloat, formatMonetary } from "@web/views/fields/formatters";

/** Whether there is a number; `false` is how fields say that they have none. */
export function isKnown(value) {
    return value !== false && value !== null && value !== undefined;
}

/**
 * A figure with its unit, for people.
 *
 * @param {number|false|null|undefined} value none is no figure, which is not zero
 * @param {string} unit "currency", "count", "percent" or "days"
 * @param {number} [currencyId]
 * @param {{short?: boolean}} [options] short: 12k for 12,345
 */
export function formatFigure(value, unit, currencyId, { short = false } = {}) {
    if (!isKnown(value)) {
        return "–";
    }
    if (unit === "currency") {
        const digits = [16, short || Math.abs(value) >= 1000 ? 0 : 2];
        return formatMonetary(value, { currencyId, humanReadable: short, digits });
    }
    if (unit === "percent") {
        return `${formatFloat(value, { digits: [16, 1] })} %`;
    }
    if (unit === "days") {
        return _t("%s days", formatFloat(value, { digits: [16, 1] }));
    }
    return formatFloat(value, { digits: [16, 2], trailingZeros: false });
}

/**
 * How a figure moved: a sign and by how much, null where nothing can be compared. Percentages move
 * by points, everything else in percent of what it was.
 *
 * @param {{unit?: string, lowerIsBetter?: boolean}} [options]
 * @returns {{sign: string, amount: string, isBetter: boolean}|null}
 */
export function describeChange(now, before, { unit, lowerIsBetter = false } = {}) {
    if (!isKnown(now) || !isKnown(before) || (unit !== "percent" && !before)) {
        return null;
    }
    const moved = unit === "percent" ? now - before : (100 * (now - before)) / Math.abs(before);
    const sign = moved > 0.05 ? "▲" : moved < -0.05 ? "▼" : "=";
    const text = formatFloat(Math.abs(moved), { digits: [16, 1] });
    const amount = unit === "percent" ? _t("%s points", text) : `${text} %`;
    return { sign, amount, isBetter: moved > 0 !== lowerIsBetter };
}
