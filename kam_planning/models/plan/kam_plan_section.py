from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import html2plaintext, is_html_empty

from ...tools.rows import NaturalKey
from ...tools.texts import shorten

SUMMARY_LENGTH = 200
CHAPTERS = [("narrative", "Narrative"), ("team", "Team Charter")]
CHAPTER = {
    "selection": CHAPTERS,
    "required": True,
    "default": "narrative",
    "help": "Narrative: about the customer. Team charter: how the team works together, which is "
    "written in the chapter of the account team.",
}


class KamPlanSection(models.Model):
    """A narrative block of a plan (charter, trends, field of play …), defined by its template, or
    a part of the charter by which its team works.
    """

    _name = "kam.plan.section"
    _description = "Account Plan Section"
    _inherit = ["kam.plan.line", "kam.confirmable", "kam.shareable"]
    _order = "sequence, id"

    _natural_keys = (NaturalKey(("plan_id", "name")),)
    _confirming_fields = ("content",)
    _confirm_depends = ("content", "chapter")

    sequence = fields.Integer(default=10)
    name = fields.Char("Section", required=True, shareable=True)
    chapter = fields.Selection(**CHAPTER)
    question = fields.Text("Guiding Questions")
    content = fields.Html(sanitize=True, shareable=True)
    is_overview = fields.Boolean(
        "On the One-Page Plan", help="Print this section in the business overview."
    )
    is_empty = fields.Boolean(compute="_compute_summary")
    summary = fields.Char("Text", compute="_compute_summary")

    @api.depends("content")
    def _compute_summary(self):
        for section in self:
            section.is_empty = is_html_empty(section.content)
            section.summary = shorten(section._get_plain_text(), SUMMARY_LENGTH)

    @api.model
    def _get_confirm_domain(self):
        """Those of the narrative in which something is written: what the team agreed holds until
        it agrees on something else.
        """
        return Domain("content", "!=", False) & Domain("chapter", "=", "narrative")

    def _get_confirm_text(self):
        """The beginning of what is written."""
        return self.summary

    def _get_plain_text(self):
        """The section's text without markup, in one line."""
        self.ensure_one()
        text = html2plaintext(self.content or "", include_references=False)
        return " ".join(text.split())

    def _copy_to(self, plans):
        """Copy the sections with their text; the copies need to be confirmed anew.

        :param dict plans: {plan of the sections: plan of the copies}
        """
        copies = self.create(
            [
                {**vals, "plan_id": plans[section.plan_id].id}
                for section, vals in zip(self, self.copy_data(), strict=True)
            ]
        )
        copies._take_confirmation_sudo(self)

    def _take_confirmation_sudo(self, sections):
        """Let these sections be as old as those that they were copied from."""
        for copied, section in zip(self.sudo(), sections, strict=True):
            copied.confirmed_date = section.confirmed_date
