import { Component, onMounted, onWillUpdateProps, useState } from "@odoo/owl";
import { deserializeDate, deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatDate, formatDateTime } from "@web/views/fields/formatters";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

import { describeDaysLeft } from "@kam_planning/common/days_left/kam_days_left_field";
import { formatFigure, isKnown } from "@kam_planning/common/figure/kam_figure";
import { describeMove } from "@kam_planning/common/score/kam_move";
import { KamScoreDialog } from "@kam_planning/common/score/kam_score_dialog";

import { MARKS } from "../workspace/kam_chapters";
import { KamCompleteness } from "./kam_completeness";

/** The first chapter of a plan: what counts today. Each part opens the chapter it is taken from. */
export class KamOverview extends Component {
    static template = "kam_planning.Overview";
    static components = { KamCompleteness };
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.describeMove = describeMove;
        this.workspace = this.env.kamWorkspace;
        this.navigator = useState(this.workspace.state);
        this.state = useState({ overview: null });
        // After the first picture: the head does not wait for it.
        onMounted(() => this.start());
        onWillUpdateProps(({ record }) => {
            if (record !== this.props.record) {
                this.load();
            }
        });
    }

    get planId() {
        return this.props.record.resId;
    }

    async start() {
        await this.load();
        // One after the other, from the last: the first ones rest on what the others read.
        const unread = [];
        for (const part of this.state.overview.parts.filter(({ refresh }) => refresh)) {
            unread.unshift(part);
        }
        for (const { refresh } of unread) {
            await this.orm.call("kam.plan", refresh, [[this.planId]]);
        }
        if (unread.length) {
            await this.load();
            await this.reloadHead();
        }
    }

    /** What was read now stands in the head of the form as well, unless somebody types in it. */
    async reloadHead() {
        const { record } = this.props;
        if (!(await record.isDirty())) {
            await record.load();
        }
    }

    async load() {
        const args = [[this.planId]];
        this.state.overview = await this.orm.silent.call("kam.plan", "get_overview", args);
    }

    async reload() {
        await Promise.all([this.load(), this.workspace.loadMarks()]);
    }

    /** Chapters in which something waits, with what, in signs and words. */
    get waiting() {
        return this.workspace
            .getChapters()
            .map(({ name, title }) => {
                const found = this.navigator.marks[name] || {};
                const marks = MARKS.filter((mark) => found[mark.name]).map((mark) => ({
                    ...mark,
                    text: mark.label(found[mark.name]),
                }));
                return { name, title, marks };
            })
            .filter(({ marks }) => marks.length);
    }

    get toConfirm() {
        const chapters = Object.values(this.navigator.marks);
        return chapters.reduce((sum, chapter) => sum + (chapter.to_confirm || 0), 0);
    }

    get mayEdit() {
        return this.props.record.data.may_edit !== false;
    }

    isShown(chapter) {
        return this.workspace.getChapters().some(({ name }) => name === chapter);
    }

    openChapter(chapter) {
        return this.workspace.goTo(chapter);
    }

    openLine({ res_model, res_id }) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model,
            res_id,
            views: [[false, "form"]],
        });
    }

    confirm() {
        return this.workspace.confirm(null);
    }

    /** Opens what a number is made of. */
    explain({ kind, label }) {
        this.dialog.add(KamScoreDialog, {
            resModel: "kam.plan",
            resId: this.planId,
            kind,
            title: label,
        });
    }

    formatFact({ kind, value, unit, currency_id: currencyId }) {
        if (kind) {
            return isKnown(value) ? String(Math.round(value)) : _t("not known");
        }
        return unit === "date" ? this.formatDay(value) : formatFigure(value, unit, currencyId);
    }

    formatDay(day) {
        return day ? formatDate(deserializeDate(day)) : "";
    }

    daysLeft(day) {
        return day ? describeDaysLeft(deserializeDate(day)) : null;
    }

    formatMoment(moment) {
        return formatDateTime(deserializeDateTime(moment));
    }
}

registry.category("view_widgets").add("kam_overview", { component: KamOverview });
