/** Which two versions of a plan are compared; no screen, no server. */

/** In place of a snapshot: the plan as it stands today. */
export const TODAY = false;

/**
 * Tick one of the versions, or take its tick away. Of three the one ticked first goes.
 *
 * @param {Array} chosen ids of the snapshots that are ticked (`TODAY` among them), first ticked first
 * @param {number|false} id that is clicked
 * @returns {Array} chosen ones, two at most
 */
export function tick(chosen, id) {
    if (chosen.includes(id)) {
        return chosen.filter((one) => one !== id);
    }
    return [...chosen, id].slice(-2);
}

/**
 * What to ask for: a snapshot and what it is compared with.
 *
 * @param {Array} chosen as `tick` gives them
 * @returns {Object|null} snapshotId and otherId (`TODAY`, or of another snapshot); null unless two
 */
export function pairOf(chosen) {
    if (chosen.length !== 2) {
        return null;
    }
    const [snapshotId, otherId] = chosen[0] === TODAY ? [chosen[1], TODAY] : chosen;
    return { snapshotId, otherId };
}

/**
 * The differences of some kinds only, without groups that hold none.
 *
 * @param {Object[]} groups with differences
 * @param {Set} hidden kinds that are not shown
 * @returns {Object[]} groups
 */
export function filterKinds(groups, hidden) {
    return groups
        .map((group) => ({
            ...group,
            differences: group.differences.filter(({ kind }) => !hidden.has(kind)),
        }))
        .filter(({ differences }) => differences.length);
}
