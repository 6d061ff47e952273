import { onMounted, status, useState, useSubEnv } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { router } from "@web/core/browser/router";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { debounce } from "@web/core/utils/timing";
import { parseXML } from "@web/core/utils/xml";
import { extractFieldsFromArchInfo } from "@web/model/relational_model/utils";
import { CallbackRecorder, useSetupAction } from "@web/search/action_hook";
import { FormArchParser } from "@web/views/form/form_arch_parser";
import { FormController, loadSubViews } from "@web/views/form/form_controller";
import { FormRenderer } from "@web/views/form/form_renderer";
import { formView } from "@web/views/form/form_view";

import { CREATE_PLAN } from "../setup/kam_plan_list";
import { KamChapters } from "./kam_chapters";
import { KamPlanCompiler } from "./kam_plan_compiler";
import { KamPlanModel } from "./kam_plan_model";

const FOLDED = "kam_planning.head_is_folded";
// What nobody does with a plan that he may only read.
const EDITING_ITEMS = ["archive", "unarchive", "delete", "addPropertyFieldValue"];

/**
 * The plan as one workspace: a slim head, a navigator, and the chapter that is opened. A chapter's
 * fields join the form's record, so that there is one thing to save, discard and reload.
 */
export class KamPlanController extends FormController {
    setup() {
        const wanted = this.props.state?.chapter || (!this.env.inDialog && router.current.chapter);
        const folded = browser.localStorage.getItem(FOLDED);
        this.workspace = {
            state: useState({
                isFolded: folded ? folded === "1" : this.env.isSmall,
                marks: {},
                wanted: wanted || null,
            }),
            beforeLeave: new CallbackRecorder(),
            open: (chapter, view) => this.openChapter(chapter, view),
            show: (chapter, view) => this.showChapter(chapter, view),
            fold: () => this.foldHead(),
            confirm: (chapter) => this.confirmLines(chapter),
            loadMarks: () => this.loadMarks(),
            leave: () => this.saveEmbedded(),
            refresh: debounce(() => this.refresh(), 100),
        };
        useSubEnv({ kamWorkspace: this.workspace });
        super.setup();
        this.keepLastMarks = new KeepLast();
        this.keepLastChapter = new KeepLast();
        useSetupAction({ getLocalState: () => ({ chapter: this.workspace.state.wanted }) });
        onMounted(() => {
            // Before the action service writes the address: it keeps the chapter.
            this.rememberChapter();
            this.loadMarks();
        });
    }

    get modelParams() {
        const params = super.modelParams;
        params.hooks.onRootLoaded = (root) => this.onRootLoaded(root);
        return params;
    }

    get className() {
        const { isFolded } = this.workspace.state;
        return {
            ...super.className,
            o_kam_workspace: true,
            o_kam_head_folded: isFolded && !this.model.root.isNew,
        };
    }

    foldHead() {
        const { state } = this.workspace;
        state.isFolded = !state.isFolded;
        browser.localStorage.setItem(FOLDED, state.isFolded ? "1" : "0");
    }

    getStaticActionMenuItems() {
        const items = super.getStaticActionMenuItems();
        if (this.model.root.data.may_edit === false) {
            EDITING_ITEMS.forEach((name) => delete items[name]);
        }
        return items;
    }

    /** *New* asks for customer, template and period, as the customer's button does. */
    async create() {
        if (await this.saveBeforeLeaving()) {
            await this.actionService.doAction(CREATE_PLAN);
        }
    }

    // Chapters

    /** Open a chapter as somebody asks for it: what is not saved yet is saved before. */
    async openChapter(name, view) {
        if (await this.saveBeforeLeaving()) {
            this.workspace.state.wanted = name;
            await this.showChapter(name, view);
            this.rememberChapter();
        }
    }

    async showChapter(name, view) {
        const loading = view ? this.loadChapterView(view) : Promise.resolve({});
        this.opening = name;
        const chapter = await this.keepLastChapter.add(loading);
        await this.model.load({ chapter: { name, ...chapter } });
        this.opening = null;
    }

    /** Loaded once: Odoo keeps the views it has loaded. */
    async loadChapterView(view) {
        const { context, resModel } = this.props;
        const { fields, relatedModels, views } = await this.viewService.loadViews({
            resModel,
            views: [[false, "form"]],
            context: { ...context, form_view_ref: view },
        });
        const archInfo = new FormArchParser().parse(
            parseXML(views.form.arch),
            relatedModels,
            resModel
        );
        archInfo.disableAutofocus = true;
        await loadSubViews(
            archInfo.fieldNodes,
            fields,
            context,
            resModel,
            this.viewService,
            this.env.isSmall
        );
        return { archInfo, ...extractFieldsFromArchInfo(archInfo, fields) };
    }

    rememberChapter() {
        const { wanted } = this.workspace.state;
        if (wanted && !this.env.inDialog) {
            this.props.updateActionState({ resId: this.model.root.resId, chapter: wanted });
        }
    }

    /** @returns {Promise<boolean>} whether nothing that somebody typed would be lost */
    async saveBeforeLeaving() {
        if (!(await this.saveEmbedded())) {
            return false;
        }
        const { root } = this.model;
        if (!(await root.isDirty())) {
            return true;
        }
        const onError = (error, options) => this.onSaveError(error, options, true);
        return root.save({ onError });
    }

    /** Lists that a chapter embeds save their lines by themselves. */
    async saveEmbedded() {
        for (const callback of this.workspace.beforeLeave.callbacks) {
            if ((await callback()) === false) {
                return false;
            }
        }
        return true;
    }

    async beforeLeave(options) {
        return (await this.saveEmbedded()) && super.beforeLeave(options);
    }

    /** Ask of what waits whether it is still true, in one chapter or in all. */
    async confirmLines(chapter) {
        if (!(await this.saveBeforeLeaving())) {
            return;
        }
        const { resId, resModel } = this.model.root;
        const action = await this.orm.call(resModel, "action_confirm_lines", [[resId], chapter]);
        await this.actionService.doAction(action, { onClose: () => this.model.load() });
    }

    /** A list that a chapter embeds has changed: the head and the marks count anew. */
    async refresh() {
        if (status(this) === "destroyed") {
            return;
        }
        // A chapter that is being opened loads the head, too: nothing is loaded over it.
        if (this.opening || (await this.model.root.isDirty())) {
            await this.loadMarks();
        } else {
            await this.model.load();
        }
    }

    // Marks

    onRootLoaded(root) {
        const { isReady, isReloading } = this.model;
        const isSame = root.config.chapter === this.shownChapter;
        this.shownChapter = root.config.chapter;
        this.model.isReloading = false;
        if (isReady && (isSame || isReloading)) {
            this.loadMarks();
        }
    }

    async onRecordSaved() {
        await super.onRecordSaved(...arguments);
        this.loadMarks();
    }

    async loadMarks() {
        const { resId } = this.model.root;
        const marks = resId
            ? this.orm.silent.call(this.props.resModel, "get_chapter_marks", [[resId]])
            : Promise.resolve({});
        this.workspace.state.marks = await this.keepLastMarks.add(marks);
    }
}

export class KamPlanRenderer extends FormRenderer {
    static components = { ...FormRenderer.components, KamChapters };
}

export const kamPlanFormView = {
    ...formView,
    Controller: KamPlanController,
    Renderer: KamPlanRenderer,
    Compiler: KamPlanCompiler,
    Model: KamPlanModel,
};

registry.category("views").add("kam_plan_form", kamPlanFormView);
