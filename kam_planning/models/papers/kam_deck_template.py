import base64
import binascii

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools.papers import deck
from ...tools.papers.vocabulary import NAMES

MODES = [("internal", "Ourselves"), ("customer", "The customer")]
# Of a template full of faults the first ones are told.
MOST_FAULTS = 8


class KamDeckTemplate(models.Model):
    """A company's own PowerPoint file with placeholders."""

    _name = "kam.deck.template"
    _description = "PowerPoint Template"
    _inherit = ["kam.guarded"]
    _order = "sequence, id"

    name = fields.Char("Template", required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company", index=True, help="Empty: for all companies.", ondelete="cascade"
    )
    mode = fields.Selection(
        MODES,
        "For",
        required=True,
        default="customer",
        help="What goes to the customer is filled with what is shared with him, and nothing else.",
    )
    file = fields.Binary("Presentation", required=True, attachment=True)
    file_name = fields.Char()

    @api.constrains("file", "mode")
    def _check_file(self):
        """Try the file: it opens, its placeholders are known, and it can be filled."""
        plans = self.env["kam.plan"]
        for template in self:
            opened = plans._open_deck(template._get_content(), template)
            names = NAMES[template.mode]
            template._check_placeholders(deck.check_deck(opened, names))
            # Lines enough that each slide that can be repeated is.
            lines = {name: [{}] * (deck.MOST_ROWS + 1) for name in names.loops}
            try:
                deck.fill_deck(opened, {}, lines, plans._get_deck_words())
            except deck.BROKEN as error:
                raise ValidationError(
                    self.env._(
                        "“%s” opens, but cannot be written again: save it anew with PowerPoint, "
                        "and upload it again.",
                        template.name,
                    )
                ) from error

    def _check_placeholders(self, faults):
        if not faults:
            return
        told = [f"• {self._tell_fault(fault)}" for fault in faults[:MOST_FAULTS]]
        left = len(faults) - len(told)
        if left:
            told.append(self.env._("and %s more", left))
        raise ValidationError(
            self.env._(
                "“%(template)s” cannot be used as it is:\n%(faults)s\nChange the presentation, and "
                "upload it again.",
                template=self.name,
                faults="\n".join(told),
            )
        )

    def _tell_fault(self, fault):
        name, number = fault.name, fault.number
        texts = {
            "unknown": self.env._("“%s” is no placeholder for these readers.", name),
            "unclosed": self.env._("the loop “%(name)s” has no end {{/%(name)s}}.", name=name),
            "unopened": self.env._("{{/%s}} ends a loop that did not begin.", name),
            "nested": self.env._("the loop “%s” begins within another one.", name),
            "apart": self.env._(
                "the loop “%s” begins and ends in different shapes, which repeats a whole slide: "
                "that goes on a slide without other loops only.",
                name,
            ),
            "braces": self.env._("a placeholder is not closed: it begins {{ and ends }}."),
            "drawn": self.env._(
                "“%s” stands in a chart or in SmartArt, which are not filled: write it into a text "
                "beside it.",
                name,
            ),
        }
        places = {
            "slide": self.env._("Slide %s", number),
            "notes": self.env._("Notes of slide %s", number),
            "master": self.env._("Slide master %s", number),
        }
        return f"{places[fault.place]}: {texts[fault.kind]}"

    def _get_content(self):
        """The file: bytes.

        :raise UserError: on what was not sent as a file
        """
        self.ensure_one()
        try:
            return base64.b64decode(self.with_context(bin_size=False).file or b"", validate=True)
        except (binascii.Error, ValueError) as error:
            raise UserError(
                self.env._("“%s” has no file: upload a presentation.", self.name)
            ) from error
