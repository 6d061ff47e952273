/**
 * The lines of a brief below their headings, in the order in which they come.
 *
 * @param {Object} brief as `get_brief` answers
 * @returns {{kind: string, title: string, lines: Object[]}[]}
 */
export function groupLines({ headings, lines }) {
    const groups = new Map();
    for (const line of lines) {
        const { kind } = line;
        if (!groups.has(kind)) {
            groups.set(kind, { kind, title: headings[kind], lines: [] });
        }
        groups.get(kind).lines.push(line);
    }
    return [...groups.values()];
}
