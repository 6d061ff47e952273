from odoo import api, fields, models
from odoo.fields import Domain

from ..common.arguments import check_numbers, check_one

MOST_CHANGES = 100
# What only the screen asks of a part of the overview.
OF_SCREEN = ("rank", "refresh", "chapter")


class KamDoor(models.AbstractModel):
    """The door for other programs and assistants: what the plan says, what changed, and the brief
    (`get_brief`). Read with the user's own rights, in his language; nothing is written.

    `docs/door.md` describes what they answer: it changes with care.
    """

    _name = "kam.door"
    _description = "Door for Other Programs"

    @api.readonly
    def get_plan_summary(self):
        """What a plan says: who, when, and what its overview shows.

        :return: dict ``plan_id``, ``name``, ``customer``, ``customer_id``, ``state``,
            ``date_start``, ``date_end``, ``next_review_date`` (ISO, or False), ``manager``,
            ``sponsor``, ``tier`` (names, or ""), ``currency``, ``progress`` (percent) and
            ``parts``: list of dicts ``name``, ``title``, ``empty``, ``facts`` and ``lines`` as in
            `get_overview`
        :raise UserError: for none or several plans
        :raise AccessError: when the user may not read the plan
        """
        check_one(self)
        plan = self._in_language_of_user()
        days = {
            name: fields.Date.to_string(plan[name]) or False
            for name in ("date_start", "date_end", "next_review_date")
        }
        parts = sorted(plan._get_overview_parts(), key=lambda part: part["rank"])
        return {
            "plan_id": plan.id,
            "name": plan.name,
            "customer": plan.partner_id.display_name,
            "customer_id": plan.partner_id.id,
            "state": plan.state,
            **days,
            "manager": plan.user_id.name or "",
            "sponsor": plan.sponsor_id.name or "",
            "tier": plan.tier_id.name or "",
            "currency": plan.currency_id.name,
            "progress": plan.progress,
            "parts": [self._prepare_open_part(part) for part in parts],
        }

    @api.model
    def _prepare_open_part(self, part):
        kept = {name: value for name, value in part.items() if name not in OF_SCREEN}
        return {"facts": [], "lines": [], **kept}

    @api.readonly
    def get_changes(self, limit=20, offset=0):
        """What changed at the customer and is to be judged, the newest first, as far as the user
        may read what changed.

        :param int limit: how many at most, 0 to 100
        :param int offset: how many to pass over
        :return: dict ``total`` and ``lines``: list of dicts ``text``, ``kind`` (as `kam.change` has
            it), ``date`` (ISO), ``res_model`` and ``res_id`` of what changed, and ``change_id``
        :raise UserError: for none or several plans, and for what are no such numbers
        :raise AccessError: when the user may not read the plan
        """
        check_one(self)
        check_numbers(self.env, least=0, limit=[limit], offset=[offset])
        if not self.show_changes:
            return {"total": 0, "lines": []}
        changes = self._in_language_of_user().env["kam.change"]
        domain = Domain("plan_id", "=", self.id) & Domain("state", "=", "open")
        found = changes.search(domain, limit=min(limit, MOST_CHANGES), offset=offset)
        return {
            "total": changes.search_count(domain),
            "lines": [self._prepare_open_change(change) for change in found] if limit else [],
        }

    @api.model
    def _prepare_open_change(self, change):
        text = " – ".join(filter(None, (change.name, change.explanation)))
        return {
            "text": text,
            "kind": change.kind,
            "date": fields.Date.to_string(change.date),
            "res_model": change.res_model,
            "res_id": change.res_id,
            "change_id": change.id,
        }
