import { useExternalListener } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { TextField, textField } from "@web/views/fields/text/text_field";

/** What came of an action: Enter finishes the dialogue, Shift and Enter begins a new line. */
export class KamFeedbackField extends TextField {
    setup() {
        super.setup();
        useExternalListener(window, "keydown", (ev) => this.onKeydown(ev), { capture: true });
    }

    onKeydown(ev) {
        const isFinished = ev.key === "Enter" && !ev.shiftKey && !ev.isComposing;
        if (isFinished && ev.target === this.textareaRef.el) {
            ev.preventDefault();
            // What was typed is taken over when the field is left.
            ev.target.dispatchEvent(new Event("change", { bubbles: true }));
            ev.target.closest(".modal")?.querySelector("button[name=action_finish]")?.click();
        }
    }
}

registry.category("fields").add("kam_feedback", { ...textField, component: KamFeedbackField });
