import { _t } from "@web/core/l10n/translation";
import { FormViewDialog } from "@web/views/view_dialogs/form_view_dialog";

import { History } from "@kam_planning/common/canvas/history";

const MODEL = "kam.stakeholder";
const LINES = "kam.influence";

/** Changes of the map that are saved at once, each of which can be taken back. */
export class MapEditing {
    /**
     * @param {{orm, dialog, notification}} services
     * @param {MapModel} model
     * @param {{accountId: number, companyId: number}} customer
     * @param {Object} follow what follows a change: refresh() shows it, reload(ids, areNew) reads
     *      people anew, announce(message) says it, leavePanel(id) closes the panel of a person, and
     *      gives false where somebody goes on typing there
     */
    constructor({ orm, dialog, notification }, model, customer, follow) {
        Object.assign(this, { orm, dialog, notification, model, customer, follow });
        this.history = new History();
        this.renamed = new Map();
    }

    /** Says who somebody reports to; a loop is refused here as it is on the server. */
    async move(id, managerId) {
        const { model } = this;
        const person = model.byId.get(id);
        const before = person.manager_id;
        if (before === managerId) {
            return;
        }
        const names = { person: person.name, manager: model.byId.get(managerId)?.name };
        if (managerId && model.isBelow(managerId, id)) {
            this.notification.add(
                _t("%(person)s cannot report to %(manager)s, who is below.", names),
                { type: "warning" }
            );
            return;
        }
        const second = person.dotted_manager_id === managerId ? false : person.dotted_manager_id;
        const label = managerId
            ? _t("%(person)s reports to %(manager)s", names)
            : _t("%(person)s reports to nobody", names);
        await this.change(label, id, { manager_id: managerId, dotted_manager_id: second });
    }

    /** Says who somebody's second manager is; false: nobody. */
    async moveDotted(id, managerId) {
        const person = this.model.byId.get(id);
        if ((person.dotted_manager_id || false) === managerId || id === managerId) {
            return;
        }
        const names = { person: person.name, manager: this.model.byId.get(managerId)?.name };
        if (managerId && person.manager_id === managerId) {
            this.notification.add(_t("%(person)s reports to %(manager)s already.", names), {
                type: "warning",
            });
            return;
        }
        const label = managerId
            ? _t("%(person)s also reports to %(manager)s", names)
            : _t("%(person)s has no second manager", names);
        await this.change(label, id, { dotted_manager_id: managerId });
    }

    /** Gives somebody other managers; it can be taken back. */
    async change(label, id, values) {
        const person = this.model.byId.get(id);
        const before = Object.fromEntries(
            Object.keys(values).map((name) => [name, person[name] || false])
        );
        await this.saveManagers(id, values);
        this.remember(label, {
            undo: () => this.saveManagers(id, before),
            redo: () => this.saveManagers(id, values),
            subject: { kind: "move", id },
        });
    }

    /** Remembers a step that was done, and says it. */
    remember(label, step) {
        this.history.add(label, step);
        this.follow.refresh();
        this.follow.announce(label);
    }

    /** Writes who somebody's managers are, as far as that is new, and shows it. */
    async saveManagers(person, managers) {
        const id = this.now("person", person);
        const shown = this.model.byId.get(id);
        const values = {};
        for (const [name, manager] of Object.entries(managers)) {
            const managerId = (manager && this.now("person", manager)) || false;
            if ((shown[name] || false) !== managerId) {
                values[name] = managerId;
            }
        }
        await this.orm.write(MODEL, [id], values);
        if ("dotted_manager_id" in values) {
            this.model.moveDotted(id, values.dotted_manager_id);
        }
        if ("manager_id" in values) {
            this.model.move(id, values.manager_id);
        }
        this.follow.refresh();
    }

    /** Takes somebody off the map, whose people move up; he can be put back, and they to him. */
    async takeOff(id, reason) {
        if ((await this.follow.leavePanel(id)) === false) {
            return false;
        }
        const step = { moves: [] };
        await this.park(id, reason, step);
        this.remember(_t("%s taken off the map", this.model.byId.get(id).name), {
            undo: () => this.putBack(id, step),
            redo: () => this.park(id, reason, step),
            subject: { kind: "move", id },
        });
    }

    /** Puts somebody back who was taken off before; that can be taken back as well. */
    async putBackParked(id) {
        if ((await this.follow.leavePanel(id)) === false) {
            return false;
        }
        const { name, parked_reason: reason } = this.model.byId.get(id);
        const step = { moves: [] };
        await this.putBack(id, step);
        this.remember(_t("%s put back on the map", name), {
            undo: () => this.park(id, reason, step),
            redo: () => this.putBack(id, step),
            subject: { kind: "move", id },
        });
    }

    async park(person, reason, step) {
        const id = this.now("person", person);
        step.moves = await this.orm.call(MODEL, "take_off_map", [[id]], { reason });
        await this.showMoved(id, step);
    }

    async putBack(person, step) {
        const id = this.now("person", person);
        await this.orm.call(MODEL, "put_back_on_map", [[id]], { moves: step.moves });
        await this.showMoved(id, step);
    }

    /** Reads anew who was taken off or put back, and all whom that moved. */
    showMoved(id, { moves }) {
        const ids = new Set([id, this.model.byId.get(id)?.manager_id, ...moves.flat()]);
        return this.follow.reload([...ids].filter((one) => this.model.byId.has(one)));
    }

    /** Puts an informal line from one person to another on the map. */
    async addLine(source, target, kind) {
        const lines = [...this.model.lineById.values()];
        const isSame = (line) =>
            line.kind === kind && line.source_id === source && line.target_id === target;
        if (lines.some(isSame)) {
            this.notification.add(_t("This line is on the map already."), { type: "warning" });
            return;
        }
        const id = await this.makeLine({ source_id: source, target_id: target, kind });
        const label = this.describeLine({ kind });
        this.remember(label, {
            undo: () => this.removeLine(id),
            redo: () => this.restoreLine(id, { source_id: source, target_id: target, kind }),
            subject: { kind: "line", id },
        });
    }

    /** Makes an informal line and shows it. Gives its id. */
    async makeLine(values) {
        const { orm } = this;
        const ends = {
            source_id: this.now("person", values.source_id),
            target_id: this.now("person", values.target_id),
        };
        const [id] = await orm.create(LINES, [{ ...values, ...ends }]);
        const names = ["source_id", "target_id", "kind", "direction", "strength"];
        const [line] = await orm.read(LINES, [id], names, { load: "" });
        this.model.putLine({
            ...line,
            source_id: line.source_id?.[0] || line.source_id,
            target_id: line.target_id?.[0] || line.target_id,
        });
        this.follow.refresh();
        return id;
    }

    /** Puts a line back that was taken off the map. */
    async restoreLine(id, values) {
        const former = this.now("line", id);
        this.renamed.set(`line-${former}`, await this.makeLine(values));
    }

    describeLine(line) {
        return _t("line drawn: %s", this.model.labelOf.kind[line.kind]);
    }

    /** An informal line as a form: to change it, or to take it off the map. */
    openLine(line) {
        const stored = this.model.lineById.get(line.id);
        const canWrite = this.model.can_write;
        this.dialog.add(FormViewDialog, {
            resModel: LINES,
            resId: line.id,
            title: line.description,
            readonly: !canWrite,
            preventCreate: true,
            preventEdit: !canWrite,
            canExpand: false,
            size: "md",
            onRecordSaved: () => {
                this.keepLine(stored);
                return this.follow.reload([stored.source_id]);
            },
            removeRecord: canWrite ? () => this.takeLineOff(stored) : undefined,
        });
    }

    /** Takes a line off the map; it can be put back. */
    async takeLineOff(line) {
        await this.removeLine(line.id);
        const { source_id, target_id, kind, direction, strength } = line;
        const values = { source_id, target_id, kind, direction, strength };
        this.remember(_t("line taken off the map"), {
            undo: () => this.restoreLine(line.id, values),
            redo: () => this.removeLine(line.id),
            subject: { kind: "line", id: line.id },
        });
    }

    async removeLine(line) {
        const id = this.now("line", line);
        await this.orm.unlink(LINES, [id]);
        this.model.removeLine(id);
        this.follow.refresh();
    }

    /**
     * Puts one of the customer's contacts on the map.
     *
     * @param {{id: number, name: string}} contact
     * @param {number|false} managerId whom the contact reports to
     */
    async add(contact, managerId) {
        const id = await this.makePerson(contact, managerId);
        this.remember(_t("%s put on the map", contact.name), {
            undo: () => this.removePerson(id),
            redo: async () => {
                const former = this.now("person", id);
                this.renamed.set(`person-${former}`, await this.makePerson(contact, managerId));
            },
            subject: { kind: "person", id },
        });
        return id;
    }

    async makePerson(contact, managerId) {
        const { accountId, companyId } = this.customer;
        const [id] = await this.orm.create(MODEL, [
            {
                account_id: accountId,
                company_id: companyId,
                partner_id: contact.id,
                manager_id: (managerId && this.now("person", managerId)) || false,
            },
        ]);
        await this.follow.reload([id], true);
        return id;
    }

    async removePerson(person) {
        const id = this.now("person", person);
        if ((await this.follow.leavePanel(id)) === false) {
            return false;
        }
        await this.orm.unlink(MODEL, [id]);
        this.model.remove(id);
        this.follow.refresh();
    }

    /**
     * What somebody saves in a form is taken back by nobody: not the place that it gives these
     * people, and not the people that it is about.
     */
    keepPeople(ids) {
        const managers = ids.map((id) => this.model.byId.get(id)?.manager_id);
        this.forget({ move: ids, person: [...ids, ...managers] });
    }

    /** What was saved of an informal line in its form stays, and so do both people. */
    keepLine({ id, source_id: source, target_id: target }) {
        this.forget({ line: [id], person: [source, target] });
    }

    forget(kept) {
        this.history.forget(({ kind, id }) => {
            const now = this.now(kind === "line" ? "line" : "person", id);
            return Boolean(kept[kind]?.includes(now));
        });
    }

    /** The id that somebody or something has now, who was put back on the map under another one. */
    now(kind, id) {
        const key = `${kind}-${id}`;
        return this.renamed.has(key) ? this.now(kind, this.renamed.get(key)) : id;
    }
}
