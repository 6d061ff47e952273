import { Component, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { formatDateTime } from "@web/views/fields/formatters";

import { Viewport } from "@kam_planning/common/canvas/viewport";
import { MapCanvas } from "./kam_map_canvas";
import { MapEditing } from "./kam_map_editing";
import { exportMap } from "./kam_map_export";
import { onMapKey } from "./kam_map_keys";
import { CARD } from "./kam_map_layout";
import { MapMatrix } from "./kam_map_matrix";
import { MapModel } from "./kam_map_model";
import { MapPanel } from "./kam_map_panel";
import { MapReader } from "./kam_map_reader";
import { MapToolbar } from "./kam_map_toolbar";

/** The relationship map of a customer: what was read of it, and what is chosen and open. */
export class KamMap extends Component {
    static template = "kam_planning.Map";
    static components = { MapCanvas, MapMatrix, MapPanel, MapToolbar };
    static props = {
        accountId: Number,
        companyId: Number,
        isEmbedded: { type: Boolean, optional: true },
        // Gets the name of the customer whose map was read.
        onLoaded: { type: Function, optional: true },
    };

    setup() {
        this.orm = useService("orm");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.viewport = new Viewport();
        this.state = useState({
            version: 0,
            tab: "map",
            mode: "move",
            kind: "influence",
            shows: { lines: true, coverage: false, gaps: true },
            focused: null,
            autofocus: 0,
            held: null,
            panel: null,
            message: "",
            progress: "",
        });
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
        // What was typed is saved or dropped: it belongs to the customer who was shown before.
        await this.mayLeavePanel();
        const data = await this.orm.call("kam.stakeholder", "get_map", [accountId, companyId]);
        const { orm, dialog, notification } = this;
        const customer = { accountId, companyId };
        this.model = new MapModel(data);
        this.props.onLoaded?.(data.account.name);
        this.reader = new MapReader(orm, this.model, customer);
        this.editing = new MapEditing({ orm, dialog, notification }, this.model, customer, {
            refresh: () => this.refresh(),
            reload: (ids, areNew) => this.reload(ids, areNew),
            announce: (message) => this.announce(message),
            leavePanel: (id) => this.state.panel?.id !== id || this.leave(),
        });
        Object.assign(this.state, { panel: null, held: null });
        this.state.focused = this.model.roots[0] || null;
        this.refresh();
    }

    /** Shows what changed in the model. */
    refresh() {
        this.state.version++;
    }

    announce(message) {
        this.state.message = message;
    }

    get asOf() {
        const date = this.model.as_of;
        return date ? formatDateTime(deserializeDateTime(date)) : "";
    }

    /** Reasons for taking somebody off the map: pairs (value, label). */
    get reasons() {
        return this.model.labels.parked_reason;
    }

    get lineLegend() {
        return [
            { name: "solid", label: _t("reports to") },
            { name: "dotted", label: _t("also reports to") },
            ...(this.model.labels.kind || []).map(([name, label]) => ({
                name,
                label,
                hasArrow: true,
            })),
        ];
    }

    get parked() {
        const labels = this.model.labelOf.parked_reason;
        return this.model.parked.map((p) => ({ ...p, reason: labels[p.parked_reason] }));
    }

    // What is seen

    zoom(factor) {
        this.viewport.zoom(factor);
    }

    fitAll() {
        this.viewport.fit(this.model.layout);
    }

    /** Brings a card into sight and gives it the keyboard. */
    focus(id) {
        const place = this.model.layout.places.get(id);
        if (place) {
            this.viewport.reveal(place, CARD);
            this.state.focused = id;
            this.state.autofocus++;
        }
    }

    /** Brings somebody into sight, reading who stands above where that is needed. */
    async reveal({ id, path }) {
        const missing = [...(path || []), id].filter((person) => !this.model.byId.has(person));
        if (missing.length) {
            await this.reload(missing);
        }
        for (let at = id; at; at = this.model.byId.get(at)?.manager_id) {
            this.model.open(this.model.byId.get(at)?.manager_id);
        }
        this.state.tab = "map";
        this.refresh();
        this.focus(id);
        this.announce(_t("%s is shown.", this.model.byId.get(id).name));
    }

    // Reading more, folding and unfolding

    async toggle(id) {
        if (this.model.isIncomplete(id)) {
            await this.reader.below([id]);
            this.model.open(id);
        } else {
            this.model.toggle(id);
        }
        this.refresh();
    }

    async loadTops() {
        await this.reader.moreTops();
        this.refresh();
    }

    async reload(ids, areNew = false) {
        await this.reader.again(ids, areNew);
        this.refresh();
    }

    closeAll() {
        this.model.closeAll();
        this.refresh();
        this.fitAll();
    }

    /** Unfolds everything, reading first whoever was not read yet. */
    async openAll() {
        await this.reader.everybody((read, total) => {
            this.state.progress = _t("%(read)s of %(total)s people are read", { read, total });
        });
        this.state.progress = "";
        this.model.openAll();
        this.refresh();
        this.fitAll();
    }

    toggleGroups() {
        this.model.setGrouped(!this.model.isGrouped);
        this.refresh();
        this.fitAll();
    }

    // What is chosen in the toolbar

    setTab(tab) {
        this.state.tab = tab;
    }

    setMode(mode, kind = this.state.kind) {
        Object.assign(this.state, { mode, kind });
    }

    toggleShown(name) {
        const { shows } = this.state;
        this.state.shows = { ...shows, [name]: !shows[name] };
    }

    export(format) {
        return exportMap(this.orm, this.props, this.model.account.name, format);
    }

    // Changes

    async add(contact) {
        const id = await this.editing.add(contact, this.state.panel?.id);
        this.focus(id);
    }

    onDropped({ id, target, isAbove }) {
        const { mode, kind } = this.state;
        if (mode === "line") {
            return target && this.editing.addLine(id, target, kind);
        }
        const move = mode === "dotted" ? "moveDotted" : "move";
        return (target || isAbove) && this.editing[move](id, target || false);
    }

    /** Takes somebody off the map; whoever was above gets the keyboard. */
    async takeOff(id, reason = "not_relevant") {
        const { manager_id: above } = this.model.byId.get(id);
        if ((await this.editing.takeOff(id, reason)) !== false) {
            this.focus(this.model.layout.places.has(above) ? above : this.model.roots[0]);
        }
    }

    async putBack(id) {
        if ((await this.editing.putBackParked(id)) !== false) {
            this.focus(id);
        }
    }

    hold(id, mode) {
        Object.assign(this.state, { held: id, mode });
    }

    async undo() {
        const step = await this.editing.history.undo();
        this.refresh();
        if (step) {
            this.announce(_t("Taken back: %s", step.label));
        }
    }

    async redo() {
        const step = await this.editing.history.redo();
        this.refresh();
        if (step) {
            this.announce(_t("Done again: %s", step.label));
        }
    }

    async onMatrixChanged(ids) {
        this.editing.keepPeople(ids);
        await this.reload(ids);
    }

    // The panel

    watchPanel(mayLeave) {
        this.askPanel = mayLeave;
    }

    /** Whether the panel may show something else: asks before it drops what was typed. */
    async mayLeavePanel() {
        return !this.state.panel || !this.askPanel || (await this.askPanel());
    }

    async openPanel(id, values = {}) {
        const isSame = id && this.state.panel?.id === id;
        if (isSame || !(await this.mayLeavePanel())) {
            return;
        }
        this.askPanel = null;
        this.state.panel = { id, values, key: `${id || "new"}-${this.state.version}` };
    }

    openNew() {
        return this.openPanel(false, { manager_id: this.state.panel?.id || false });
    }

    openPerson(id) {
        this.state.focused = id;
        return this.openPanel(id);
    }

    async onPersonSaved(id) {
        const isNew = this.state.panel && !this.state.panel.id;
        this.state.panel = this.state.panel && { ...this.state.panel, id };
        this.editing.keepPeople([id]);
        await this.reload([id], isNew);
        this.editing.keepPeople([id]);
        this.announce(_t("%s is saved.", this.model.byId.get(id).name));
    }

    /** Closes the panel, unless somebody goes on typing. Gives whether it is closed. */
    async leave() {
        if (!(await this.mayLeavePanel())) {
            return false;
        }
        this.state.panel = null;
        this.askPanel = null;
        this.state.autofocus++;
        return true;
    }

    /** Beside the panel its person stays in sight. */
    onNarrowed() {
        if (this.state.panel?.id) {
            this.focus(this.state.panel.id);
        }
    }

    onKeydown(ev) {
        onMapKey(this, ev);
    }

    escape() {
        this.state.held = null;
        if (this.state.panel) {
            return this.leave();
        }
    }
}
