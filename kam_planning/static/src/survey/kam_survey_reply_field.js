import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/**
 * All questions of a round on one screen, each from 1 to 5 with what both ends mean. Radio buttons:
 * the tabulator goes from question to question, arrows choose; on a phone a thumb hits them.
 */
export class KamSurveyReplyField extends Component {
    static template = "kam_planning.SurveyReplyField";
    static props = { ...standardFieldProps };

    get answers() {
        return this.props.record.data[this.props.name] || {};
    }

    get questions() {
        return (this.props.record.data.questions || []).map((question) => ({
            ...question,
            score: this.answers[question.id]?.score || false,
            comment: this.answers[question.id]?.comment || "",
        }));
    }

    get progress() {
        const done = this.questions.filter(({ score }) => score).length;
        return _t("%(done)s of %(total)s answered", { done, total: this.questions.length });
    }

    groupName(question) {
        return `o_kam_survey_${this.props.record.id}_${question.id}`;
    }

    change(question, values) {
        const { score, comment } = question;
        return this.props.record.update({
            [this.props.name]: {
                ...this.answers,
                [question.id]: { score, comment, ...values },
            },
        });
    }

    /** What was chosen is taken back by choosing it again. */
    onClick(question, score) {
        if (question.score === score) {
            this.change(question, { score: false });
        }
    }
}

export const kamSurveyReplyField = {
    component: KamSurveyReplyField,
    displayName: _t("Answers to the survey"),
    supportedTypes: ["json"],
};

registry.category("fields").add("kam_survey_reply", kamSurveyReplyField);
