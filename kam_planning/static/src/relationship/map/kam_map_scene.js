import { describeCard } from "./kam_map_card";
import { CARD } from "./kam_map_layout";
import { SUPPORT_SIGNS } from "./kam_map_model";
import { arrow } from "./kam_map_routes";

// More signs on one screen are only dots.
const MOST_SIGNS = 400;

/**
 * What of a map is put into the page, in plain values.
 *
 * @param {MapModel} model
 * @param {Object} area the part of the map that is wanted, and whether it is seen from afar
 * @param {{shows: Object, focused: ?number, held: ?number}} options
 */
export function describeScene(model, area, options) {
    const { isFar } = area;
    return {
        centers: model.layout.centers,
        links: linksIn(model, area),
        cards: isFar ? [] : model.within(area).map((id) => describeCard(model, id, options)),
        boxes: isFar ? boxesOf(model) : [],
        signs: isFar ? signsIn(model, area) : [],
        dotted: isFar ? [] : dottedIn(model, area),
        lines: isFar || !options.shows.lines ? [] : linesIn(model, area),
    };
}

/** All cards as plain boxes, by colour: thousands of them cost a few paths. */
function boxesOf(model) {
    const paths = {};
    for (const [id, { x, y }] of model.layout.places) {
        const support = model.byId.get(id).support || "unknown";
        const box = `M${x} ${y}h${CARD.width}v${CARD.height}h-${CARD.width}z`;
        paths[support] = (paths[support] || "") + box;
    }
    return Object.entries(paths).map(([support, path]) => ({ support, path }));
}

/** The signs on the boxes, as long as they are few enough to be told apart. */
function signsIn(model, area) {
    const ids = model.sees_judgements ? model.within(area) : [];
    if (ids.length > MOST_SIGNS) {
        return [];
    }
    return ids.map((id) => {
        const { x, y } = model.layout.places.get(id);
        const sign = SUPPORT_SIGNS[model.byId.get(id).support] || "?";
        return { id, x: x + CARD.width / 2, y: y + CARD.height * 0.7, sign };
    });
}

function linksIn(model, area) {
    return model.layout.links.filter(({ above, place }) => {
        const left = Math.min(above.x, place.x);
        const right = Math.max(above.x, place.x) + CARD.width;
        const isBeside = right < area.x || left > area.x + area.width;
        return !isBeside && place.y + CARD.height > area.y && above.y < area.y + area.height;
    });
}

/** Lines to second managers, as far as they touch the area. */
function dottedIn(model, area) {
    return model.dottedPairs
        .map(([id]) => ({ id, ...model.routes.get(`dotted-${id}`) }))
        .filter(({ points }) => touches(points, area))
        .map(({ id, points }) => ({ id, points: points.join(" ") }));
}

function linesIn(model, area) {
    const kinds = model.labelOf.kind;
    return model.shownLines
        .filter((line) => touches(model.routes.get(`line-${line.id}`).points, area))
        .map((line) => {
            const names = [line.source_id, line.target_id].map((id) => model.byId.get(id).name);
            const { points, label } = model.routes.get(`line-${line.id}`);
            const ends = [points.slice(-2)];
            if (line.direction === "both") {
                ends.push([points[1], points[0]]);
            }
            return {
                id: line.id,
                kind: line.kind,
                width: Number(line.strength) + 0.5,
                label: kinds[line.kind],
                description: names.join(` – ${kinds[line.kind]} – `),
                points: points.join(" "),
                arrows: ends.map(([before, tip]) => arrow(before, tip)),
                x: label[0],
                y: label[1] + 4,
            };
        });
}

function touches(points, area) {
    const [xs, ys] = [0, 1].map((side) => points.map((point) => point[side]));
    return (
        Math.max(...xs) > area.x &&
        Math.min(...xs) < area.x + area.width &&
        Math.max(...ys) > area.y &&
        Math.min(...ys) < area.y + area.height
    );
}
