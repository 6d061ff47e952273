import { Component, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const MODEL = "kam.assessment.result";

/** Why an account stands where it does: each criterion with weight, median, spread and source. */
export class KamExplanation extends Component {
    static template = "kam_planning.PortfolioExplanation";
    static props = { resId: Number, hasTitle: { type: Boolean, optional: true } };

    setup() {
        this.orm = useService("orm");
        this.keepLast = new KeepLast();
        this.state = useState({ data: null });
        onWillStart(() => this.load(this.props.resId));
        onWillUpdateProps(({ resId }) => resId !== this.props.resId && this.load(resId));
    }

    async load(resId) {
        const call = this.orm.silent.call(MODEL, "get_explanation", [[resId]]);
        this.state.data = await this.keepLast.add(call);
    }

    partsOf(axis) {
        return this.state.data.parts.filter((part) => part.axis === axis);
    }

    number(value) {
        return value === null ? _t("not known") : value.toFixed(1);
    }

    source(part) {
        if (part.source) {
            return part.number ? `${part.source}: ${part.number}` : part.source;
        }
        if (part.raters === null) {
            return _t("raters");
        }
        return part.raters ? _t("%s raters", part.raters) : _t("nobody scored");
    }
}

export class KamExplanationWidget extends Component {
    static template = "kam_planning.PortfolioExplanationWidget";
    static components = { KamExplanation };
    static props = { ...standardWidgetProps };
}

registry
    .category("view_widgets")
    .add("kam_portfolio_explanation", { component: KamExplanationWidget });
