from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.rows import NaturalKey

MOST_CRITERIA = 10


class KamValueCriterion(models.Model):
    """What customers choose a supplier by. Plans of templates without criteria of their own, and
    plans without a template, have the common ones.
    """

    _name = "kam.value.criterion"
    _description = "Criterion of the Value Scorecard"
    _inherit = ["kam.plan.template.line"]
    _natural_keys = (NaturalKey(("template_id", "name"), empty=("template_id",)),)

    template_id = fields.Many2one(required=False, help="Empty: common to all other templates.")
    name = fields.Char("Criterion", required=True, translate=True)
    description = fields.Char("What Is Asked", translate=True)
    active = fields.Boolean(default=True)

    @api.constrains("template_id", "active")
    def _check_count(self):
        groups = self._read_group(
            [("template_id", "in", [*self.template_id.ids, False])], ["template_id"], ["__count"]
        )
        for template, count in groups:
            if count > MOST_CRITERIA:
                raise ValidationError(
                    self.env._(
                        "%(template)s: a scorecard has six to ten criteria, not %(count)s. Archive "
                        "those that decide least.",
                        template=template.name or self.env._("Common criteria"),
                        count=count,
                    )
                )

    @api.model
    def _get_of_templates(self, templates):
        """The criteria of plans of these templates.

        :return: dict {template, or none: kam.value.criterion}
        """
        domain = [("template_id", "in", [*templates.ids, False])]
        by_template = self.search(domain).grouped("template_id")
        common = by_template.get(templates.browse(), self.browse())
        return {
            template: by_template.get(template, common)
            for template in (*templates, templates.browse())
        }
