/** Where the lines of an appraisal stand in the SWOT picture; no screen, no server. */

import { isKnown } from "@kam_planning/common/figure/kam_figure";

// What is ours above, what helps on the left.
export const QUARTERS = ["strengths", "vulnerabilities", "opportunities", "threats"];
// More of a kind are a list, not a judgement.
export const MANY = 7;

const withSign = (effect) =>
    isKnown(effect) ? `${effect > 0 ? "+" : effect < 0 ? "−" : ""}${Math.abs(effect)}` : "";

/**
 * Deal lines out to their quarters, in their order.
 *
 * @param {Object[]} lines with id, name, kind, quadrant, effect, is_red_flag and became
 * @returns {Object} quarters (name to lines), undecided (trends that stand in none), many (kinds
 *  with more than seven lines)
 */
export function gather(lines) {
    const quarters = Object.fromEntries(QUARTERS.map((name) => [name, []]));
    const undecided = [];
    const counts = {};
    for (const line of lines) {
        (quarters[line.quadrant] || undecided).push({ ...line, effectText: withSign(line.effect) });
        counts[line.kind] = (counts[line.kind] || 0) + 1;
    }
    const many = Object.entries(counts)
        .filter(([, count]) => count > MANY)
        .map(([kind, count]) => ({ kind, count }));
    return { quarters, undecided, many, total: lines.length };
}
