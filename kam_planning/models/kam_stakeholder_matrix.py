from odoo import api, models
from odoo.fields import Domain

from .kam_plan import OPEN_STATES
from .kam_stakeholder_map import TIE_FIELDS

MOST_IN_MATRIX = 100


class KamStakeholder(models.Model):
    """Beside the map: who of ours should know whom of theirs how well, and does."""

    _inherit = "kam.stakeholder"

    @api.model
    @api.readonly
    def get_matrix(self, account_id, company_id):
        """Our people down, theirs across; the people with the largest gaps first.

        :return: dict ``users`` and ``people`` (lists of dicts), ``ties`` (dicts of `TIE_FIELDS`
            with ``id``), ``levels`` (pairs), ``more`` (people who are left out), ``can_write``
        :raise AccessError: when the user may read no plan of this customer
        """
        account, company = self._get_checked_place(account_id, company_id)
        domain = self._get_account_domain(account, company)
        ties = self.env["kam.relationship"]
        found = ties.search_read(domain, TIE_FIELDS, load=None)
        people = self._read_matrix_people(domain, found)
        levels = ties._fields["level_actual"]._description_selection(self.env)
        return {
            "users": self._get_colleagues(account, company, found),
            "people": people[:MOST_IN_MATRIX],
            "more": max(0, len(people) - MOST_IN_MATRIX),
            "ties": found,
            "levels": levels,
            "can_write": self._may_work_on_account(account, company),
        }

    @api.model
    def _read_matrix_people(self, domain, ties):
        """Everybody on the map, the largest gap between desired and actual level first."""
        gaps = {}
        for tie in ties:
            person = tie["stakeholder_id"]
            gaps[person] = max(gaps.get(person, 0), tie["level_gap"])
        domain &= Domain("parked_reason", "=", False) & Domain("is_placeholder", "=", False)
        people = self.search_read(domain, ["name", "title"])
        people.sort(key=lambda person: -gaps.get(person["id"], -1))
        return [{**person, "gap": gaps.get(person["id"], 0)} for person in people]

    @api.model
    def _get_colleagues(self, account, company, ties):
        """Who of ours has a line in the matrix: the account team, and whoever knows somebody."""
        plans = self.env["kam.plan"].search(
            Domain("partner_id", "=", account.id)
            & Domain("company_id", "=", company.id)
            & Domain("state", "in", OPEN_STATES)
        )
        users = plans.access_user_ids
        users |= self.env["res.users"].browse({tie["user_id"] for tie in ties})
        return [{"id": user.id, "name": user.name} for user in users.sudo().sorted("name")]
