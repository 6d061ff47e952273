import { _t } from "@web/core/l10n/translation";
import { FormViewDialog } from "@web/views/view_dialogs/form_view_dialog";

import { MapHistory } from "./kam_map_history";

const MODEL = "kam.stakeholder";
const LINES = "kam.influence";
// What the panel changes of a person and can give back; relationships are changed line by line.
const KEPT = new Set([
    "name",
    "title",
    "seniority",
    "partner_id",
    "manager_id",
    "buying_center_id",
    "touch_interval",
    "parked_reason",
    "role_ids",
    "influence",
    "support",
    "needs",
    "decision_criteria",
    "note",
]);

/** Changes of the map that are saved at once, each of which can be taken back. */
export class MapEditing {
    /**
     * @param {{orm, dialog, notification}} services
     * @param {MapModel} model
     * @param {{accountId: number, companyId: number}} customer
     * @param {Object} follow what follows a change: refresh() shows it, reload(ids, areNew) reads
     *      people anew, announce(message) says it, closePanel() closes what shows a former state
     */
    constructor({ orm, dialog, notification }, model, customer, follow) {
        Object.assign(this, { orm, dialog, notification, model, customer, follow });
        this.history = new MapHistory();
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
        await this.saveManager(id, managerId);
        const label = managerId
            ? _t("%(person)s reports to %(manager)s", names)
            : _t("%(person)s reports to nobody", names);
        this.history.add(label, () => this.saveManager(id, before));
        this.follow.announce(label);
    }

    async saveManager(id, managerId) {
        await this.orm.write(MODEL, [id], { manager_id: managerId || false });
        this.model.move(id, managerId || false);
        this.follow.refresh();
    }

    /** Puts an informal line from one person to another on the map. */
    async addLine(source, target, kind) {
        const { orm, notification } = this;
        const lines = [...this.model.lineById.values()];
        const isSame = (line) =>
            line.kind === kind && line.source_id === source && line.target_id === target;
        if (lines.some(isSame)) {
            notification.add(_t("This line is on the map already."), { type: "warning" });
            return;
        }
        const [id] = await orm.create(LINES, [{ source_id: source, target_id: target, kind }]);
        const names = ["source_id", "target_id", "kind", "direction", "strength"];
        const [line] = await orm.read(LINES, [id], names, { load: "" });
        this.model.lineById.set(id, {
            ...line,
            source_id: line.source_id?.[0] || line.source_id,
            target_id: line.target_id?.[0] || line.target_id,
        });
        this.follow.refresh();
        this.history.add(this.describeLine(line), () => this.removeLine(id));
        this.follow.announce(this.describeLine(line));
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
            onRecordSaved: () => this.follow.reload([stored.source_id]),
            removeRecord: canWrite ? () => this.takeLineOff(stored) : undefined,
        });
    }

    /** Takes a line off the map; it can be put back. */
    async takeLineOff(line) {
        await this.removeLine(line.id);
        const { source_id: source, target_id: target, kind, direction, strength } = line;
        const label = _t("line taken off the map");
        this.history.add(label, async () => {
            const values = { source_id: source, target_id: target, kind, direction, strength };
            const [id] = await this.orm.create(LINES, [values]);
            this.model.lineById.set(id, { ...line, id });
            this.follow.refresh();
        });
        this.follow.announce(label);
    }

    async removeLine(id) {
        await this.orm.unlink(LINES, [id]);
        this.model.lineById.delete(id);
        this.follow.refresh();
    }

    /**
     * Puts one of the customer's contacts on the map.
     *
     * @param {{id: number, name: string}} contact
     * @param {number|false} managerId whom the contact reports to
     */
    async add(contact, managerId) {
        const { accountId, companyId } = this.customer;
        const [id] = await this.orm.create(MODEL, [
            {
                account_id: accountId,
                company_id: companyId,
                partner_id: contact.id,
                manager_id: managerId || false,
            },
        ]);
        await this.follow.reload([id], true);
        this.history.add(_t("%s put on the map", contact.name), () => this.removePerson(id));
        this.follow.announce(_t("%s is on the map.", contact.name));
        return id;
    }

    async removePerson(id) {
        await this.orm.unlink(MODEL, [id]);
        this.model.remove(id);
        this.follow.closePanel();
        this.follow.refresh();
    }

    /** Remembers how somebody was before the panel saves changes. */
    async remember(id, names) {
        const { orm } = this;
        const kept = names.filter((name) => KEPT.has(name));
        if (!kept.length) {
            return;
        }
        const [before] = await orm.webRead(MODEL, [id], {
            specification: Object.fromEntries(kept.map((name) => [name, {}])),
        });
        const values = Object.fromEntries(kept.map((name) => [name, asCommand(before[name])]));
        this.history.add(_t("%s changed", this.model.byId.get(id).name), async () => {
            await orm.write(MODEL, [id], values);
            await this.follow.reload([id]);
            this.follow.closePanel();
        });
    }
}

function asCommand(value) {
    return Array.isArray(value) ? [[6, 0, value]] : value;
}
