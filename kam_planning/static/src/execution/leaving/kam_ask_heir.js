import { DynamicList } from "@web/model/relational_model/dynamic_list";
import { Record } from "@web/model/relational_model/record";
import { patch } from "@web/core/utils/patch";

/**
 * Before users are archived, ask who takes over their account work. Skipping the question costs
 * nothing but the choice: the server then hands over to the account teams.
 *
 * @param {Object} model relational model of the view
 * @param {number[]} resIds users
 * @param {Function} reload called when the question was answered or dropped
 * @returns {Promise<boolean>} whether there was something to ask
 */
async function askHeir(model, resIds, context, reload) {
    const question = await model.orm.call("res.users", "action_ask_kam_heir", [resIds], {
        context,
    });
    if (question) {
        model.action.doAction(question, { onClose: reload });
    }
    return Boolean(question);
}

patch(Record.prototype, {
    async _toggleArchive(state) {
        const isLeaving = state && this.resModel === "res.users";
        const reload = () => this._load();
        if (isLeaving && (await askHeir(this.model, [this.resId], this.context, reload))) {
            return;
        }
        return super._toggleArchive(...arguments);
    },
});

patch(DynamicList.prototype, {
    async _toggleArchive(isSelected, state) {
        if (state && this.resModel === "res.users") {
            const resIds = await this.getResIds(isSelected);
            const reload = () => this.model.load();
            if (await askHeir(this.model, resIds, this.context, reload)) {
                return;
            }
        }
        return super._toggleArchive(...arguments);
    },
});
