import { Component, markup, onMounted, onWillUpdateProps, useState } from "@odoo/owl";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { formatDateTime } from "@web/views/fields/formatters";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

import { filterKinds, pairOf, tick, TODAY } from "./versions_model";

const FIELDS = [
    "display_name",
    "number",
    "kind",
    "date",
    "user_id",
    "note",
    "line_count",
    "erased_count",
];
const MOST = 200;
const KINDS = [
    { name: "added", label: _t("Added"), icon: "fa-plus-circle text-success" },
    { name: "gone", label: _t("Gone"), icon: "fa-minus-circle text-danger" },
    { name: "changed", label: _t("Changed"), icon: "fa-pencil text-info" },
    { name: "erased", label: _t("Erased"), icon: "fa-ban text-muted" },
];

/** How the plan stood: its snapshots, and what differs between two of them, or one and today. */
export class KamVersions extends Component {
    static template = "kam_planning.Versions";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.keepLast = new KeepLast();
        this.today = TODAY;
        this.state = useState({
            snapshots: null,
            kinds: {},
            chosen: [],
            comparison: null,
            hidden: new Set(),
            withFigures: false,
            verified: null,
            taking: null,
        });
        onMounted(() => this.start());
        onWillUpdateProps(({ record }) => {
            if (record.resId !== this.props.record.resId) {
                Object.assign(this.state, { chosen: [], comparison: null, verified: null });
                this.start(record.resId);
            }
        });
    }

    get planId() {
        return this.props.record.resId;
    }

    get mayTake() {
        return !this.props.readonly && this.props.record.data.may_edit !== false;
    }

    /** What changed since the newest one is what is asked first. */
    async start(planId = this.planId) {
        await this.load(planId);
        const [newest] = this.state.snapshots;
        if (newest) {
            await this.choose([TODAY, newest.id]);
        }
    }

    async load(planId = this.planId) {
        const [snapshots, fields] = await Promise.all([
            this.orm.silent.searchRead("kam.snapshot", [["plan_id", "=", planId]], FIELDS, {
                limit: MOST,
                order: "number desc",
            }),
            this.orm.cache().call("kam.snapshot", "fields_get", [["kind"], ["selection"]]),
        ]);
        this.state.kinds = Object.fromEntries(fields.kind.selection);
        this.state.snapshots = snapshots;
    }

    onTick(id) {
        return this.choose(tick(this.state.chosen, id));
    }

    async choose(chosen) {
        this.state.chosen = chosen;
        this.state.comparison = null;
        const pair = pairOf(chosen);
        if (pair) {
            const args = [[pair.snapshotId], pair.otherId, this.state.withFigures];
            this.state.comparison = await this.keepLast.add(
                this.orm.call("kam.snapshot", "get_comparison", args)
            );
        }
    }

    /** What the customer saw is called as he knows it: its version. */
    nameOf({ kind, display_name: name }) {
        return kind === "shared" && name ? name : this.state.kinds[kind];
    }

    isChosen(id) {
        return this.state.chosen.includes(id);
    }

    get kinds() {
        const { counts } = this.state.comparison;
        return KINDS.filter(({ name }) => counts[name]).map((kind) => ({
            ...kind,
            count: counts[kind.name],
            isShown: !this.state.hidden.has(kind.name),
        }));
    }

    toggleFigures() {
        this.state.withFigures = !this.state.withFigures;
        return this.choose(this.state.chosen);
    }

    iconOf(kind) {
        return KINDS.find(({ name }) => name === kind);
    }

    get groups() {
        return filterKinds(this.state.comparison.groups, this.state.hidden);
    }

    toggleKind(name) {
        const { hidden } = this.state;
        if (!hidden.delete(name)) {
            hidden.add(name);
        }
    }

    /** Cleaned by the server. */
    markup(html) {
        return markup(html);
    }

    formatMoment(moment) {
        return formatDateTime(deserializeDateTime(moment));
    }

    open(model, resId) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: resId,
            views: [[false, "form"]],
        });
    }

    async verify() {
        const args = [[this.planId]];
        this.state.verified = await this.orm.call("kam.plan", "verify_snapshots", args);
    }

    print() {
        const { snapshotId, otherId } = pairOf(this.state.chosen);
        const name = "kam_planning.report_versions";
        return this.action.doAction({
            type: "ir.actions.report",
            report_type: "qweb-pdf",
            report_name: name,
            report_file: name,
            data: {
                snapshot_id: snapshotId,
                other_id: otherId,
                with_figures: this.state.withFigures,
            },
        });
    }

    startTaking() {
        this.state.taking = { kind: "manual", note: "", isSaving: false };
    }

    stopTaking() {
        this.state.taking = null;
    }

    /** A snapshot is of what is saved. */
    async take() {
        const { taking } = this.state;
        if (taking.isSaving) {
            return;
        }
        taking.isSaving = true;
        try {
            if (!(await this.props.record.save())) {
                return;
            }
            const args = [[this.planId], taking.kind, taking.note];
            await this.orm.call("kam.plan", "action_take_snapshot", args);
            this.state.taking = null;
        } finally {
            taking.isSaving = false;
        }
        this.state.verified = null;
        await this.load();
        this.env.kamWorkspace?.refresh();
    }
}

registry.category("view_widgets").add("kam_versions", { component: KamVersions });
