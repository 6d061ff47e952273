import {
    Component,
    onMounted,
    onWillStart,
    useExternalListener,
    useRef,
    useState,
} from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { useSetupAction } from "@web/search/action_hook";
import { FormViewDialog } from "@web/views/view_dialogs/form_view_dialog";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

import { formatClock, KEYS, PresentModel } from "./present_model";

const { DateTime } = luxon;
const AUTOSAVE = 800;
const SECOND = 1000;
const METHODS = {
    stillTrue: "action_still_true",
    makeAction: "action_make_action",
    change: "action_changed",
    later: "action_later",
    undo: "action_undo",
};
// Too much for a dialogue.
const OWN_SCREEN = new Set(["kam.plan"]);

/** How long the review has taken is a matter of the clock, and of no day. */
function getNow() {
    return DateTime.now().toMillis();
}

/** A review on a screen for all: one item at a time, with its minutes and its outcome. */
export class KamPresent extends Component {
    static template = "kam_planning.Present";
    static props = { ...standardActionServiceProps };
    static displayName = _t("Present");

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.ui = useService("ui");
        this.root = useRef("root");
        this.reason = useRef("reason");
        const { index = 0, forCustomer = false } = this.props.state || {};
        this.model = useState(new PresentModel({ index, forCustomer }));
        this.state = useState({ review: null, now: getNow(), isBusy: false, isDropping: false });
        this.autosave = useDebounced(() => this.save(), AUTOSAVE);
        onWillStart(() => this.start());
        onMounted(() => {
            const timer = browser.setInterval(() => (this.state.now = getNow()), SECOND);
            this.root.el.focus();
            return () => browser.clearInterval(timer);
        });
        useExternalListener(window, "keydown", (ev) => this.onKey(ev));
        // The connection is back.
        useExternalListener(window, "online", () => this.save());
        useSetupAction({
            getLocalState: () => ({ index: this.model.index, forCustomer: this.model.forCustomer }),
            beforeLeave: () => this.save(),
            beforeUnload: (ev) => this.onUnload(ev),
        });
    }

    get reviewId() {
        const { params, context } = this.props.action;
        return params?.review_id || context?.active_id;
    }

    async start() {
        await this.load();
        const key = `kam_present_${this.reviewId}`;
        const begun = Number(browser.sessionStorage.getItem(key));
        this.model.startedAt = begun || getNow();
        browser.sessionStorage.setItem(key, this.model.startedAt);
        this.state.now = getNow();
    }

    async load() {
        const review = await this.orm.call("kam.review", "get_presentation", [[this.reviewId]]);
        this.state.review = review;
        this.model.duration = review.duration;
        this.model.load(review.items);
    }

    // what is shown

    get item() {
        return this.model.current;
    }

    get position() {
        const { number, count } = this.model.position;
        return _t("%(number)s of %(count)s", { number, count });
    }

    get time() {
        const left = this.model.secondsLeft(this.state.now);
        const clock = formatClock(left);
        return {
            isOver: left < 0,
            text: left < 0 ? _t("%s over", clock) : _t("%s left", clock),
        };
    }

    get buttons() {
        const buttons = [
            { name: "stillTrue", key: "T", label: _t("Still true") },
            { name: "makeAction", key: "A", label: _t("Action") },
            { name: "change", key: "C", label: _t("Change") },
            { name: "later", key: "L", label: _t("Later") },
            { name: "drop", key: "D", label: _t("Drop") },
            { name: "undo", key: "U", label: _t("Undo") },
        ];
        return buttons.filter(({ name }) => this.mayDo(name));
    }

    get savedText() {
        if (this.model.failed) {
            return _t("Not saved: kept here, and tried again when you type or move on.");
        }
        return this.model.hasDrafts || this.model.isSaving ? _t("Saving…") : "";
    }

    mayDo(name) {
        return this.model.mayDo(name, this.state.review.may_edit);
    }

    // keys and buttons

    onKey(ev) {
        const name = KEYS[ev.key.length === 1 ? ev.key.toLowerCase() : ev.key];
        const isDialogOpen = this.ui.activeElement !== document;
        if (!name || isDialogOpen || ev.ctrlKey || ev.metaKey || ev.altKey || ev.defaultPrevented) {
            return;
        }
        if (ev.target.closest?.("textarea, input, select, [contenteditable=true]")) {
            if (name === "leave") {
                // Back from typing to the keys.
                this.state.isDropping = false;
                this.root.el.focus();
                ev.preventDefault();
            }
            return;
        }
        if (!ev.repeat || name === "next" || name === "previous") {
            ev.preventDefault();
            this.do(name);
        }
    }

    async do(name) {
        if (this.state.isBusy || !this.mayDo(name)) {
            return;
        }
        if (name === "next" || name === "previous") {
            this.move(name === "next" ? 1 : -1);
        } else if (name === "leave") {
            await this.leave();
        } else if (name === "drop") {
            this.askReason();
        } else {
            await this.decide(METHODS[name]);
        }
    }

    /** Does not wait for what is saved: it is kept until it is. */
    move(step) {
        this.state.isDropping = false;
        this.model.move(step);
        this.save();
    }

    /** Back to where it was begun, or to the review where nobody came from anywhere. */
    async leave() {
        if (!(await this.save())) {
            return;
        }
        const { breadcrumbs, historyBack } = this.env.config;
        if (breadcrumbs?.length > 1) {
            return historyBack();
        }
        return this.action.doAction(
            {
                type: "ir.actions.act_window",
                res_model: "kam.review",
                res_id: this.reviewId,
                views: [[false, "form"]],
            },
            { clearBreadcrumbs: true }
        );
    }

    async decide(method, args = []) {
        const { id } = this.item;
        this.state.isBusy = true;
        try {
            await this.save();
            const result = await this.orm.call("kam.review.item", method, [[id], ...args]);
            await this.load();
            if (result?.res_model) {
                await this.openAction(result);
            }
        } finally {
            this.state.isBusy = false;
        }
    }

    askReason() {
        this.state.isDropping = true;
        browser.setTimeout(() => this.reason.el?.focus());
    }

    async drop() {
        const reason = this.reason.el.value.trim();
        if (reason || !this.item.needs_reason) {
            this.state.isDropping = false;
            await this.decide("action_drop", [reason]);
            this.root.el.focus();
        } else {
            this.reason.el.focus();
        }
    }

    onReasonKey(ev) {
        if (ev.key === "Enter") {
            ev.preventDefault();
            this.drop();
        }
    }

    toggleCustomer() {
        this.state.isDropping = false;
        this.model.setForCustomer(!this.model.forCustomer);
    }

    async setVisibility(ev) {
        const { id } = this.item;
        const visibility = ev.target.value;
        this.state.isBusy = true;
        try {
            await this.orm.write("kam.review.item", [id], { visibility });
        } finally {
            this.state.isBusy = false;
            await this.load();
        }
    }

    // minutes

    onType(ev) {
        this.model.type(this.item.id, ev.target.value);
        this.autosave();
    }

    save() {
        if (!this.model.hasDrafts) {
            return Promise.resolve(true);
        }
        return this.model.save((id, text) =>
            this.orm.silent.call("kam.review.item", "save_minutes", [[id], text])
        );
    }

    onUnload(ev) {
        if (this.model.hasDrafts) {
            this.save();
            ev.preventDefault();
            ev.returnValue = "";
        }
    }

    // records

    openRecord({ res_model, res_id }) {
        return this.openAction({ res_model, res_id, context: {} });
    }

    async openAction({ res_model: resModel, res_id: resId, context }) {
        if (OWN_SCREEN.has(resModel)) {
            return this.action.doAction({
                type: "ir.actions.act_window",
                res_model: resModel,
                res_id: resId,
                views: [[false, "form"]],
                context,
            });
        }
        this.dialog.add(
            FormViewDialog,
            { resModel, resId, context, onRecordSaved: () => this.load() },
            { onClose: () => this.root.el?.focus() }
        );
    }
}

registry.category("actions").add("kam_present", KamPresent);
