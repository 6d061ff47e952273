import { Component, onWillStart, useState } from "@odoo/owl";
import { Mutex } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";

const MODEL = "kam.relationship";
const EMPTY = { level_actual: "0", level_desired: "0" };

/** Our people down, theirs across: actual and desired level, the largest gaps first. */
export class MapMatrix extends Component {
    static template = "kam_planning.MapMatrix";
    static props = { accountId: Number, companyId: Number, onChanged: Function };

    setup() {
        this.orm = useService("orm");
        this.mutex = new Mutex();
        this.state = useState({ matrix: null, edited: null });
        onWillStart(() => this.load());
    }

    async load() {
        const { accountId, companyId } = this.props;
        this.state.matrix = await this.orm.call("kam.stakeholder", "get_matrix", [
            accountId,
            companyId,
        ]);
    }

    get rows() {
        const { users, people } = this.state.matrix;
        const relationships = this.relationshipByKey;
        return users.map((user) => ({
            user,
            cells: people.map((person) => {
                const key = `${user.id}-${person.id}`;
                return { key, user, person, relationship: relationships.get(key) };
            }),
        }));
    }

    get relationshipByKey() {
        return new Map(
            this.state.matrix.relationships.map((r) => [`${r.user_id}-${r.stakeholder_id}`, r])
        );
    }

    get levels() {
        return Object.fromEntries(this.state.matrix.levels);
    }

    edit(cell) {
        if (this.state.matrix.can_write) {
            this.state.edited = cell.key;
        }
    }

    /** One after the other: two changes of an empty cell are one new relationship. */
    setLevel(cell, name, value) {
        return this.mutex.exec(() => this.saveLevel(cell, name, value));
    }

    async saveLevel(cell, name, value) {
        const relationship = this.relationshipByKey.get(cell.key);
        if (relationship) {
            await this.orm.write(MODEL, [relationship.id], { [name]: value });
        } else {
            const place = { user_id: cell.user.id, stakeholder_id: cell.person.id };
            await this.orm.create(MODEL, [{ ...EMPTY, ...place, [name]: value }]);
        }
        await this.load();
        await this.props.onChanged([cell.person.id]);
    }
}
