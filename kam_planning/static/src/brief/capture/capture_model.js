/** Kinds that have a day, which somebody may give. */
const DATED = new Set(["action", "key_date"]);

/**
 * @param {string[]} chosen names of kinds
 * @returns {boolean} whether a day says something
 */
export function takesDay(chosen) {
    return chosen.some((kind) => DATED.has(kind));
}

/**
 * Tick a kind, or take its tick away.
 *
 * @param {string[]} chosen
 * @param {string} kind
 * @returns {string[]}
 */
export function toggle(chosen, kind) {
    return chosen.includes(kind) ? chosen.filter((one) => one !== kind) : [...chosen, kind];
}

/**
 * What is sent: one call, the same however often somebody taps.
 *
 * @param {{text: string, chosen: string[], day: string, token: string}} note
 * @returns {Object} arguments of `capture_note`
 */
export function prepareNote({ text, chosen, day, token }) {
    return { text, kinds: chosen, token, date: (takesDay(chosen) && day) || null };
}
