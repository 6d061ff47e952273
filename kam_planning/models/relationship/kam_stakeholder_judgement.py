from odoo import api, fields, models

from ...tools import stakeholders
from ..common.at_once import hold

PEOPLE_GROUP = "kam_planning.group_kam_people"
INFLUENCES = [("0", "Outside"), ("1", "Involved"), ("2", "Shapes"), ("3", "Decides")]
# Neutral words, and "not known" is a value of its own.
SUPPORTS = [
    ("unknown", "Not known"),
    ("against", "Against"),
    ("reserved", "Reserved"),
    ("neutral", "Neutral"),
    ("favourable", "Favourable"),
    ("supportive", "Supportive"),
]
# What is erased with a person, or when the time to keep it is over.
NO_JUDGEMENT = {
    "influence": False,
    "support": "unknown",
    "role_ids": [(5, 0, 0)],
    "needs": False,
    "decision_criteria": False,
    "note": False,
    "answer_ids": [(5, 0, 0)],
    "influence_to_ids": [(5, 0, 0)],
    "influence_from_ids": [(5, 0, 0)],
}


class KamStakeholderJudgement(models.AbstractModel):
    """What is thought of a person. For users without the group these fields do not exist.

    None of them is tracked: a tracking message would tell what the field does not.
    """

    _name = "kam.stakeholder.judgement"
    _description = "Judgement of a Person"

    role_ids = fields.Many2many("kam.buying.role", string="Buying Roles", groups=PEOPLE_GROUP)
    influence = fields.Selection(
        INFLUENCES,
        groups=PEOPLE_GROUP,
        help="Outside: has no part in it. Involved: is asked. Shapes: the decision follows this "
        "advice. Decides: has the last word.",
    )
    support = fields.Selection(
        SUPPORTS,
        default="unknown",
        required=True,
        groups=PEOPLE_GROUP,
        help="How this person stands towards working with us.",
    )
    is_key = fields.Boolean(
        "Key Person",
        compute="_compute_is_key",
        store=True,
        groups=PEOPLE_GROUP,
        help="Shapes or decides.",
    )
    needs = fields.Text("Needs and Motivations", groups=PEOPLE_GROUP)
    decision_criteria = fields.Text(groups=PEOPLE_GROUP)
    note = fields.Text("Notes", groups=PEOPLE_GROUP)
    answer_ids = fields.One2many(
        "kam.stakeholder.answer", "stakeholder_id", "Answers", groups=PEOPLE_GROUP
    )
    influence_proposed = fields.Selection(
        INFLUENCES, compute="_compute_proposals", groups=PEOPLE_GROUP
    )
    support_proposed = fields.Selection(SUPPORTS, compute="_compute_proposals", groups=PEOPLE_GROUP)
    influence_to_ids = fields.One2many(
        "kam.influence", "source_id", "Lines to Others", groups=PEOPLE_GROUP
    )
    influence_from_ids = fields.One2many(
        "kam.influence", "target_id", "Lines from Others", groups=PEOPLE_GROUP
    )

    @api.model
    def _read_group_groupby(self, alias, groupby_spec, query):
        """Grouping asks for access to many2many fields as well, which Odoo itself does not."""
        name = groupby_spec.partition(":")[0].partition(".")[0]
        if name in self._fields:
            self._check_field_access(self._fields[name], "read")
        return super()._read_group_groupby(alias, groupby_spec, query)

    @api.depends("influence")
    def _compute_is_key(self):
        for person in self:
            person.is_key = person.influence in stakeholders.KEY_INFLUENCES

    @api.depends("answer_ids.answer", "answer_ids.is_contested", "answer_ids.question_id")
    def _compute_proposals(self):
        for person in self:
            counting = person.answer_ids.filtered(lambda a: a.answer and not a.is_contested)
            given = {"influence": [], "support": []}
            for answer in counting:
                given[answer.question_id.about].append(answer.answer == "yes")
            person.influence_proposed = stakeholders.propose_influence(given["influence"])
            person.support_proposed = stakeholders.propose_support(given["support"])

    def action_ask_questions(self):
        """Lay the questions before the user that were not asked of these people yet."""
        self.check_access("write")
        hold(self)
        questions = self.env["kam.stakeholder.question"].search([("about", "!=", False)])
        self.env["kam.stakeholder.answer"].create(
            [
                {"stakeholder_id": person.id, "question_id": question.id}
                for person in self
                for question in questions - person.answer_ids.question_id
            ]
        )

    def action_take_proposals(self):
        """Take over what the answers propose, where they propose something."""
        for person in self:
            values = {}
            if person.influence_proposed:
                values["influence"] = person.influence_proposed
            if person.support_proposed:
                values["support"] = person.support_proposed
            if values:
                person.write(values)
