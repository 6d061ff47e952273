from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..models.common.arguments import check_one


class KamValueRate(models.TransientModel):
    """One person's answers to the value scorecard, all criteria at once: one's own, or those of
    somebody at the customer who told them.
    """

    _name = "kam.value.rate"
    _description = "Answer the Value Scorecard"
    _inherit = ["kam.plan.dialogue"]

    partner_id = fields.Many2one(related="plan_id.partner_id", compute_sudo=False)
    contact_id = fields.Many2one(
        "res.partner",
        "Answer Of",
        domain="[('id', 'child_of', partner_id), ('is_company', '=', False)]",
        help="Empty: your own answer, for our side.",
    )
    line_ids = fields.One2many("kam.value.rate.line", "rate_id", "Answers")

    @api.onchange("plan_id", "contact_id")
    def _onchange_person(self):
        """Begin with what the user typed in for this person before."""
        lines = self._prepare_lines() if self.plan_id else []
        self.line_ids = [Command.clear(), *map(Command.create, lines)]

    def _prepare_lines(self):
        """The criteria of the plan, with what the user typed in for this person before."""
        plan = self.plan_id._origin
        plan.check_access("read")
        template = plan.template_id
        criteria = self.env["kam.value.criterion"]._get_of_templates(template)[template]
        known = {rating.criterion_id: rating for rating in self._find_ratings()}
        none = self.env["kam.value.rating"]
        return [
            {"criterion_id": one.id, **known.get(one, none)._prepare_choices()} for one in criteria
        ]

    def _find_ratings(self):
        """What the user typed in for this person already."""
        person = Domain("contact_id", "=", self.contact_id._origin.id or False)
        own = Domain("create_uid", "=", self.env.uid)
        plan = Domain("plan_id", "=", self.plan_id._origin.id)
        return self.env["kam.value.rating"].search(plan & person & own)

    def action_save(self):
        """Keep the answers; criteria that are left empty are not answered.

        :return: action that closes the dialogue
        :raise AccessError: when the user does not work on the plan
        :raise UserError: when nothing, or one of the criteria only in part, is answered
        """
        check_one(self)
        answered = self.line_ids.filtered(lambda line: line._is_answered())
        if not answered:
            raise UserError(self.env._("Nothing is answered yet: choose from 1 to 5."))
        known = {rating.criterion_id: rating for rating in self._find_ratings()}
        new = []
        for line in answered:
            rating = known.get(line.criterion_id)
            if rating:
                rating.write(line._prepare_numbers())
            else:
                new.append(line._prepare_rating())
        self.env["kam.value.rating"].create(new)
        return {"type": "ir.actions.act_window_close"}
