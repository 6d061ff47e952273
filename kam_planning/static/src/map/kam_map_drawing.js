import { describeCard } from "./kam_map_card";
import { CARD } from "./kam_map_layout";
import { SUPPORT_SIGNS } from "./kam_map_model";

// More signs on one screen are only dots.
const MOST_SIGNS = 400;

/** Everything that is drawn of a map now, in plain values: what is seen and a little around it. */
export function draw(model, viewport, state) {
    const part = state.drawn || viewport.seen();
    return {
        buyingCenters: model.chart.boxes,
        links: linksIn(model, part),
        cards: part.isFar ? [] : model.within(part).map((id) => describeCard(model, id, state)),
        boxes: part.isFar ? boxesOf(model) : [],
        signs: part.isFar ? signsIn(model, part) : [],
        lines: part.isFar || !state.shows.lines ? [] : linesOf(model),
    };
}

/** All cards as plain boxes, by colour: thousands of them cost a few paths. */
function boxesOf(model) {
    const paths = {};
    for (const [id, { x, y }] of model.chart.places) {
        const support = model.byId.get(id).support || "unknown";
        const box = `M${x} ${y}h${CARD.width}v${CARD.height}h-${CARD.width}z`;
        paths[support] = (paths[support] || "") + box;
    }
    return Object.entries(paths).map(([support, path]) => ({ support, path }));
}

/** The signs on the boxes, as long as they are few enough to be told apart. */
function signsIn(model, part) {
    const ids = model.sees_judgements ? model.within(part) : [];
    if (ids.length > MOST_SIGNS) {
        return [];
    }
    return ids.map((id) => {
        const { x, y } = model.chart.places.get(id);
        const sign = SUPPORT_SIGNS[model.byId.get(id).support] || "?";
        return { id, x: x + CARD.width / 2, y: y + CARD.height * 0.7, sign };
    });
}

function linksIn(model, part) {
    return model.chart.links.filter(({ above, place }) => {
        const left = Math.min(above.x, place.x);
        const right = Math.max(above.x, place.x) + CARD.width;
        const isBeside = right < part.x || left > part.x + part.width;
        return !isBeside && place.y + CARD.height > part.y && above.y < part.y + part.height;
    });
}

function linesOf(model) {
    const kinds = model.labelOf.kind;
    return model.linesDrawn.map((line) => {
        const names = [line.source_id, line.target_id].map((id) => model.byId.get(id).name);
        return {
            id: line.id,
            kind: line.kind,
            width: Number(line.strength) + 0.5,
            isBoth: line.direction === "both",
            label: kinds[line.kind],
            description: names.join(` – ${kinds[line.kind]} – `),
            ...curve(model.chart.places.get(line.source_id), model.chart.places.get(line.target_id)),
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
