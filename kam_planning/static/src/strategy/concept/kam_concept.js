import { Component, onMounted, useEffect, useRef, useState } from "@odoo/owl";
import { localization } from "@web/core/l10n/localization";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

import { downloadDrawing, printDrawings } from "@kam_planning/common/canvas/export";
import { onKey } from "@kam_planning/common/canvas/keys";
import { SideForm } from "@kam_planning/common/canvas/side_form";
import { Viewport } from "@kam_planning/common/canvas/viewport";
import { MIRRORED, ON_NODE } from "./concept_keys";
import { NODE, placeRoot } from "./concept_layout";
import { ConceptModel, ROOT } from "./concept_model";
import { describeNode } from "./concept_scene";
import { ConceptCanvas } from "./kam_concept_canvas";

const FILTERS = [
    { name: "open", label: _t("Open") },
    { name: "mine", label: _t("Mine") },
    { name: "changed", label: _t("Changed since review") },
    { name: "to_confirm", label: _t("To confirm") },
    { name: "shared", label: _t("Shared") },
];

// Of several levels more is seen at once.
const READABLE = 0.75;

/** The whole plan as a tree that opens branch by branch, as a picture and as an outline. */
export class KamConcept extends Component {
    static template = "kam_planning.Concept";
    static components = { ConceptCanvas };
    static props = {
        planId: Number,
        name: String,
        onChapter: { type: Function, optional: true },
        onChanged: { type: Function, optional: true },
    };

    setup() {
        this.orm = useService("orm");
        this.dialog = useService("dialog");
        this.filters = FILTERS;
        this.viewport = new Viewport();
        this.outline = useRef("outline");
        this.keepLast = new KeepLast();
        this.state = useState({
            isOutline: this.env.isSmall,
            only: [],
            text: "",
            focused: ROOT,
            // They count changes of the tree, and what asks for the keyboard.
            version: 0,
            autofocus: 0,
            said: "",
        });
        this.isMirrored = localization.direction === "rtl";
        this.model = new ConceptModel(
            (key, offset) => this.fetchBranch(key, offset),
            (keys) => this.fetchBranches(keys),
            { isMirrored: this.isMirrored }
        );
        this.search = useDebounced(() => this.reload(), 300);
        // Not before it is in the page: what is rendered anew meanwhile would ask again.
        onMounted(async () => {
            await this.keepLast.add(this.model.load());
            this.show();
        });
        useEffect(
            () => this.focusRow(),
            () => [this.state.autofocus, this.state.isOutline]
        );
    }

    fetchBranch(key, offset) {
        const filters = { only: [...this.state.only], search: key === ROOT ? this.state.text : "" };
        return this.orm.call("kam.plan", "get_concept_branch", [
            [this.props.planId],
            key,
            filters,
            offset,
        ]);
    }

    fetchBranches(keys) {
        const filters = { only: [...this.state.only], search: "" };
        const args = [[this.props.planId], keys, filters];
        return this.orm.call("kam.plan", "get_concept_branches", args);
    }

    /** What a filter is about, where its name does not say it. */
    titleOf({ name }) {
        if (name !== "changed") {
            return undefined;
        }
        const { since } = this.model;
        return since
            ? _t(
                  "What a change touches, or somebody wrote after the review of %s",
                  formatDate(deserializeDate(since))
              )
            : _t("What a change touches. No review of this plan was held yet.");
    }

    get rows() {
        return this.model.rows.map((row) => describeNode(this.model, row));
    }

    get isReady() {
        return this.model.nodes.size > 0;
    }

    get isNothingFound() {
        return Boolean(this.state.text) && this.model.rows.length === 1;
    }

    show() {
        if (!this.model.layout.places.has(this.state.focused)) {
            this.state.focused = ROOT;
        }
        this.state.version++;
    }

    // What is seen

    async reload() {
        await this.keepLast.add(this.model.load());
        this.show();
        const found = this.model.nodes.get(ROOT).count;
        this.state.said = this.isNothingFound ? _t("Nothing is found.") : _t("%s lines", found);
    }

    toggleFilter(name) {
        const { only } = this.state;
        this.state.only = only.includes(name)
            ? only.filter((one) => one !== name)
            : [...only, name];
        return this.reload();
    }

    onSearch(ev) {
        this.state.text = ev.target.value.trim();
        this.search();
    }

    /** Opens so many levels, and folds what is below them. */
    async showLevels(levels) {
        await this.keepLast.add(this.model.showLevels(levels));
        this.show();
        this.state.said = _t("%s lines", this.model.rows.length);
        if (!this.state.isOutline) {
            const { layout, isMirrored } = this.model;
            this.viewport.set(placeRoot(layout, this.viewport, READABLE, isMirrored));
        }
    }

    turn() {
        this.state.isOutline = !this.state.isOutline;
    }

    async fold(key, isOpen = this.model.open.has(key)) {
        if (isOpen) {
            this.model.fold(key);
        } else {
            await this.model.unfold(key);
        }
        this.show();
    }

    onFold(ev) {
        return this.fold(ev.target.closest("[data-key]").dataset.key);
    }

    async press(pressed) {
        const key = pressed === "account" ? ROOT : pressed;
        this.focus(key);
        if (key.endsWith("|more")) {
            return this.showMore(key);
        }
        const node = this.model.nodes.get(key);
        if (node.res_id && key !== ROOT) {
            return this.openRecord(node);
        }
        if (this.model.canUnfold(key)) {
            return this.fold(key);
        }
        if (node.chapter) {
            return this.props.onChapter?.(node.chapter);
        }
    }

    async showMore(key) {
        const parent = this.model.parentOf(key);
        const at = this.model.children.get(parent).length;
        await this.model.loadMore(parent);
        this.show();
        this.focus(this.model.children.get(parent)[at]);
    }

    /** The record's own form; afterwards one is at the same place again. */
    openRecord({ res_model: resModel, res_id: resId, label }) {
        this.dialog.add(
            SideForm,
            {
                resModel,
                resId,
                title: label,
                onRecordSaved: async () => {
                    await this.reload();
                    this.props.onChanged?.();
                },
            },
            { onClose: () => this.state.autofocus++ }
        );
    }

    // Keys

    /** The keyboard came to a node by itself. */
    onFocusin(ev) {
        const { key } = ev.target.closest("[role=treeitem]")?.dataset || {};
        if (key !== undefined) {
            this.state.focused = key;
        }
    }

    onKeydown(ev) {
        if (ev.target.closest("[role=treeitem]")) {
            onKey(this, ev, this.isMirrored ? MIRRORED : ON_NODE);
        }
    }

    focus(key) {
        this.state.focused = key;
        this.state.autofocus++;
        const place = this.model.layout.places.get(key);
        if (!this.state.isOutline && place) {
            this.viewport.reveal(place, NODE);
        }
    }

    focusRow() {
        if (this.state.autofocus && this.state.isOutline) {
            const selector = `[data-key="${CSS.escape(this.state.focused)}"]`;
            this.outline.el?.querySelector(selector)?.focus();
        }
    }

    go(where) {
        const key = this.model.neighbour(this.state.focused, where);
        if (key !== undefined) {
            this.focus(key);
        }
    }

    /** Opens what is folded; of what is open, goes to the first below it. */
    async inwards() {
        const { focused: key } = this.state;
        if (this.model.canUnfold(key) && !this.model.open.has(key)) {
            await this.fold(key, false);
            this.focus(key);
        } else if (this.model.childrenOf(key).length) {
            this.go("next");
        }
    }

    async outwards() {
        const { focused: key } = this.state;
        if (this.model.open.has(key) && this.model.canUnfold(key)) {
            await this.fold(key, true);
            this.focus(key);
        } else if (key !== ROOT) {
            this.focus(this.model.parentOf(key));
        }
    }

    choose() {
        return this.press(this.state.focused);
    }

    async toggle() {
        const { focused: key } = this.state;
        if (this.model.canUnfold(key)) {
            await this.fold(key);
            this.focus(key);
        }
    }

    async unfoldSiblings() {
        const { focused: key } = this.state;
        await this.model.unfoldSiblings(key);
        this.show();
        this.focus(key);
    }

    zoom(factor) {
        this.viewport.zoom(factor);
    }

    fitAll() {
        this.viewport.fit(this.model.layout);
    }

    // Paper

    get fileName() {
        return _t("Map of %s", this.props.name);
    }

    /** As far as it is open. */
    draw() {
        const filters = { only: [...this.state.only], search: this.state.text };
        const args = [[this.props.planId], this.model.opened, filters];
        return this.orm.call("kam.plan", "get_concept_drawing", args);
    }

    async print() {
        return printDrawings((await this.draw()).sheets);
    }

    async download() {
        return downloadDrawing((await this.draw()).svg, this.fileName);
    }
}

/** The map of the plan whose form it is in. */
export class KamConceptWidget extends Component {
    static template = "kam_planning.ConceptWidget";
    static components = { KamConcept };
    static props = { ...standardWidgetProps };

    goTo(chapter) {
        return this.env.kamWorkspace?.goTo(chapter);
    }

    onChanged() {
        return this.env.kamWorkspace?.loadMarks();
    }
}

registry.category("view_widgets").add("kam_concept", { component: KamConceptWidget });
