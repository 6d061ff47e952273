import { describeCard } from "./kam_map_card";
import { CARD } from "./kam_map_layout";
import { SUPPORT_SIGNS } from "./kam_map_model";

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
        lines: isFar || !options.shows.lines ? [] : linesOf(model),
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

function linesOf(model) {
    const kinds = model.labelOf.kind;
    const { places } = model.layout;
    return model.shownLines.map((line) => {
        const names = [line.source_id, line.target_id].map((id) => model.byId.get(id).name);
        return {
            id: line.id,
            kind: line.kind,
            width: Number(line.strength) + 0.5,
            isBoth: line.direction === "both",
            label: kinds[line.kind],
            description: names.join(` – ${kinds[line.kind]} – `),
            ...curve(places.get(line.source_id), places.get(line.target_id)),
        };
    });
}

/** From above to above: the line leaves the names readable. */
function curve(from, to) {
    const bend = 30 + Math.abs(from.x - to.x) / 12;
    const [x1, y1] = [from.x + CARD.width - 40, from.y];
    const [x2, y2] = [to.x + CARD.width - 20, to.y];
    return {
        path: `M${x1} ${y1} C${x1} ${y1 - bend} ${x2} ${y2 - bend} ${x2} ${y2}`,
        x: (x1 + x2) / 2,
        y: (y1 + y2) / 2 - bend * 0.75,
    };
}
