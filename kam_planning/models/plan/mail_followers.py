from odoo import models


class MailFollowers(models.Model):
    """A plan's creator may follow it before Odoo makes him a follower."""

    _inherit = "mail.followers"

    def _insert_followers(
        self,
        res_model,
        res_ids,
        partner_ids,
        subtypes=None,
        customer_ids=None,
        check_existing=True,
        existing_policy="skip",
    ):
        """Look for followers of plans that are there already.

        Odoo takes it that nobody follows a record that is just created. A plan is created with its
        team, which follows from then on, and the creator may be one of the team.
        """
        return super()._insert_followers(
            res_model,
            res_ids,
            partner_ids,
            subtypes=subtypes,
            customer_ids=customer_ids,
            check_existing=check_existing or res_model == "kam.plan",
            existing_policy=existing_policy,
        )
