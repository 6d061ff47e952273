/**
 * Does what a key stands for on a picture, unless somebody types into a field.
 *
 * @param {Object} owner whose methods are named
 * @param {KeyboardEvent} ev
 * @param {Object} keys the name of a method and its argument, by key
 */
export function onKey(owner, ev, keys) {
    if (ev.ctrlKey || ev.metaKey || ev.altKey || ev.target.closest("input, select, textarea")) {
        return;
    }
    if (ev.key in keys) {
        const [method, argument] = keys[ev.key];
        owner[method](argument);
        ev.preventDefault();
        ev.stopPropagation();
    }
}
