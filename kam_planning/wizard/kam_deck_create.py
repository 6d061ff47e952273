from urllib.parse import urlencode

from odoo import api, fields, models
from odoo.fields import Domain

from ..models.common.arguments import check_one
from ..models.papers.kam_deck_template import MODES
from .kam_plan_dialogue import PROPOSED


class KamDeckCreate(models.TransientModel):
    """Asks for whom slides are made, in which template and language."""

    _name = "kam.deck.create"
    _description = "Make Slides"
    _inherit = ["kam.plan.dialogue"]

    plan_id = fields.Many2one(compute="_compute_plan_id", precompute=True, **PROPOSED)
    review_id = fields.Many2one("kam.review", ondelete="cascade")
    mode = fields.Selection(
        MODES, "For", required=True, compute="_compute_mode", precompute=True, **PROPOSED
    )
    template_id = fields.Many2one(
        "kam.deck.template",
        compute="_compute_template_id",
        precompute=True,
        domain="[('mode', '=', mode)]",
        ondelete="cascade",
        help="Empty: the template that is shipped.",
        **PROPOSED,
    )
    lang = fields.Selection(
        lambda self: self.env["res.lang"].get_installed(),
        "Language",
        required=True,
        compute="_compute_lang",
        precompute=True,
        **PROPOSED,
    )

    @api.model
    def default_get(self, fields):
        """Begin with the plan or the review that was chosen."""
        values = super().default_get(fields)
        model = self.env.context.get("active_model")
        name = {"kam.plan": "plan_id", "kam.review": "review_id"}.get(model)
        if name in fields:
            record = self.env[model].browse(self.env.context.get("active_id") or [])
            record.check_access("read")
            values.setdefault(name, record.id)
        return values

    @api.depends("review_id")
    def _compute_plan_id(self):
        for dialogue in self:
            dialogue.plan_id = dialogue.review_id.plan_id or dialogue.plan_id

    @api.depends("review_id")
    def _compute_mode(self):
        for dialogue in self:
            is_theirs = dialogue.review_id.kind == "customer"
            dialogue.mode = dialogue.mode or ("customer" if is_theirs else "internal")

    @api.depends("mode", "plan_id")
    def _compute_template_id(self):
        """The first template of the plan's company, or of all."""
        templates = self.env["kam.deck.template"].search(Domain.TRUE)
        for dialogue in self:
            companies = (dialogue.plan_id.company_id, templates.company_id.browse())
            fitting = templates.filtered(
                lambda one, mode=dialogue.mode, places=companies: (
                    one.mode == mode and one.company_id in places
                )
            )
            dialogue.template_id = fitting[:1]

    @api.depends("mode", "plan_id")
    def _compute_lang(self):
        """The reader's."""
        for dialogue in self:
            own = self.env.lang or self.env.user.lang
            for_customer = dialogue.mode == "customer" and dialogue.plan_id
            dialogue.lang = dialogue.plan_id._get_customer_lang() if for_customer else own

    def action_make(self):
        """Make the slides.

        :return: address action, which downloads them
        :raise AccessError: when the user may not read the plan
        :raise UserError: when they cannot be made; says why
        """
        check_one(self)
        self.plan_id._check_deck_library()
        self.plan_id._check_deck(self.mode, self.template_id, self.review_id)
        if self.mode == "customer":
            self.plan_id._check_for_customer()
        chosen = {"mode": self.mode, "lang": self.lang}
        if self.template_id:
            chosen["template_id"] = self.template_id.id
        if self.review_id:
            chosen["review_id"] = self.review_id.id
        return {
            "type": "ir.actions.act_url",
            "url": f"/kam_planning/plan/{self.plan_id.id}/deck?{urlencode(chosen)}",
            "target": "download",
        }
