from odoo import api, models
from odoo.fields import Domain

from .kam_gap import LIVE


class KamSuccession(models.AbstractModel):
    """Who sees to gaps and relationships: the work on relationship maps is handed over, too.

    Who knows whom is a fact about the colleague and stays.
    """

    _inherit = "kam.succession"

    @api.model
    def _get_work(self):
        return [
            *super()._get_work(),
            ("kam.gap", "owner_id", Domain("state", "in", LIVE)),
            ("kam.relationship", "owner_id", Domain.TRUE),
        ]

    @api.model
    def _get_guest_models(self):
        return [*super()._get_guest_models(), "kam.gap", "kam.relationship"]

    @api.model
    def _get_activity_models(self):
        return [*super()._get_activity_models(), "kam.stakeholder"]

    @api.model
    def _get_plans(self, records):
        """What belongs to a customer is work of the plan in force there."""
        if "account_id" not in records._fields:
            return super()._get_plans(records)
        plans = self.env["kam.plan"]._find_in_force(records.account_id, records.company_id)
        nothing = self.env["kam.plan"]
        return {record: plans.get(record._get_place(), nothing) for record in records}

    @api.model
    def _describe(self, model, field, count):
        texts = {
            "kam.gap": self.env._("gaps on the relationship map: %s", count),
            "kam.relationship": self.env._("relationships to deepen: %s", count),
        }
        return texts.get(model) or super()._describe(model, field, count)
