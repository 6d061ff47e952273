import { registry } from "@web/core/registry";
import { RelationalModel } from "@web/model/relational_model/relational_model";
import { formView } from "@web/views/form/form_view";

/** Of records that say by `may_edit` whether their reader may change them. */
export class KamFormModel extends RelationalModel {
    setup(params) {
        super.setup(...arguments);
        this.askedMode = params.config.mode;
    }

    /** Who may only read sees a form that can only be read. */
    _createRoot(config, data) {
        const mayEdit = !config.resId || data.may_edit !== false;
        config.mode = mayEdit ? this.askedMode : "readonly";
        return super._createRoot(config, data);
    }
}

registry.category("views").add("kam_form", { ...formView, Model: KamFormModel });
