/**
 * A picture as an SVG document, from the same boxes and lines as on the screen. Plain values only.
 *
 * @typedef {Object} Box
 * @property {number} x
 * @property {number} y
 * @property {number} width
 * @property {number} height
 * @property {string} title
 * @property {string} [note] second line
 * @property {string} [color] of its left edge
 * @property {boolean} [isDashed]
 *
 * @typedef {Object} Line
 * @property {string} path
 * @property {string} [color]
 * @property {boolean} [isDashed]
 */

const MARGIN = 16;
const FONT = "font-family='sans-serif' fill='#212529'";
// Average width of a letter, as a share of the size of the font.
const LETTER = 0.56;
const INDENT = 10;
// Sides of a sheet of A4.
const SHEET = 281 / 194;

const escape = (text) =>
    String(text).replace(
        /[&<>"']/g,
        (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" })[sign]
    );

/** As much of a text as fits. */
export function cut(text, width, size) {
    const letters = Math.max(1, Math.floor(width / (size * LETTER)));
    const all = [...text];
    return all.length > letters ? `${all.slice(0, letters - 1).join("")}…` : text;
}

/** A text in lines that fit, at most so many; the last one is cut. */
export function wrap(text, width, size, most) {
    const lines = [];
    let rest = text;
    while (lines.length < most - 1 && cut(rest, width, size) !== rest) {
        const room = Math.max(1, Math.floor(width / (size * LETTER)));
        const space = rest.lastIndexOf(" ", room);
        const end = space > 0 ? space : room;
        lines.push(rest.slice(0, end).trim());
        rest = rest.slice(end).trim();
    }
    return [...lines, cut(rest, width, size)];
}

function drawBox({ x, y, width, height, title, note, color = "#8f8f8f", isDashed }) {
    const dash = isDashed ? " stroke-dasharray='5 4'" : "";
    const room = width - 2 * INDENT;
    const titles = wrap(title, room, 13, height < 60 ? 1 : 2);
    const texts = titles.map((text) => [text, 13, 1]);
    if (note) {
        texts.push([cut(note, room, 11), 11, 0.75]);
    }
    const first = y + height / 2 + 5 - (texts.length - 1) * 8;
    const drawn = texts.map(
        ([text, size, opacity], index) =>
            `<text x='${x + INDENT}' y='${first + 16 * index}' font-size='${size}' ${FONT}` +
            ` opacity='${opacity}'>${escape(text)}</text>`
    );
    return (
        `<g><title>${escape(title)}</title>` +
        `<rect x='${x}' y='${y}' width='${width}' height='${height}' rx='4' fill='#ffffff' stroke='#8f8f8f'${dash}/>` +
        `<rect x='${x}' y='${y}' width='4' height='${height}' fill='${color}'/>${drawn.join("")}</g>`
    );
}

function drawLine({ path, color = "#8f8f8f", isDashed }) {
    const dash = isDashed ? " stroke-dasharray='5 4'" : "";
    return `<path d='${path}' fill='none' stroke='${color}' stroke-width='1.5'${dash}/>`;
}

function drawPart({ boxes, lines }, { x, y, width, height }) {
    const isIn = (box) => box.y + box.height > y && box.y < y + height;
    return (
        `<svg xmlns='http://www.w3.org/2000/svg' width='${width}' height='${height}'` +
        ` viewBox='${x} ${y} ${width} ${height}'>` +
        lines.map(drawLine).join("") +
        boxes.filter(isIn).map(drawBox).join("") +
        "</svg>"
    );
}

/** The whole picture as one drawing. */
export function drawWhole(scene) {
    return drawPart(scene, {
        x: -MARGIN,
        y: -MARGIN,
        width: scene.width + 2 * MARGIN,
        height: scene.height + 2 * MARGIN,
    });
}

/**
 * The picture on as many sheets as it takes to read it; no box is cut where rows leave a gap.
 *
 * @param {{boxes: Box[], lines: Line[], width: number, height: number}} scene
 */
export function drawSheets(scene) {
    const width = Math.max(scene.width + 2 * MARGIN, 900);
    const most = width / SHEET;
    const sheets = [];
    for (let y = -MARGIN; !sheets.length || y < scene.height;) {
        const end = endOfSheet(scene.boxes, y, most);
        sheets.push(drawPart(scene, { x: -MARGIN, y, width, height: end - y }));
        y = end;
    }
    return sheets;
}

function endOfSheet(boxes, start, most) {
    const end = start + most;
    const across = boxes.filter((box) => box.y < end && box.y + box.height > end);
    const first = Math.min(end, ...across.map((box) => box.y));
    return first > start ? first : end;
}
