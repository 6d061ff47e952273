import { Component, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";
import { deserializeDate, deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatDate, formatDateTime } from "@web/views/fields/formatters";
import { SelectCreateDialog } from "@web/views/view_dialogs/select_create_dialog";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

import { formatFigure, isKnown } from "@kam_planning/common/figure/kam_figure";

const LABELS = {
    revenue: () => _t("Revenue, 12 months"),
    margin: () => _t("Gross margin"),
    pipeline: () => _t("Open pipeline"),
    revenue_target: () => _t("Revenue target"),
};
const AMOUNTS = Object.keys(LABELS);

/** What a customer's group is worth to those of our companies that the user has chosen. */
export class KamWorldwide extends Component {
    static template = "kam_planning.Worldwide";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.state = useState({ sheet: null });
        this.columns = [
            ...AMOUNTS.map((name) => ({ name, label: LABELS[name]() })),
            { name: "work", label: _t("Progress") },
            { name: "standing", label: _t("Health") },
        ];
        onWillStart(() => this.load());
        onWillUpdateProps(({ record }) => {
            if (record !== this.props.record) {
                return this.load(record.resId);
            }
        });
    }

    async load(planId = this.props.record.resId) {
        this.state.sheet = planId
            ? await this.orm.call("kam.plan", "get_worldwide", [[planId]])
            : null;
    }

    async reload() {
        await this.load();
        await this.env.kamWorkspace?.refresh?.();
    }

    get hasSeveral() {
        return this.state.sheet.groups.length > 1;
    }

    get hasLocals() {
        return this.state.sheet.totals.plans > 1;
    }

    get mayEdit() {
        return this.state.sheet.may_edit && !this.props.readonly;
    }

    /** Who leads a plan, for which time, and how far it is. */
    describe(row, group) {
        const company = row.company === group.company ? "" : row.company;
        const texts = [company, row.manager, row.tier, row.period, row.state];
        return texts.filter(Boolean).join(" · ");
    }

    /** The cells of a plan: each a value, and what stands below it. */
    prepareRow(row) {
        const day = row.next_review && this.formatDay(row.next_review);
        return {
            ...this.prepareAmounts(row, (name) => this.formatOwn(row, name)),
            work: this.prepareWork(row),
            standing: { value: row.health, notes: day ? [_t("Next review: %s", day)] : [] },
        };
    }

    prepareTotal(total) {
        const { unknown } = total;
        return {
            ...this.prepareAmounts(total, (name) =>
                unknown[name] ? _t("%s not known", unknown[name]) : ""
            ),
            work: this.prepareWork(total),
            standing: { value: "", notes: [] },
        };
    }

    prepareAmounts({ amounts, attainment }, note) {
        const currencyId = this.state.sheet.currency_id;
        const cells = AMOUNTS.map((name) => {
            const value = formatFigure(amounts[name], "currency", currencyId);
            return [name, { value, notes: [note(name)].filter(Boolean) }];
        });
        const found = Object.fromEntries(cells);
        if (isKnown(attainment)) {
            const share = formatFigure(attainment, "percent");
            found.revenue_target.notes.push(_t("%s reached", share));
        }
        return found;
    }

    prepareWork({ progress, overdue }) {
        return {
            value: formatFigure(progress, "percent"),
            notes: overdue ? [_t("Overdue actions: %s", overdue)] : [],
        };
    }

    /** The amount in the currency of the company, where that is another one. */
    formatOwn(row, name) {
        const isOther = row.currency_id !== this.state.sheet.currency_id;
        return isOther && isKnown(row.own[name])
            ? formatFigure(row.own[name], "currency", row.currency_id)
            : "";
    }

    formatDay(day) {
        return day ? formatDate(deserializeDate(day)) : "–";
    }

    get standing() {
        const { day, as_of: asOf } = this.state.sheet;
        return asOf
            ? _t("Rates of %(day)s, figures as of %(moment)s", {
                  day: this.formatDay(day),
                  moment: formatDateTime(deserializeDateTime(asOf)),
              })
            : _t("Rates of %s", this.formatDay(day));
    }

    open({ plan_id: resId }) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "kam.plan",
            res_id: resId,
            views: [[false, "form"]],
        });
    }

    add() {
        this.dialog.add(SelectCreateDialog, {
            resModel: "kam.plan",
            title: _t("Hang Plans Below This One"),
            domain: this.state.sheet.candidates,
            noCreate: true,
            onSelected: (ids) => this.link(ids, this.state.sheet.plan_id),
        });
    }

    async link(ids, planId) {
        await this.orm.write("kam.plan", ids, { global_plan_id: planId });
        await this.reload();
    }

    takeOut({ plan_id: planId }) {
        return this.link([planId], false);
    }
}

registry.category("view_widgets").add("kam_worldwide", { component: KamWorldwide });
