import { deserializeDate, today } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { Model } from "@web/model/model";

/** More than can be looked at: the filters say which. */
export const LIMIT = 500;
const NAME = { fields: { display_name: {} } };
const SPECIFICATION = {
    name: {},
    state: {},
    date_start: {},
    date_deadline: {},
    is_open: {},
    is_overdue: {},
    is_waiting: {},
    may_edit: {},
    progress: {},
    user_id: NAME,
    partner_id: NAME,
    plan_id: NAME,
    after_id: NAME,
    objective_id: { fields: { display_name: {}, sequence: {} } },
};

/** What an action's state looks like: a sign and a word, and a colour besides. */
export const LOOKS = {
    done: { sign: "✓", label: _t("Done"), color: "success" },
    cancelled: { sign: "✕", label: _t("Cancelled"), color: "muted" },
    continued: { sign: "→", label: _t("Continued"), color: "muted" },
    late: { sign: "●", label: _t("Late"), color: "danger" },
    waiting: { sign: "⏸", label: _t("Waits"), color: "warning" },
    in_progress: { sign: "▶", label: _t("In progress"), color: "info" },
    todo: { sign: "○", label: _t("To do"), color: "primary" },
};

export function getLook(record) {
    if (!record.is_open) {
        return LOOKS[record.state];
    }
    if (record.is_overdue) {
        return LOOKS.late;
    }
    return record.is_waiting ? LOOKS.waiting : LOOKS[record.state];
}

/** Actions of one or many plans, in groups by objective; one call reads all of them. */
export class KamTimelineModel extends Model {
    setup({ resModel }) {
        this.resModel = resModel;
        this.turn = 0;
        this.groups = [];
        this.items = [];
        this.count = 0;
    }

    async load(searchParams = this.searchParams) {
        this.searchParams = searchParams;
        const { context, domain } = searchParams;
        // Not `KeepLast`: a dialogue waits for the picture before it closes, whichever load draws it.
        const turn = ++this.turn;
        const { length, records } = await this.orm.webSearchRead(this.resModel, domain, {
            specification: SPECIFICATION,
            order: "date_deadline, id",
            limit: LIMIT,
            count_limit: LIMIT * 10,
            context: { bin_size: true, ...context },
        });
        if (turn !== this.turn) {
            return;
        }
        this.count = length;
        this.today = today();
        this.items = records.map((record) => this.makeItem(record));
        this.groups = this.makeGroups();
        this.notify();
    }

    hasData() {
        return this.items.length > 0;
    }

    makeItem(record) {
        const end = deserializeDate(record.date_deadline);
        const start = record.date_start ? deserializeDate(record.date_start) : end;
        const look = getLook(record);
        return { ...record, record, start, end, look, hasStart: Boolean(record.date_start) };
    }

    /** Objectives in their order, plan by plan; what has none comes last in its plan. */
    makeGroups() {
        const groups = new Map();
        for (const item of this.items) {
            const { objective_id: objective, partner_id: customer, plan_id: plan } = item;
            const key = `${plan?.id}-${objective?.id || 0}`;
            if (!groups.has(key)) {
                groups.set(key, {
                    key,
                    name: objective ? objective.display_name : _t("No objective"),
                    customer: customer?.display_name || "",
                    order: [
                        customer?.display_name || "",
                        plan?.id || 0,
                        objective ? 0 : 1,
                        objective?.sequence || 0,
                        objective?.id || 0,
                    ],
                    items: [],
                });
            }
            groups.get(key).items.push(item);
        }
        return [...groups.values()].toSorted((a, b) => compare(a.order, b.order));
    }
}

function compare(one, other) {
    for (const [place, value] of one.entries()) {
        if (value !== other[place]) {
            return typeof value === "string"
                ? value.localeCompare(other[place]) || 0
                : value - other[place];
        }
    }
    return 0;
}
