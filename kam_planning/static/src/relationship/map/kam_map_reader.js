const MODEL = "kam.stakeholder";
const MANAGERS_AT_ONCE = 100;

/** Reads more of a map that was opened: a large one comes in parts. */
export class MapReader {
    constructor(orm, model, { accountId, companyId }) {
        Object.assign(this, { orm, model, place: [accountId, companyId] });
    }

    async read(which, areNew = false) {
        const more = await this.orm.call(MODEL, "get_people", this.place, which);
        this.model.put(more.people, more.lines, areNew);
        return more;
    }

    /** Reads all that is asked for: the server gives so many people at once. */
    async readAll(which, areNew = false, onProgress = () => {}) {
        const people = [];
        for (let left = true; left;) {
            const more = await this.read({ ...which, skip: people.length }, areNew);
            people.push(...more.people);
            left = more.left && more.people.length;
            onProgress();
        }
        return people;
    }

    /** Reads those who report to these managers; then it is known how many they are. */
    async below(managerIds, onProgress) {
        await this.readAll({ manager_ids: managerIds }, false, onProgress);
        for (const id of managerIds) {
            this.model.byId.get(id).reports = this.model.below.get(id)?.length || 0;
        }
    }

    /** Reads more of those with nobody above them. */
    async moreTops() {
        return (await this.read({ top_from: this.model.roots.length })).people;
    }

    /** Reads people anew; those who are gone leave the map. */
    async again(ids, areNew = false) {
        const people = await this.readAll({ person_ids: ids }, areNew);
        const present = new Set(people.map((person) => person.id));
        ids.filter((id) => !present.has(id)).forEach((id) => this.model.remove(id));
    }

    /**
     * Reads everybody.
     *
     * @param {(read: number, total: number) => void} onProgress
     */
    async everybody(onProgress) {
        const tell = () => onProgress(this.model.shownCount, this.model.total);
        while (this.model.missingTops && (await this.moreTops()).length) {
            tell();
        }
        for (let ids = this.model.incomplete; ids.length; ids = this.model.incomplete) {
            for (let start = 0; start < ids.length; start += MANAGERS_AT_ONCE) {
                await this.below(ids.slice(start, start + MANAGERS_AT_ONCE), tell);
            }
        }
    }

    /** Finds people by name or title: here when everybody was read, otherwise on the server. */
    async search(text) {
        const { model } = this;
        if (model.shownCount >= model.total) {
            return model.find(text).slice(0, 20);
        }
        return this.orm.call(MODEL, "find_people", [...this.place, text]);
    }
}
