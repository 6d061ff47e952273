import { Component, onWillStart, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { RecordSelector } from "@web/core/record_selectors/record_selector";
import { useAutofocus, useService } from "@web/core/utils/hooks";
import { patch } from "@web/core/utils/patch";
import { uuid } from "@web/core/utils/strings";

import { KamToday } from "@kam_planning/plan/home/kam_home";
import { KamChapters } from "@kam_planning/plan/workspace/kam_chapters";

import { prepareNote, takesDay, toggle } from "./capture_model";

const UNDO_DELAY = 10000;
const OPEN_STATES = ["draft", "submitted", "active"];

/** One sentence, and what becomes of it. */
export class KamCaptureDialog extends Component {
    static template = "kam_planning.CaptureDialog";
    static components = { Dialog, RecordSelector };
    static props = {
        close: Function,
        planId: { type: [Number, { value: false }], optional: true },
        onKept: { type: Function, optional: true },
    };
    static defaultProps = { planId: false, onKept: () => {} };

    setup() {
        this.orm = useService("orm");
        this.takesDay = takesDay;
        this.domain = [
            ["is_mine", "=", true],
            ["state", "in", OPEN_STATES],
        ];
        this.note = { token: uuid() };
        this.state = useState({
            planId: this.props.planId,
            kinds: [],
            text: "",
            chosen: [],
            day: "",
            isSending: false,
        });
        useAutofocus({ refName: "sentence", mobile: true });
        onWillStart(() => this.loadKinds());
    }

    get isReady() {
        const { planId, text, isSending } = this.state;
        return Boolean(planId && text.trim()) && !isSending;
    }

    async loadKinds() {
        const { planId } = this.state;
        this.state.kinds = planId
            ? await this.orm.call("kam.plan", "get_capture_kinds", [[planId]])
            : [];
        const offered = this.state.kinds.map(({ name }) => name);
        this.state.chosen = this.state.chosen.filter((kind) => offered.includes(kind));
    }

    async choosePlan(planId) {
        this.state.planId = planId;
        await this.loadKinds();
    }

    toggle(kind) {
        this.state.chosen = toggle(this.state.chosen, kind);
    }

    isChosen({ name }) {
        return this.state.chosen.includes(name);
    }

    async keep() {
        if (!this.isReady) {
            return;
        }
        this.state.isSending = true;
        const { planId } = this.state;
        try {
            const { records } = await this.orm.call(
                "kam.plan",
                "capture_note",
                [[planId]],
                prepareNote({ ...this.state, ...this.note })
            );
            this.tell(planId, records);
        } finally {
            this.state.isSending = false;
        }
        this.props.close();
        this.props.onKept();
    }

    tell(planId, records) {
        const made = records.map(({ label, name }) => `${label}: ${name}`).join("\n");
        // The message outlives the dialogue, and so do its services.
        const { orm, notification } = this.env.services;
        const { note, props } = this;
        const close = notification.add(made || _t("The note is in the plan's log."), {
            title: _t("Kept"),
            type: "success",
            autocloseDelay: UNDO_DELAY,
            className: "o_kam_captured",
            buttons: [
                {
                    name: _t("Undo"),
                    onClick: async () => {
                        close();
                        await orm.call("kam.plan", "undo_capture", [[planId], note.token]);
                        props.onKept();
                    },
                },
            ],
        });
    }
}

/** Opens the dialogue: the floating sign on phones, a button on wide screens. */
export class KamCaptureButton extends Component {
    static template = "kam_planning.CaptureButton";
    static props = {
        planId: { type: [Number, { value: false }], optional: true },
        onKept: { type: Function, optional: true },
    };

    setup() {
        this.dialog = useService("dialog");
    }

    open() {
        const { planId, onKept } = this.props;
        this.dialog.add(KamCaptureDialog, { planId, onKept });
    }
}

patch(KamChapters.prototype, {
    /** Who may not write in the plan, and a plan that is over, are offered nothing. */
    get mayCapture() {
        const { isNew, data } = this.props.record;
        return !isNew && data.may_edit !== false && OPEN_STATES.includes(data.state);
    },
});
KamChapters.components = { ...KamChapters.components, KamCaptureButton };
KamToday.components = { ...KamToday.components, KamCaptureButton };
