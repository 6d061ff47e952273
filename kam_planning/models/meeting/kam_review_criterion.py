from odoo import fields, models

from ...tools.rows import NaturalKey
from ..common.accents import AlikeChar

# What a rating means: another word is another question.
WORDS = ("name", "anchor_1", "anchor_2", "anchor_3", "anchor_4")


class KamReviewCriterion(models.Model):
    """What a review is rated by, on a scale of four that is said in words.

    Once somebody rated, the words of his rating stay: who changes them makes a new version, and the
    ratings that are there keep the old one, which is archived.
    """

    _name = "kam.review.criterion"
    _description = "Criterion of Reviews"
    _inherit = ["kam.guarded", "kam.in.use"]
    _order = "sequence, id"
    _natural_keys = (NaturalKey(("name", "version")),)

    name = AlikeChar("Criterion", required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    anchor_1 = fields.Char("1 Means", required=True, translate=True)
    anchor_2 = fields.Char("2 Means", required=True, translate=True)
    anchor_3 = fields.Char("3 Means", required=True, translate=True)
    anchor_4 = fields.Char("4 Means", required=True, translate=True)
    version = fields.Integer(default=1, readonly=True, copy=False, aggregator=None)
    current_id = fields.Many2one(
        "kam.review.criterion",
        "Newer Version",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    def write(self, vals):
        """Keep the words that were rated by as a version of their own."""
        words = {name: vals[name] for name in WORDS if name in vals}
        if words:
            self._check_values(vals)
            self.check_access("write")
            changed = self.filtered(lambda one: any(one[n] != text for n, text in words.items()))
            changed._keep_versions_sudo()
        return super().write(vals)

    def _keep_versions_sudo(self):
        """Give the ratings that are there an archived copy of the words. As superuser: nobody
        else reads, let alone writes, the ratings of others.
        """
        ratings = self.env["kam.review.rating"].sudo().search([("criterion_id", "in", self.ids)])
        for criterion, rated in ratings.grouped("criterion_id").items():
            kept = {"active": False, "version": criterion.version, "current_id": criterion.id}
            rated.criterion_id = criterion.copy({**kept, "name": criterion.name})
            criterion.version += 1

    def _prepare_scale(self):
        """The four steps in words, one a line."""
        return "\n".join(f"{step}: {self[f'anchor_{step}']}" for step in range(1, 5))
