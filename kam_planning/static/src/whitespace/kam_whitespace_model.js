/** What the grid shows, computed from what the server sent: no screen here, and no waiting. */

import { isKnown } from "@kam_planning/common/figure/kam_figure";

// A sign beside the colour, for those who cannot tell the colours.
export const SIGNS = {
    unknown: "?",
    not_relevant: "–",
    own_production: "⌂",
    competitor: "✕",
    open: "○",
    opportunity: "◐",
    customer: "●",
};

/** Keys that give the focused cell its state at once. */
export const STATE_KEYS = {
    u: "unknown",
    n: "not_relevant",
    p: "own_production",
    c: "competitor",
    o: "open",
};

const EMPTY = { state: "unknown", revenue: 0, pipeline: 0, potential: false };

function keyOf(centerId, offeringId) {
    return `${centerId || 0}-${offeringId}`;
}

/** Share of wallet in percent, null where the potential is not known. */
export function shareOf(revenue, potential) {
    const whole = isKnown(potential) ? revenue + potential : 0;
    return whole > 0 ? (100 * revenue) / whole : null;
}

export class WhitespaceModel {
    constructor(data) {
        Object.assign(this, data);
        this.byKey = new Map();
        data.cells.forEach((cell) => this.put(cell));
    }

    put(cell) {
        this.byKey.set(keyOf(cell.buying_center_id?.[0], cell.offering_id[0]), cell);
    }

    /** The cell of a row and a column; a cell that is not recorded yet has no id. */
    cellAt(center, offering) {
        return this.byKey.get(keyOf(center.id, offering.id)) || EMPTY;
    }

    /**
     * Rows and columns that pass the filter.
     *
     * @param {{text?: string, state?: string}} filter text in the name of an offering or a buying
     *      centre; state: keeps rows and columns that have such a cell
     */
    select({ text = "", state = "" } = {}) {
        const wanted = text.trim().toLowerCase();
        const named = (node) => node.name.toLowerCase().includes(wanted);
        let { offerings, centers } = this;
        if (wanted && offerings.some(named)) {
            offerings = offerings.filter(named);
        } else if (wanted) {
            centers = centers.filter(named);
        }
        if (state) {
            const has = (center, offering) => this.cellAt(center, offering).state === state;
            const columns = offerings.filter((o) => centers.some((c) => has(c, o)));
            centers = centers.filter((c) => columns.some((o) => has(c, o)));
            offerings = columns;
        }
        return { offerings, centers };
    }

    /** Those of some nodes that are not below another of them: what may be added up. */
    tops(nodes) {
        const ids = new Set(nodes.map((node) => node.id));
        const parents = new Map(this.offerings.concat(this.centers).map((n) => [n, n.parent_id]));
        return nodes.filter((node) => !ids.has(parents.get(node)));
    }

    /** Sum over the columns of a row; parts of an offering are in it already. */
    totalOfRow(center, offerings) {
        return this.sumOfColumns(offerings, (offering) => this.cellAt(center, offering));
    }

    /**
     * The customer's figure of a column: that of the customer as a whole, and where its potential
     * is not known, what the buying centres have together.
     */
    totalOfColumn(offering) {
        const [whole, ...centers] = this.centers;
        const ownCell = this.cellAt(whole, offering);
        const parts = this.sum(this.tops(centers).map((center) => this.cellAt(center, offering)));
        const revenue = ownCell.revenue || parts.revenue;
        const pipeline = ownCell.pipeline + parts.pipeline;
        const { potential, covered } = isKnown(ownCell.potential)
            ? { potential: ownCell.potential, covered: ownCell.revenue }
            : parts;
        return { revenue, potential, covered, pipeline, share: shareOf(covered, potential) };
    }

    totalOfAll(offerings) {
        return this.sumOfColumns(offerings, (offering) => this.totalOfColumn(offering));
    }

    /** There is no sum of revenue and potential over offerings that share products. */
    sumOfColumns(offerings, getPart) {
        const tops = this.tops(offerings);
        const ids = new Set(tops.map((offering) => offering.id));
        const total = this.sum(tops.map(getPart));
        if (this.shared.some(([one, other]) => ids.has(one) && ids.has(other))) {
            return { ...total, revenue: null, potential: null, covered: 0, share: null };
        }
        return total;
    }

    /** Adds up what is known; `covered` is the revenue of the parts whose potential is known. */
    sum(parts) {
        const total = { revenue: 0, potential: null, covered: 0, pipeline: 0 };
        for (const part of parts) {
            total.revenue += part.revenue;
            total.pipeline += part.pipeline;
            if (isKnown(part.potential)) {
                total.potential += part.potential;
                total.covered += part.covered ?? part.revenue;
            }
        }
        return { ...total, share: shareOf(total.covered, total.potential) };
    }
}
