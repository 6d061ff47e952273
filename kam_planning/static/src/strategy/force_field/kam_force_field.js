import { Component, onWillStart, onWillUnmount, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { FormViewDialog } from "@web/views/view_dialogs/form_view_dialog";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

import { KamLines } from "@kam_planning/common/lines/kam_lines";

import { arrowOf, STRONGEST, strengthAfter, strengthAt, WEAKEST } from "./force_geometry";

const WORDS = [_t("very weak"), _t("weak"), _t("medium"), _t("strong"), _t("very strong")];
const ALTERABLE = { no: _t("No"), partly: _t("Partly"), yes: _t("Yes") };
// So long after the last key what was typed is saved.
const TYPING = 700;

/** The forces of one objective: arrows against the line in the middle, as strong as they are. */
export class KamForceField extends Component {
    static template = "kam_planning.ForceField";
    static props = {
        objectiveId: Number,
        readonly: { type: Boolean, optional: true },
        onChanged: { type: Function, optional: true },
    };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.keepLast = new KeepLast();
        this.weakest = WEAKEST;
        this.strongest = STRONGEST;
        this.state = useState({ field: null, isTable: false, said: "" });
        // What was saved here and can be undone, the last one at the end.
        this.undoable = useState([]);
        // Force that is being changed: its id, and the strength that is not saved yet.
        this.pending = useState({ id: null, strength: null });
        onWillStart(() => this.load());
        onWillUnmount(() => this.flush());
    }

    async load() {
        const args = [[this.props.objectiveId]];
        this.state.field = await this.keepLast.add(
            this.orm.call("kam.objective", "get_force_field", args)
        );
    }

    get mayEdit() {
        return this.state.field.may_edit && !this.props.readonly;
    }

    get sides() {
        return [
            { kind: "driving", title: _t("Driving"), sum: this.state.field.driving },
            { kind: "restraining", title: _t("Restraining"), sum: this.state.field.restraining },
        ].map((side) => ({ ...side, forces: this.forcesOf(side.kind) }));
    }

    forcesOf(kind) {
        return this.state.field.forces
            .filter((force) => force.kind === kind)
            .map((force) => this.show(force));
    }

    show(force) {
        const strength = this.pending.id === force.id ? this.pending.strength : force.strength;
        const after = force.expected_strength;
        return {
            ...force,
            strength,
            word: WORDS[strength - 1],
            arrow: arrowOf(force.kind, strength),
            faint: after ? arrowOf(force.kind, after) : null,
            text: this.describe(strength, after),
        };
    }

    describe(strength, after) {
        const now = `${strength} ${WORDS[strength - 1]}`;
        return after ? _t("%(now)s, expected after the actions: %(after)s", { now, after }) : now;
    }

    alterable(force) {
        return ALTERABLE[force.alterable];
    }

    percent(value) {
        return _t("%s %", Math.round(value));
    }

    // Dragging

    onPointerDown(ev, force) {
        if (!this.mayEdit || ev.button) {
            return;
        }
        ev.currentTarget.setPointerCapture(ev.pointerId);
        this.dragged = force.id;
        this.follow(ev, force);
    }

    onPointerMove(ev, force) {
        if (this.dragged === force.id) {
            this.follow(ev, force);
        }
    }

    follow(ev, force) {
        const half = ev.currentTarget.getBoundingClientRect();
        this.change(force, strengthAt(force.kind, ev.clientX, half));
    }

    onPointerUp() {
        if (this.dragged) {
            this.dragged = null;
            return this.flush();
        }
    }

    onPointerCancel() {
        this.dragged = null;
        this.forget();
    }

    // Keys

    onKeydown(ev, force) {
        const strength = strengthAfter(force.strength, ev.key);
        if (!this.mayEdit || strength === null) {
            return;
        }
        ev.preventDefault();
        this.change(force, strength);
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.flush(), TYPING);
    }

    /** Ctrl+Z takes back what was changed in this picture. */
    onSectionKeydown(ev) {
        if ((ev.ctrlKey || ev.metaKey) && ev.key.toLowerCase() === "z" && this.mayEdit) {
            ev.preventDefault();
            return this.undo();
        }
    }

    // Saving

    change(force, strength) {
        if (this.pending.id && this.pending.id !== force.id) {
            this.flush();
        }
        Object.assign(this.pending, { id: force.id, strength });
    }

    forget() {
        clearTimeout(this.timer);
        Object.assign(this.pending, { id: null, strength: null });
    }

    /** Save what is being changed, if it differs. */
    async flush() {
        const { id, strength } = this.pending;
        clearTimeout(this.timer);
        const force = this.state.field?.forces.find((candidate) => candidate.id === id);
        if (!force || force.strength === strength) {
            return this.forget();
        }
        const before = force.strength;
        force.strength = strength;
        this.forget();
        if (await this.save(force, strength)) {
            this.undoable.push({ id, strength: before });
        }
    }

    async save(force, strength) {
        try {
            await this.orm.write("kam.force", [force.id], { strength });
            this.state.said = _t("%(force)s: %(strength)s %(word)s", {
                force: force.name,
                strength,
                word: WORDS[strength - 1],
            });
            return true;
        } finally {
            await this.reload();
        }
    }

    async undo() {
        await this.flush();
        const last = this.undoable.pop();
        const force = last && this.state.field.forces.find(({ id }) => id === last.id);
        if (force) {
            await this.save(force, last.strength);
        }
    }

    async reload() {
        await this.load();
        this.props.onChanged?.();
    }

    // Forces

    add(kind) {
        this.dialog.add(FormViewDialog, {
            resModel: "kam.force",
            title: kind === "driving" ? _t("A driving force") : _t("A restraining force"),
            context: {
                default_objective_id: this.props.objectiveId,
                default_kind: kind,
                form_view_ref: "kam_planning.kam_force_view_form_quick",
            },
            canExpand: false,
            size: "md",
            onRecordSaved: () => this.reload(),
        });
    }

    async openForce(force) {
        await this.flush();
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "kam.force",
            res_id: force.id,
            views: [[false, "form"]],
        });
    }
}

/** The force field in the form of an objective. */
export class KamForceFieldWidget extends Component {
    static template = "kam_planning.ForceFieldWidget";
    static components = { KamForceField };
    static props = { ...standardWidgetProps };
}

/** The force fields of a plan: of the objective that is chosen, and all its forces as a list. */
export class KamPlanForces extends Component {
    static template = "kam_planning.PlanForces";
    static components = { KamForceField, KamLines };
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ objectives: [], chosen: null, version: 0 });
        onWillStart(() => this.load());
    }

    async load() {
        const domain = [
            ["plan_id", "=", this.props.record.resId],
            ["state", "!=", "dropped"],
        ];
        const fields = ["name", "chance", "too_few_forces"];
        const objectives = await this.orm.searchRead("kam.objective", domain, fields);
        this.state.objectives = objectives;
        this.state.chosen ??= objectives[0]?.id;
    }

    label({ name, chance, too_few_forces: isThin }) {
        const percent = Math.round(chance);
        return isThin
            ? _t("%(percent)s % (too few to judge) · %(name)s", { name, percent })
            : _t("%(percent)s % · %(name)s", { name, percent });
    }

    async onChanged() {
        await this.load();
        this.state.version++;
    }

    get lines() {
        return {
            ...this.props,
            resModel: "kam.force",
            views: ["list"],
            domain: "[('plan_id', '=', id)]",
            // On a phone groups would stand beside each other.
            context: this.env.isSmall
                ? "{'default_plan_id': id}"
                : "{'default_plan_id': id, 'search_default_group_objective': 1}",
        };
    }
}

const widgets = registry.category("view_widgets");
widgets.add("kam_force_field", { component: KamForceFieldWidget });
widgets.add("kam_plan_forces", { component: KamPlanForces });
