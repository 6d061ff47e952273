import { Component, useEffect, useState, useSubEnv } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { append, createElement } from "@web/core/utils/xml";
import { FormCompiler } from "@web/views/form/form_compiler";
import { FormController } from "@web/views/form/form_controller";
import { FormRenderer } from "@web/views/form/form_renderer";
import { formView } from "@web/views/form/form_view";
import { toStringExpression } from "@web/views/utils";

import { findPageFields, KamPagesModel } from "./kam_pages_model";

/** What stands on a lazy page: it asks for its fields when it is shown. */
export class KamPage extends Component {
    static template = "kam_planning.Page";
    static props = { record: Object, name: String, slots: Object };

    setup() {
        this.state = useState({ isWaiting: false });
        useEffect(
            (isRead) => {
                if (!isRead) {
                    this.load();
                }
            },
            () => [this.isRead, this.props.record.resId]
        );
    }

    get isRead() {
        const { pages } = this.props.record.config;
        return !pages || pages.includes(this.props.name);
    }

    async load() {
        this.state.isWaiting = false;
        this.state.isWaiting = !(await this.env.kamPages.open(this.props.name));
    }
}

export class KamPagesController extends FormController {
    setup() {
        useSubEnv({ kamPages: { open: (page) => this.openPage(page) } });
        super.setup();
    }

    get modelParams() {
        return { ...super.modelParams, pageFields: findPageFields(this.archInfo.xmlDoc) };
    }

    async onRecordSaved() {
        this.model.forget();
        await super.onRecordSaved(...arguments);
    }

    /**
     * What is not saved yet is saved before: reading would lose it.
     *
     * @returns {Promise<boolean>} whether the page is read
     */
    async openPage(page) {
        const { root } = this.model;
        const onError = (error, options) => this.onSaveError(error, options, true);
        if ((await root.isDirty()) && !(await root.save({ onError }))) {
            return false;
        }
        await this.model.load({ page });
        return true;
    }
}

export class KamPagesCompiler extends FormCompiler {
    compileNotebook(el) {
        const lazy = [...el.children].filter((child) => child.hasAttribute("lazy"));
        const notebook = super.compileNotebook(...arguments);
        for (const child of lazy) {
            const name = toStringExpression(child.getAttribute("name"));
            const slot = [...notebook.children].find((one) => one.getAttribute("name") === name);
            if (slot) {
                const page = createElement("KamPage", { record: "__comp__.props.record", name });
                append(page, [...slot.childNodes]);
                append(slot, page);
            }
        }
        return notebook;
    }
}

export class KamPagesRenderer extends FormRenderer {
    static components = { ...FormRenderer.components, KamPage };
}

/** A form whose pages marked `lazy` are read when they are opened. */
export const kamPagesFormView = {
    ...formView,
    Compiler: KamPagesCompiler,
    Controller: KamPagesController,
    Model: KamPagesModel,
    Renderer: KamPagesRenderer,
};

registry.category("views").add("kam_pages_form", kamPagesFormView);
