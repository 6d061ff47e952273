from odoo import api, models

from ...tools.pulse import health
from .kam_health_input import DEFINING

INPUT = ("name", "version", "sequence", *DEFINING)


class KamPlanHealth(models.AbstractModel):
    """How the customer of a plan behaves, by the inputs that the administrator chose. Nothing of
    the work on the plan is in it.
    """

    _name = "kam.plan.health"
    _description = "Health of an Account"

    def _get_health_scores(self):
        """The health of each plan's customer, read now.

        :return: dict {plan: tools.pulse.health.HealthScore}
        """
        return self._read_health_sudo()[0]

    def _get_confidence_scores(self):
        """How much of the health is known: the same scores."""
        return self._get_health_scores()

    def _read_health_sudo(self):
        """As superuser: who may read a plan may see what its customer's health is made of, as
        with its figures.

        :return: tuple (dict {plan: HealthScore}, dict {plan id: what could not be read})
        """
        inputs, plans = self.env["kam.health.input"].sudo().search_fetch([], INPUT), self.sudo()
        values, recorded, faults = inputs._read_inputs(plans)
        of_tier = {tier: inputs._select(tier) for tier in {plan.tier_id for plan in plans}}
        scores = {
            plan: health.HealthScore(
                [one._prepare_part(*values[one, plan.id]) for one in of_tier[plan.tier_id]],
                plan.id in recorded,
            )
            for plan in plans
        }
        told = {plan.id: faults[plan.company_id] for plan in plans if plan.company_id in faults}
        return scores, told

    @api.model
    def _find_health_texts(self, keys):
        """The inputs by their keys: {key: kam.health.input}."""
        inputs = self._find_inputs_sudo(keys)
        return {one._get_key(): one for one in inputs}

    @api.model
    def _find_inputs_sudo(self, keys):
        """As superuser: archived ones explain what was scored by them."""
        ids = [int(key.rpartition("-")[2]) for key in keys]
        return self.env["kam.health.input"].sudo().browse(ids).exists()
