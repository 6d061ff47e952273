import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { formatFloat } from "@web/views/fields/formatters";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { isKnown } from "@kam_planning/common/figure/kam_figure";

const SIDES = [
    { name: "customer", label: _t("The customer") },
    { name: "us", label: _t("We") },
];
// Less is the noise of a few answers.
const POINTS = 5;

/** How far apart both sides are; what is not known comes behind all. */
const widthOf = ({ gap }) => (isKnown(gap) ? Math.abs(gap) : -1);

/** What both sides think we are worth: the gap between them first, then what it is made of. */
export class KamValueScorecardField extends Component {
    static template = "kam_planning.ValueScorecardField";
    static props = { ...standardFieldProps };

    get card() {
        return this.props.record.data[this.props.name];
    }

    /** Nobody answered yet. */
    get isEmpty() {
        return !this.card.customer.count && !this.card.us.count;
    }

    get headline() {
        const { gap, customer, us, enough } = this.card;
        if (!isKnown(gap)) {
            const missing = SIDES.filter(({ name }) => !isKnown(this.card[name].score));
            const counts = { customer: customer.count, us: us.count };
            const parts = missing.map(({ name, label }) => `${label}: ${counts[name]}`);
            return _t(
                "Not enough answers yet (%(counts)s): a side shows from %(enough)s people on.",
                {
                    counts: parts.join(", "),
                    enough,
                }
            );
        }
        const points = this.format(Math.abs(gap), 0);
        if (Math.abs(gap) < POINTS) {
            return _t("Both sides see us alike: %s points apart.", points);
        }
        return gap > 0
            ? _t("We see ourselves %s points better than the customer does.", points)
            : _t("The customer sees us %s points better than we do.", points);
    }

    get sides() {
        return SIDES.map(({ name, label }) => {
            const { count, ratio, score } = this.card[name];
            return {
                name,
                label,
                count,
                score: this.format(score, 0),
                ratio: this.format(ratio, 2),
            };
        });
    }

    /** The widest gap first; what is not known last, in the order of the template. */
    get rows() {
        return this.card.criteria
            .toSorted((a, b) => widthOf(b) - widthOf(a))
            .map((row) => ({
                ...row,
                cells: SIDES.map(({ name }) =>
                    [0, 1, 2].map((index) => this.format(row[name]?.[index], 1))
                ),
                gapText: isKnown(row.gap)
                    ? `${row.gap > 0 ? "+" : ""}${this.format(row.gap, 1)}`
                    : "–",
                surveyText: row.survey
                    ? _t("Survey: we %(us)s, they %(customer)s", {
                          us: this.format(row.survey.us, 1),
                          customer: this.format(row.survey.customer, 1),
                      })
                    : "",
            }));
    }

    format(number, digits) {
        return isKnown(number) ? formatFloat(number, { digits: [16, digits] }) : "–";
    }
}

export const kamValueScorecardField = {
    component: KamValueScorecardField,
    displayName: _t("Customer value scorecard"),
    supportedTypes: ["json"],
};

registry.category("fields").add("kam_value_scorecard", kamValueScorecardField);
