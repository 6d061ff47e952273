import { Component, onWillStart, onWillUpdateProps, useRef, useState } from "@odoo/owl";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { usePopover } from "@web/core/popover/popover_hook";
import { Mutex } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { formatDateTime } from "@web/views/fields/formatters";
import { FormViewDialog } from "@web/views/view_dialogs/form_view_dialog";

import { describeChange, formatFigure } from "@kam_planning/common/figure/kam_figure";
import { KamWhitespaceEditor } from "./kam_whitespace_editor";
import { SIGNS, STATE_KEYS, WhitespaceModel, shareOf } from "./kam_whitespace_model";

const MODEL = "kam.whitespace";
const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/** The whitespace map of a customer: buying centres down, offerings across. */
export class KamWhitespaceGrid extends Component {
    static template = "kam_planning.WhitespaceGrid";
    static props = { accountId: Number, companyId: Number };

    setup() {
        this.orm = useService("orm");
        this.mutex = new Mutex();
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.table = useRef("table");
        this.popover = usePopover(KamWhitespaceEditor, {
            position: "right",
            useBottomSheet: this.env.isSmall,
        });
        this.state = useState({ text: "", state: "", version: 0, row: 0, column: 0 });
        onWillStart(() => this.load(this.props));
        onWillUpdateProps((next) => {
            if (
                next.accountId !== this.props.accountId ||
                next.companyId !== this.props.companyId
            ) {
                return this.load(next);
            }
        });
    }

    async load({ accountId, companyId }) {
        this.model = new WhitespaceModel(
            await this.orm.call(MODEL, "get_grid", [accountId, companyId])
        );
        this.state.version++;
    }

    get stateNames() {
        return Object.fromEntries(this.model.states);
    }

    get legend() {
        return this.model.states.map(([value, label]) => ({ value, label, sign: SIGNS[value] }));
    }

    get asOf() {
        const date = this.model.as_of;
        return date ? formatDateTime(deserializeDateTime(date)) : "";
    }

    money(value) {
        return formatFigure(value, "currency", this.model.currency_id, { short: true });
    }

    exactly(value) {
        return formatFigure(value, "currency", this.model.currency_id);
    }

    percent(value) {
        return value === null ? "" : `${Math.round(value)} %`;
    }

    /** Everything that is drawn, in plain values: 1,500 cells are drawn in one go. */
    get view() {
        const { offerings, centers } = this.model.select(this.state);
        const rows = centers.map((center) => ({
            center,
            key: center.id || 0,
            cells: offerings.map((offering) => this.describe(center, offering)),
            total: this.model.totalOfRow(center, offerings),
        }));
        const totals = offerings.map((offering) => this.model.totalOfColumn(offering));
        return { offerings, rows, totals, total: this.model.totalOfAll(offerings) };
    }

    describe(center, offering) {
        const cell = this.model.cellAt(center, offering);
        const share = shareOf(cell.revenue, cell.potential);
        return {
            center,
            offering,
            key: offering.id,
            className: `o_kam_whitespace_cell o_kam_whitespace_cell_${cell.state}${cell.is_stale ? " o_kam_whitespace_stale" : ""}`,
            sign: SIGNS[cell.state],
            revenue: cell.revenue ? this.money(cell.revenue) : "",
            potential: cell.potential ? this.money(cell.potential) : "",
            share: share === null ? null : Math.round(share),
            label: this.labelOf(cell, center, offering),
        };
    }

    labelOf(cell, center, offering) {
        const change = describeChange(cell.revenue, cell.revenue_prior);
        const parts = [
            center.name,
            offering.name,
            this.stateNames[cell.state],
            cell.revenue && this.exactly(cell.revenue),
            change && `${change.sign} ${change.amount}`,
            cell.potential && `+ ${this.exactly(cell.potential)}`,
            cell.competitor_id && cell.competitor_id[1],
        ];
        return parts.filter(Boolean).join(", ");
    }

    onKeydown(ev) {
        const position = ev.target.dataset;
        if (position.row === undefined || ev.ctrlKey || ev.metaKey || ev.altKey) {
            return;
        }
        const [row, column] = [Number(position.row), Number(position.column)];
        if (ev.key in MOVES) {
            this.focus(row + MOVES[ev.key][0], column + MOVES[ev.key][1]);
        } else if (["Enter", "F2", " "].includes(ev.key)) {
            this.edit(ev.target, row, column);
        } else if (ev.key in STATE_KEYS && this.model.can_write) {
            const { center, offering } = this.view.rows[row].cells[column];
            this.save(center, offering, { state: STATE_KEYS[ev.key] });
        } else {
            return;
        }
        ev.preventDefault();
    }

    focus(row, column) {
        const cell = this.table.el.querySelector(`[data-row="${row}"][data-column="${column}"]`);
        if (cell) {
            Object.assign(this.state, { row, column });
            cell.focus();
        }
    }

    onClick(ev) {
        const target = ev.target.closest("[data-row]");
        if (target) {
            this.edit(target, Number(target.dataset.row), Number(target.dataset.column));
        }
    }

    edit(target, row, column) {
        const { center, offering } = this.view.rows[row].cells[column];
        Object.assign(this.state, { row, column });
        const cell = this.model.cellAt(center, offering);
        this.popover.open(target, {
            cell,
            title: `${center.name} · ${offering.name}`,
            states: this.model.states.filter(([value]) => this.isByHand(value, cell)),
            currencyId: this.model.currency_id,
            readonly: !this.model.can_write,
            canCreateLead: this.model.can_create_lead,
            canSeePeers: Boolean(this.model.can_see_peers && cell.id && cell.peer_count),
            save: (values) => this.save(center, offering, values),
            createOpportunity: (values) => this.createOpportunity(center, offering, values),
            openDetails: (values) => this.openDetails(center, offering, values),
            getPeers: () => this.orm.call(MODEL, "get_peers", [[cell.id]]),
        });
    }

    /** Every state can be said by hand, also what only an invoice or an opportunity can prove. */
    isByHand(value, cell) {
        return value !== "opportunity" || cell.state === value || cell.state_manual === value;
    }

    /** One after the other: two changes of a cell that is not recorded yet are one new record. */
    save(center, offering, values) {
        return this.mutex.exec(() => this.saveCell(center, offering, values));
    }

    async saveCell(center, offering, values) {
        const place = {
            account_id: this.props.accountId,
            company_id: this.props.companyId,
            buying_center_id: center.id,
            offering_id: offering.id,
        };
        let id = this.model.cellAt(center, offering).id || (await this.findCell(place));
        if (id) {
            await this.orm.write(MODEL, [id], values);
        } else {
            [id] = await this.orm.create(MODEL, [{ ...place, ...values }]);
        }
        await this.reload(id);
        return id;
    }

    /** A cell may have been recorded since the grid was read: figures that are refreshed make cells. */
    async findCell(place) {
        const domain = Object.entries(place).map(([name, value]) => [name, "=", value]);
        const [id] = await this.orm.search(MODEL, domain, { limit: 1 });
        return id;
    }

    async reload(id) {
        const cells = await this.orm.call(MODEL, "read_grid_cells", [[id]]);
        cells.forEach((cell) => this.model.put(cell));
        this.state.version++;
    }

    async createOpportunity(center, offering, values) {
        const id = await this.save(center, offering, values);
        this.action.doAction(await this.orm.call(MODEL, "action_create_opportunity", [[id]]));
    }

    async openDetails(center, offering, values) {
        const cell = this.model.cellAt(center, offering);
        const id = this.model.can_write ? await this.save(center, offering, values) : cell.id;
        this.dialog.add(FormViewDialog, {
            resModel: MODEL,
            resId: id,
            readonly: !this.model.can_write,
            title: `${center.name} · ${offering.name}`,
            onRecordSaved: () => this.reload(id),
        });
    }

    addCenter() {
        this.dialog.add(FormViewDialog, {
            resModel: "kam.buying.center",
            context: {
                default_account_id: this.props.accountId,
                default_company_id: this.props.companyId,
            },
            onRecordSaved: () => this.load(this.props),
        });
    }

    openList() {
        this.action.doAction("kam_planning.kam_whitespace_action", {
            additionalContext: {
                search_default_account_id: this.props.accountId,
                search_default_whole: 0,
                default_account_id: this.props.accountId,
            },
        });
    }
}
