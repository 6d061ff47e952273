/** Where the arrows of a force field are drawn and what a drag means. Plain values only. */

export const WEAKEST = 1;
export const STRONGEST = 5;
const STEP = 100 / STRONGEST;

export function within(strength) {
    return Math.min(Math.max(strength, WEAKEST), STRONGEST);
}

/**
 * An arrow in percent of its half of the picture. Its head is at the line in the middle: driving
 * forces come from the left, restraining ones from the right.
 */
export function arrowOf(kind, strength) {
    const width = strength * STEP;
    return { left: kind === "driving" ? 100 - width : 0, width };
}

/**
 * The strength whose arrow ends where a pointer is.
 *
 * @param {string} kind of the force
 * @param {number} x of the pointer
 * @param {{left: number, width: number}} half of the picture in which the arrow lies
 */
export function strengthAt(kind, x, { left, width }) {
    const share = (x - left) / width;
    const length = kind === "driving" ? 1 - share : share;
    return within(Math.ceil(length * STRONGEST));
}

/** The strength after a key was pressed, null for keys that mean nothing here. */
export function strengthAfter(strength, key) {
    const steps = {
        ArrowUp: 1,
        ArrowRight: 1,
        ArrowDown: -1,
        ArrowLeft: -1,
        Home: -STRONGEST,
        End: STRONGEST,
    };
    return key in steps ? within(strength + steps[key]) : null;
}
