import { _t } from "@web/core/l10n/translation";

import { MARKS } from "@kam_planning/plan/workspace/kam_chapters";

const SHARED = { name: "shared", sign: "⇄", color: "text-info", label: (n) => _t("%s shared", n) };
const SIGNS = [...MARKS, SHARED];

/** What is said of a node, in plain values: in the picture and in the outline. */
export function describeNode(model, row) {
    const { key, level, place, size, node } = row;
    if (!node) {
        const more = model.more.get(model.parentOf(key));
        return { key, level, place, size, isMore: true, title: _t("%s more", more), marks: [] };
    }
    const isFoldable = model.canUnfold(key);
    const marks = SIGNS.filter(({ name }) => node.marks[name]).map(
        ({ name, sign, color, label }) => ({
            name,
            sign,
            color,
            text: label(node.marks[name]),
            // Of one line it is so, or not.
            count: node.res_id ? "" : node.marks[name],
        })
    );
    const isCounted = node.kind !== "line" && node.kind !== "link";
    return {
        key,
        level,
        place,
        size,
        kind: node.kind,
        isLink: node.kind === "link",
        title: node.label,
        state: node.state || "",
        question: node.question || "",
        count: isCounted || node.count ? node.count : "",
        marks,
        isFoldable,
        isOpen: model.open.has(key),
        isRecord: Boolean(node.res_id),
    };
}
