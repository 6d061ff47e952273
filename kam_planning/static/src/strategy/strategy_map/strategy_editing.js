import { _t } from "@web/core/l10n/translation";
import { FormViewDialog } from "@web/views/view_dialogs/form_view_dialog";
import { SelectCreateDialog } from "@web/views/view_dialogs/select_create_dialog";

import { History } from "@kam_planning/common/canvas/history";
import { linkOf, valuesOf } from "./strategy_links";

const MODELS = {
    goal: "kam.customer.goal",
    initiative: "kam.customer.goal",
    objective: "kam.objective",
    offering: "kam.offering",
    value: "kam.value",
};
/** Links of a strategy map that are saved at once, with the rights of the user, and can be undone. */
export class StrategyEditing {
    /**
     * @param {{orm, dialog, notification}} services
     * @param {Object} follow getMap() gives the map as it was read; what follows a change: reload(),
     *      announce(text); onClosed() after a dialogue
     */
    constructor({ orm, dialog, notification }, follow) {
        Object.assign(this, { orm, dialog, notification, follow });
        this.history = new History();
    }

    get map() {
        return this.follow.getMap();
    }

    /** Asks which record of a kind belongs to a card; a new one can be made. */
    connect(card, kind) {
        if (!this.map.may_edit) {
            return;
        }
        this.dialog.add(
            SelectCreateDialog,
            {
                resModel: MODELS[kind],
                title: _t("Connect “%s” with", card.name),
                multiSelect: false,
                domain: this.domainOf(kind),
                context: this.contextOf(kind),
                onSelected: ([id]) => this.link(card, { kind, id, model: MODELS[kind] }),
                onCreateEdit: () => this.create(card, kind),
            },
            { onClose: () => this.follow.onClosed() }
        );
    }

    create(card, kind) {
        this.dialog.add(FormViewDialog, {
            resModel: MODELS[kind],
            context: this.contextOf(kind),
            onRecordSaved: ({ resId: id }) => this.link(card, { kind, id, model: MODELS[kind] }),
        });
    }

    domainOf(kind) {
        const { plan_id: planId, account_id: accountId, company_id: companyId } = this.map;
        const isInitiative = kind === "initiative" ? "=" : "!=";
        const goals = [
            ["account_id", "=", accountId],
            ["company_id", "=", companyId],
            ["kind", isInitiative, "initiative"],
        ];
        const own = [["plan_id", "=", planId]];
        const domains = { goal: goals, initiative: goals, objective: own, value: own };
        return domains[kind] || [];
    }

    contextOf(kind) {
        const { plan_id: planId, account_id: accountId, company_id: companyId } = this.map;
        const goal = {
            default_account_id: accountId,
            default_company_id: companyId,
            default_kind: kind,
        };
        const own = { default_plan_id: planId };
        return { goal, initiative: goal, objective: own, value: own }[kind] || {};
    }

    isLinked(one, other) {
        return this.map.lines.some(
            ({ from, to }) =>
                (from === one.key && to === other.key) || (from === other.key && to === one.key)
        );
    }

    async link(one, other) {
        const link = linkOf(one, other);
        if (!link) {
            this.notification.add(_t("These two cannot be connected directly."), {
                type: "warning",
            });
            return;
        }
        if (!this.isLinked(one, other)) {
            await this.change(link, true, _t("Connected: %s", one.name || other.name));
        }
    }

    /** Takes a link away. */
    async cut(one, other) {
        if (this.map.may_edit) {
            const names = { one: one.name, other: other.name };
            await this.change(
                linkOf(one, other),
                false,
                _t("Disconnected: %(one)s – %(other)s", names)
            );
        }
    }

    /** Writes a link, and remembers how it was. */
    async change(link, isLinked, label) {
        const { owner, field, isMany } = link;
        const model = MODELS[owner.kind];
        const values = valuesOf(link, isLinked);
        let before = valuesOf(link, !isLinked);
        if (!isMany) {
            const [found] = await this.orm.read(model, [owner.id], [field], { load: false });
            before = { [field]: found[field] };
        }
        const write = async (written) => {
            await this.orm.write(model, [owner.id], written);
            await this.follow.reload();
        };
        await write(values);
        this.history.add(label, {
            undo: () => write(before),
            redo: () => write(values),
            subject: { model, id: owner.id },
        });
        this.follow.announce(label);
    }
}
