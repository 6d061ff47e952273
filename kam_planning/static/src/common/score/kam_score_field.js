import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { isKnown } from "../figure/kam_figure";
import { KamScoreDialog } from "./kam_score_dialog";

/** A score in percent that opens into its explanation. */
export class KamScoreField extends Component {
    static template = "kam_planning.ScoreField";
    static props = { ...standardFieldProps, kind: String };

    setup() {
        this.dialog = useService("dialog");
    }

    get percent() {
        return Math.round(this.props.record.data[this.props.name] || 0);
    }

    get isKnown() {
        return isKnown(this.props.record.data[this.props.name]);
    }

    get label() {
        return this.props.record.fields[this.props.name].string;
    }

    get description() {
        if (!this.isKnown) {
            return _t("%s: not known. Show what it is made of.", this.label);
        }
        return _t("%(label)s: %(percent)s percent. Show what it is made of.", {
            label: this.label,
            percent: this.percent,
        });
    }

    explain() {
        this.dialog.add(KamScoreDialog, {
            resModel: this.props.record.resModel,
            resId: this.props.record.resId,
            kind: this.props.kind,
            title: this.label,
        });
    }
}

export const kamScoreField = {
    component: KamScoreField,
    displayName: _t("Explained score"),
    supportedTypes: ["float"],
    listViewWidth: [100, 140],
    extractProps: ({ options, name }) => ({ kind: options.kind || name }),
};

registry.category("fields").add("kam_score", kamScoreField);
