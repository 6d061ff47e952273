import { _t } from "@web/core/l10n/translation";

import { MARKS } from "@kam_planning/plan/workspace/kam_chapters";
import { NODE } from "./concept_layout";

const SHARED = { name: "shared", sign: "⇄", color: "text-info", label: (n) => _t("%s shared", n) };
const SIGNS = [...MARKS, SHARED];
const COLORS = { account: "#5b3d73", chapter: "#2c5f8a", group: "#77838d", line: "#2f7d4f" };

/** What is said of a node, in plain values: on the screen, in the outline and on paper. */
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

/** The same in one line of text. */
export function textOf(described) {
    const { isLink, title, count, state, marks, question } = described;
    const signs = marks.map(({ sign, count: number }) => `${sign}${number}`).join(" ");
    return [isLink ? `↗ ${title}` : title, count, state, signs, question]
        .filter((part) => part !== "" && part !== undefined)
        .join(" · ");
}

/** The picture as it is open now, for a drawing. */
export function drawnScene(model) {
    const { places, links, width, height } = model.layout;
    const boxes = model.rows.map((row) => {
        const described = describeNode(model, row);
        return {
            ...places.get(row.key),
            ...NODE,
            title: textOf(described),
            color: COLORS[described.kind],
            isDashed: Boolean(described.isLink),
        };
    });
    return { boxes, lines: links, width, height };
}
