/** Which field says that two cards belong together. Plain values only. */

// By the kinds of the left and the right card: where it is written, and of which of both.
const FIELDS = {
    "goal-initiative": { of: "right", field: "parent_id" },
    "goal-objective": { of: "right", field: "goal_ids", isMany: true },
    "initiative-objective": { of: "right", field: "goal_ids", isMany: true },
    "goal-value": { of: "right", field: "goal_id" },
    "initiative-value": { of: "right", field: "goal_id" },
    "objective-offering": { of: "left", field: "offering_ids", isMany: true },
    "objective-value": { of: "right", field: "objective_id" },
    "offering-value": { of: "right", field: "offering_id" },
};
const ORDER = ["goal", "initiative", "objective", "offering", "value"];
const LINK = 4;
const UNLINK = 3;

/** The kinds of cards with which one of a kind can be linked. */
export function partnersOf(kind) {
    return ORDER.filter((other) => linkOf({ kind }, { kind: other }));
}

/** How a link between two cards is written, or undefined where there can be none. */
export function linkOf(one, other) {
    const [left, right] =
        ORDER.indexOf(one.kind) <= ORDER.indexOf(other.kind) ? [one, other] : [other, one];
    const found = FIELDS[`${left.kind}-${right.kind}`];
    if (!found) {
        return;
    }
    const [owner, value] = found.of === "left" ? [left, right] : [right, left];
    return { ...found, owner, value };
}

/** Values that make a link, or take it away. */
export function valuesOf({ field, isMany, value }, isLinked) {
    if (isMany) {
        return { [field]: [[isLinked ? LINK : UNLINK, value.id, 0]] };
    }
    return { [field]: isLinked && value.id };
}
