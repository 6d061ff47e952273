import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/** Folds the facts in the head of a plan away; the browser remembers it. */
export class KamHeadFold extends Component {
    static template = "kam_planning.HeadFold";
    static props = { ...standardWidgetProps };

    setup() {
        this.state = useState(this.env.kamWorkspace.state);
        this.more = _t("Show who, when and how far");
        this.less = _t("Fold who, when and how far away");
    }
}

registry.category("view_widgets").add("kam_head_fold", { component: KamHeadFold });
