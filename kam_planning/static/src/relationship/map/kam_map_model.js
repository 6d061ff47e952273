/** The people of a map and what is open of it: no screen here, and no waiting. */

import { boundsOf, CARD, connect, layOut } from "./kam_map_layout";
import { labelWidth, routeLines } from "./kam_map_routes";

// Signs beside the colours, for those who cannot tell the colours.
export const INFLUENCE_SIGNS = { 0: "○", 1: "◔", 2: "◑", 3: "●" };
export const SUPPORT_SIGNS = {
    unknown: "?",
    against: "− −",
    reserved: "−",
    neutral: "=",
    favourable: "+",
    supportive: "+ +",
};
export const HEALTH_SIGNS = { weak: "▼", shaky: "◆", healthy: "▲" };
// A card is hit a little beside it as well: fingers are not exact.
const NEAR = 6;
const LABELLED = ["influence", "support", "health", "contact_change", "parked_reason", "kind"];
const BOX_GAP = 60;
const BOX_HEAD = 28;
const PLAIN = { ø: "o", ł: "l", đ: "d", ı: "i" };

/** A text without accents and capitals, as the server compares it. */
function fold(text) {
    const plain = text
        .normalize("NFKD")
        .replace(/[\u0300-\u036f]/g, "")
        .toLowerCase();
    return plain.replace(/[øłđı]/g, (letter) => PLAIN[letter]);
}

export class MapModel {
    constructor(data) {
        Object.assign(this, data);
        this.byId = new Map();
        this.roleById = new Map(data.roles.map((role) => [role.id, role]));
        this.labelOf = {};
        for (const name of LABELLED) {
            this.labelOf[name] = Object.fromEntries(data.labels[name] || []);
        }
        this.lineById = new Map();
        this.closed = new Set();
        this.isGrouped = false;
        this.put(data.people, data.lines);
    }

    /**
     * Takes over people and lines that were read, new ones and known ones.
     *
     * @param {boolean} areNew they were not on the map until now, so the totals did not count them
     */
    put(people, lines = [], areNew = false) {
        for (const person of people) {
            const before = this.byId.get(person.id);
            if (before || areNew) {
                this.count(before, -1);
                this.count(person, 1);
            }
            this.byId.set(person.id, person);
        }
        lines.forEach((line) => this.lineById.set(line.id, line));
        this.index();
    }

    remove(id) {
        this.count(this.byId.get(id), -1);
        this.byId.delete(id);
        this.index();
    }

    /** Keeps the totals of the whole map, most of which may not have been read. */
    count(person, step) {
        if (person && !person.parked_reason) {
            this.total += step;
            this.tops += person.manager_id ? 0 : step;
        }
    }

    index() {
        this.below = new Map();
        this.roots = [];
        this.parked = [];
        for (const person of this.byId.values()) {
            if (person.parked_reason) {
                this.parked.push(person);
            } else if (this.isShown(person.manager_id)) {
                this.childrenOf(person.manager_id).push(person.id);
            } else {
                this.roots.push(person.id);
            }
        }
        this.computed = null;
    }

    isShown(id) {
        const person = id && this.byId.get(id);
        return Boolean(person && !person.parked_reason);
    }

    childrenOf(id) {
        if (!this.below.has(id)) {
            this.below.set(id, []);
        }
        return this.below.get(id);
    }

    /** Ids of those who are shown below a person. */
    reportsOf(id) {
        return (!this.closed.has(id) && this.below.get(id)) || [];
    }

    /** How many of those who are not parked were read. */
    get shownCount() {
        return this.byId.size - this.parked.length;
    }

    /** How many people with nobody above them were not read yet. */
    get missingTops() {
        return Math.max(0, (this.tops || 0) - this.roots.length);
    }

    /** Ids of those of whose reports some were not read yet. */
    get incomplete() {
        return [...this.byId.keys()].filter((id) => this.isShown(id) && this.isIncomplete(id));
    }

    /** Whether some who report to this person were not read yet. */
    isIncomplete(id) {
        return (this.below.get(id)?.length || 0) < this.byId.get(id).reports;
    }

    isOpen(id) {
        return this.reportsOf(id).length > 0;
    }

    toggle(id) {
        if (!this.closed.delete(id)) {
            this.closed.add(id);
        }
        this.computed = null;
    }

    open(id) {
        this.closed.delete(id);
        this.computed = null;
    }

    closeAll() {
        this.below.forEach((children, id) => children.length && this.closed.add(id));
        this.computed = null;
    }

    openAll() {
        this.closed.clear();
        this.computed = null;
    }

    /** Whether a person is somewhere below another one, or the same. */
    isBelow(id, top) {
        const seen = new Set();
        for (let at = id; at && !seen.has(at); at = this.byId.get(at)?.manager_id) {
            if (at === top) {
                return true;
            }
            seen.add(at);
        }
        return false;
    }

    /** Gives a person another manager here; the server is asked by the caller. */
    move(id, managerId) {
        const person = this.byId.get(id);
        const before = this.byId.get(person.manager_id);
        const after = this.byId.get(managerId);
        if (before) {
            before.reports--;
        }
        if (after) {
            after.reports++;
        }
        this.count(person, -1);
        person.manager_id = managerId;
        this.count(person, 1);
        this.closed.delete(managerId);
        this.index();
    }

    setGrouped(isGrouped) {
        this.isGrouped = isGrouped;
        this.computed = null;
    }

    /** Everybody who is shown, with their place; computed once until something changes. */
    get layout() {
        this.computed ||= this.isGrouped ? this.layOutCenters() : this.layOutWhole();
        return this.computed;
    }

    layOutWhole() {
        const places = layOut(this.roots, (id) => this.reportsOf(id));
        return { places, centers: [], links: this.linksOf(places), ...boundsOf(places) };
    }

    /** A box for each buying centre, with the reporting lines inside it. */
    layOutCenters() {
        const places = new Map();
        const centers = [];
        let left = 0;
        for (const { id, name } of [...this.centers, { id: false, name: "" }]) {
            const members = this.membersOf(id);
            const isMember = (person) => members.has(person);
            const reportsInside = (person) => this.reportsOf(person).filter(isMember);
            const tops = [...members].filter((person) => !this.isLinkedIn(person, members));
            if (!tops.length) {
                continue;
            }
            const inside = layOut(tops, reportsInside);
            const size = boundsOf(inside);
            inside.forEach(({ x, y }, person) =>
                places.set(person, { x: x + left, y: y + BOX_HEAD })
            );
            centers.push({ id, name, x: left, y: 0, ...size, height: size.height + BOX_HEAD });
            left += size.width + BOX_GAP;
        }
        return { places, centers, links: this.linksOf(places, true), ...boundsOf(places) };
    }

    /** Those of a buying centre who are not hidden below somebody who is closed. */
    membersOf(centerId) {
        const members = new Set();
        for (const person of this.byId.values()) {
            const same = (person.buying_center_id || false) === centerId;
            if (same && !person.parked_reason && !this.isHidden(person.id)) {
                members.add(person.id);
            }
        }
        return members;
    }

    isHidden(id) {
        let manager = this.byId.get(id).manager_id;
        while (this.isShown(manager)) {
            if (this.closed.has(manager)) {
                return true;
            }
            manager = this.byId.get(manager).manager_id;
        }
        return false;
    }

    isLinkedIn(id, members) {
        return members.has(this.byId.get(id).manager_id);
    }

    linksOf(places, onlyInBox = false) {
        const links = [];
        for (const [id, place] of places) {
            const { manager_id: manager, buying_center_id: center } = this.byId.get(id);
            const above = places.get(manager);
            const apart = onlyInBox && above && this.byId.get(manager).buying_center_id !== center;
            if (above && !apart) {
                links.push({ id, manager, points: connect(above, place), above, place });
            }
        }
        return links;
    }

    /** Gives a person another second manager here; the server is asked by the caller. */
    moveDotted(id, managerId) {
        this.byId.get(id).dotted_manager_id = managerId;
        this.computed = null;
    }

    /** Takes over an informal line, a new one or a known one. */
    putLine(line) {
        this.lineById.set(line.id, line);
        this.computed = null;
    }

    removeLine(id) {
        this.lineById.delete(id);
        this.computed = null;
    }

    /** Ids of people and their second managers who are both shown. */
    get dottedPairs() {
        const { places } = this.layout;
        return [...places.keys()]
            .map((id) => [id, this.byId.get(id).dotted_manager_id])
            .filter(([, managerId]) => places.has(managerId));
    }

    /** Where the dotted and the informal lines run, by key; found once until something changes. */
    get routes() {
        const { layout } = this;
        layout.routes ||= routeLines(layout.places, [
            ...this.dottedPairs.map(([target, source]) => ({
                key: `dotted-${target}`,
                source,
                target,
                width: 0,
            })),
            ...this.shownLines.map((line) => ({
                key: `line-${line.id}`,
                source: line.source_id,
                target: line.target_id,
                width: labelWidth(this.labelOf.kind[line.kind] || ""),
            })),
        ]);
        return layout.routes;
    }

    /** Informal lines between two people who are both shown. */
    get shownLines() {
        const { places } = this.layout;
        return [...this.lineById.values()].filter(
            (line) => places.has(line.source_id) && places.has(line.target_id)
        );
    }

    /** Who stands at a point of the map, or null. */
    personAt({ x, y }, except = null) {
        for (const [id, place] of this.layout.places) {
            const isIn =
                x >= place.x - NEAR &&
                x <= place.x + CARD.width + NEAR &&
                y >= place.y - NEAR &&
                y <= place.y + CARD.height + NEAR;
            if (isIn && id !== except) {
                return id;
            }
        }
        return null;
    }

    /** Ids of those whose cards touch an area of the map. */
    within({ x, y, width, height }) {
        const ids = [];
        for (const [id, place] of this.layout.places) {
            if (
                place.x < x + width &&
                place.x + CARD.width > x &&
                place.y < y + height &&
                place.y + CARD.height > y
            ) {
                ids.push(id);
            }
        }
        return ids;
    }

    /** The neighbour to whom an arrow key leads, or undefined. */
    neighbour(id, key) {
        const { manager_id: manager } = this.byId.get(id);
        if (key === "ArrowUp") {
            return this.layout.places.has(manager) ? manager : undefined;
        }
        if (key === "ArrowDown") {
            return this.reportsOf(id)[0];
        }
        const row = this.isShown(manager) ? this.reportsOf(manager) : this.roots;
        return row[row.indexOf(id) + (key === "ArrowLeft" ? -1 : 1)];
    }

    /** People among those read whose name or title holds the text, whatever its accents. */
    find(text) {
        const wanted = fold(text.trim());
        const holds = (value) => fold(value || "").includes(wanted);
        return [...this.byId.values()].filter((p) => holds(p.name) || holds(p.title));
    }
}
