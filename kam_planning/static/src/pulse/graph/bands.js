// Good, needs attention, in danger; what is not known looks like nothing of it.
const COLORS = { good: "#28a745", watch: "#ffac00", danger: "#dc3545" };
const NOT_KNOWN = "#adb5bd";

/**
 * Gives the last value that a domain asks of a field.
 *
 * @param {Array} domain such as `["&", ["date", ">=", "2026-01-01"], ["health_band", "=", "good"]]`
 * @param {string} name of the field
 * @returns {*} undefined where it asks nothing
 */
export function findAsked(domain, name) {
    return (domain || []).filter((leaf) => leaf[0] === name).at(-1)?.[2];
}

/**
 * Paints the bars of a graph that is split by the health in words as those words look elsewhere.
 * Without this the first one would be blue and the second one red, whatever they say.
 *
 * @param {Array} datasets of the chart, each with the domains behind its bars
 * @param {Array} groupBy of the graph: what is beside its first one splits the bars
 */
export function paintBands(datasets, groupBy) {
    if (!groupBy.slice(1).some((group) => group.fieldName === "health_band")) {
        return;
    }
    for (const dataset of datasets) {
        const asked = (dataset.domains || []).map((domain) => findAsked(domain, "health_band"));
        const band = asked.find((value) => value !== undefined);
        if (band !== undefined) {
            dataset.backgroundColor = COLORS[band] || NOT_KNOWN;
        }
    }
}
