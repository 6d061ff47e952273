from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...tools.rows import NaturalKey
from ...tools.strategy import scorecard
from ...tools.strategy.scorecard import LEAST, MOST, Rating, may_show
from ..account.contacts import check_contacts

SIDES = [("customer", "The Customer"), ("us", "Us")]
QUESTIONS = ("importance", "us", "next_best")


class KamValueRating(models.Model):
    """What one person answered about one criterion of the scorecard.

    Only who typed an answer in reads it again, managers included: each of our team his own, and
    those of the customer's people who told him. Everybody else sees averages of three and more
    (`kam.plan.scorecard`), and nobody sees one from which a single answer could be reckoned.
    """

    _name = "kam.value.rating"
    _description = "Answer to the Value Scorecard"
    _inherit = ["kam.plan.line"]
    _order = "plan_id, side, contact_id, criterion_id, id"
    _rec_name = "criterion_id"
    _person_field = "contact_id"
    _held_fields = ("plan_id", "criterion_id", *QUESTIONS, "create_uid", "write_date")
    _natural_keys = (NaturalKey(("plan_id", "criterion_id", "contact_id"), empty=("contact_id",)),)

    criterion_id = fields.Many2one(
        "kam.value.criterion", required=True, index=True, ondelete="restrict"
    )
    side = fields.Selection(SIDES, compute="_compute_side", store=True, precompute=True)
    # Erased with the person.
    contact_id = fields.Many2one(
        "res.partner",
        "Answer Of",
        index="btree_not_null",
        ondelete="cascade",
        domain="[('id', 'child_of', partner_id), ('is_company', '=', False)]",
        help="Empty: your own answer.",
    )
    # No total of single answers.
    importance = fields.Integer(required=True, aggregator=None)
    us = fields.Integer(required=True, aggregator=None)
    next_best = fields.Integer(required=True, aggregator=None)

    _contact_uniq = models.UniqueIndex(
        "(plan_id, criterion_id, contact_id) WHERE contact_id IS NOT NULL",
        "This person's answer is recorded already, by you or by a colleague.",
    )
    _own_uniq = models.UniqueIndex(
        "(plan_id, criterion_id, create_uid) WHERE contact_id IS NULL",
        "You answered to this criterion already: change that answer.",
    )

    @api.depends("contact_id")
    def _compute_side(self):
        for rating in self:
            rating.side = "customer" if rating.contact_id else "us"

    @api.constrains(*QUESTIONS)
    def _check_scale(self):
        for rating in self:
            for name in QUESTIONS:
                if not LEAST <= rating[name] <= MOST:
                    raise ValidationError(
                        self.env._(
                            "“%(criterion)s”: “%(field)s” goes from %(least)s to %(most)s.",
                            criterion=rating.criterion_id.name,
                            field=self._fields[name]._description_string(self.env),
                            least=LEAST,
                            most=MOST,
                        )
                    )

    @api.constrains("contact_id", "plan_id")
    def _check_people(self):
        check_contacts(self)

    @api.model
    def _get_measured_domain(self):
        """Single answers are in nobody's figures."""
        return Domain.FALSE

    @api.model
    def _read_scorecards(self, plans):
        """Both sides' view of what we are worth, as far as it singles nobody out.

        :param plans: kam.plan records, which the user may read
        :return: dict {plan id: dict of `_prepare_scorecard`}
        """
        shown, people = self._read_shown_sudo(plans)
        criteria = self.env["kam.value.criterion"]._get_of_templates(plans.template_id)
        return {
            plan.id: self._prepare_scorecard(
                criteria[plan.template_id],
                {side: shown.get((plan.id, side), {}) for side, _label in SIDES},
                {side: people.get((plan.id, side), 0) for side, _label in SIDES},
            )
            for plan in plans
        }

    @api.model
    def _read_shown_sudo(self, plans):
        """Averages that give no single answer away, and how many people answered. As superuser:
        nobody but who typed them in reads the answers.

        :return: tuple ({(plan id, side): {criterion id: Rating}}, {(plan id, side): int})
        """
        answers, people, shown = {}, {}, {}
        for one in self.sudo().search([("plan_id", "in", plans.ids)]):
            key, author = (one.plan_id.id, one.side), one.create_uid.id
            people.setdefault(key, set()).add(one.contact_id.id or author)
            pair = (Rating(one.importance, one.us, one.next_best), author != self.env.uid)
            answers.setdefault((*key, one.criterion_id.id), []).append(pair)
        for (plan_id, side, criterion_id), pairs in answers.items():
            if may_show(len(pairs), sum(is_unseen for _rating, is_unseen in pairs)):
                average = scorecard.average([rating for rating, _is_unseen in pairs])
                shown.setdefault((plan_id, side), {})[criterion_id] = average
        return shown, {key: len(who) for key, who in people.items()}

    @api.model
    def _prepare_scorecard(self, criteria, shown, people):
        """
        :param criteria: kam.value.criterion records
        :param dict shown: {side: {criterion id: Rating}}
        :param dict people: {side: how many answered}
        :return: dict ``criteria`` (list of dicts ``id``, ``name``, for each side a list importance,
            us, next best or None, and ``gap``: ours minus theirs, of "us"), for each side
            ``count``, ``ratio`` and ``score`` (percent), ``gap`` of the scores in points; None is
            not known
        """
        rows = []
        for criterion in criteria:
            theirs, ours = (shown[side].get(criterion.id) for side, _label in SIDES)
            gap = ours.us - theirs.us if ours and theirs else None
            row = {"id": criterion.id, "name": criterion.name, "gap": gap}
            rows.append({**row, "customer": theirs and list(theirs), "us": ours and list(ours)})
        result = {"criteria": rows, "enough": scorecard.ENOUGH}
        for side, _label in SIDES:
            ratings = [Rating(*row[side]) for row in rows if row[side]]
            result[side] = {
                "count": people[side],
                "ratio": scorecard.ratio(ratings),
                "score": scorecard.score(ratings),
            }
        scores = [result[side]["score"] for side in ("us", "customer")]
        return {**result, "gap": None if None in scores else scores[0] - scores[1]}

    @api.model
    def _move_answers_sudo(self, source, target):
        """Bring the answers of one plan to another; who answered in both is heard once."""
        answers = self.sudo().search([("plan_id", "in", (source | target).ids)])
        there = {one._get_who() for one in answers if one.plan_id == target}
        moving = answers.filtered(lambda one: one.plan_id == source)
        moving.filtered(lambda one: one._get_who() not in there).write({"plan_id": target.id})

    @api.model
    def _merge_contacts_sudo(self, contacts, target):
        """Contacts become one person, who is heard once: the answers of the one that stays count.
        As superuser: who merges contacts reads no answers. Odoo moves those that are left.

        :param contacts: res.partner, all that become one
        :param target: the one of them that stays
        """
        answers = self.sudo().search([("contact_id", "in", contacts.ids)])
        for same in answers.grouped(lambda one: (one.plan_id, one.criterion_id)).values():
            same.sorted(lambda one: (one.contact_id != target, -one.id))[1:].unlink()

    def _forget_contact(self):
        """What somebody thinks of us goes with him."""
        self.unlink()

    def _get_who(self):
        return (self.criterion_id, self.contact_id or self.create_uid)

    def _prepare_choices(self):
        """The answers as the dialogue shows them, or nothing."""
        return {name: str(self[name]) for name in QUESTIONS} if self else {}
