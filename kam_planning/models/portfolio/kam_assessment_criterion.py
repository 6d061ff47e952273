from odoo import api, fields, models, tools
from odoo.tools import SQL

from .kam_criterion_definition import TRANSLATED


class KamAssessmentCriterion(models.Model):
    """A criterion as a round keeps it: its words, weight and source stay what they were."""

    _name = "kam.assessment.criterion"
    _description = "Criterion of a Round"
    _inherit = ["kam.criterion.definition", "kam.criterion.reading", "kam.guarded"]
    _order = "round_id, axis, sequence, id"

    round_id = fields.Many2one(
        "kam.assessment.round", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="round_id.company_id", store=True, precompute=True)
    criterion_id = fields.Many2one(
        "kam.criterion",
        "In the List",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )

    _criterion_uniq = models.UniqueIndex(
        "(round_id, criterion_id)", "A round has each criterion once."
    )

    @api.model
    @tools.ormcache()
    def _get_technical_names(self):
        """All of it is kept by the round."""
        return self._get_own_names()

    @api.model
    def _freeze_sudo(self, rounds):
        """Keep the criteria of rounds that open, in every language. As superuser: nobody writes
        them.
        """
        frozen = self.sudo()
        frozen.search([("round_id", "in", rounds.ids)]).unlink()
        frozen = frozen.create(
            [
                {"round_id": one.id, "criterion_id": criterion.id, **criterion._prepare_frozen()}
                for one in rounds
                for criterion in one.criterion_ids
            ]
        )
        frozen._copy_words()
        return frozen

    def _copy_words(self):
        """In the database: the words of all languages at once."""
        if not self:
            return
        self.flush_recordset()
        self.env["kam.criterion"].flush_model(TRANSLATED)
        names = [SQL.identifier(name) for name in TRANSLATED]
        self.env.cr.execute(
            SQL(
                "UPDATE kam_assessment_criterion frozen SET %s FROM kam_criterion criterion "
                "WHERE criterion.id = frozen.criterion_id AND frozen.id = ANY(%s)",
                SQL(", ").join(SQL("%s = criterion.%s", name, name) for name in names),
                list(self.ids),
            )
        )
        self.invalidate_recordset(TRANSLATED)
