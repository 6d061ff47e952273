from odoo import api, models
from odoo.fields import Domain

from ..models.common.days import today_of_user
from ..models.relationship.kam_gap import LIVE
from ..models.relationship.kam_stakeholder_judgement import PEOPLE_GROUP
from ..tools.texts import shorten

MOST_PROMISES = 40
# A sheet of more lines of each kind is read by nobody, and printed for minutes.
MOST_PRINTED = 200
STRONGEST = "strength desc, id"
# Letters of what somebody wrote about a person.
TITLE_LENGTH, NEEDS_LENGTH = 60, 140


class ReportHandover(models.AbstractModel):
    """What a new key account manager has to know: people, relationships, open gaps, promises.

    Of large maps the first ones of each, which the sheet says.
    """

    _name = "report.kam_planning.report_handover"
    _description = "Hand-over Sheet"

    @api.model
    def _get_report_values(self, docids, data=None):
        """Prepare the sheets with the user's own rights: judgements only for their group.

        :param list docids: ids of the plans
        :return: dict for the template
        :raise AccessError: when the user may not read one of the plans
        """
        plans = self.env["kam.plan"].sudo(False).browse(docids)
        plans.check_access("read")
        return {
            "doc_ids": docids,
            "doc_model": "kam.plan",
            "docs": plans,
            "sees": plans.env.user.has_group(PEOPLE_GROUP),
            "today": today_of_user(self),
            "sheets": {plan.id: self._prepare_sheet(plan) for plan in plans},
        }

    @api.model
    def _prepare_sheet(self, plan):
        """What is printed for one plan.

        :return: dict of records by part, ``people`` as dicts, and ``rests``: by part a text about
            what does not stand on the sheet, or ""
        """
        place = plan._get_places_domain()
        on_map = place & Domain("parked_reason", "=", False)
        live = place & Domain("state", "in", LIVE)
        undone = Domain("plan_id", "=", plan.id) & Domain("action_id", "=", False)
        wanted = {
            "people": ("kam.stakeholder", on_map, STRONGEST, MOST_PRINTED),
            "relationships": ("kam.relationship", place, STRONGEST, MOST_PRINTED),
            "gaps": ("kam.gap", live, "date_deadline, id", MOST_PRINTED),
            "promises": (
                "kam.action",
                self._get_promise_domain(plan),
                "date_deadline, id",
                MOST_PROMISES,
            ),
            "decisions": (
                "kam.review.decision",
                undone,
                "review_id, sequence, id",
                MOST_PROMISES,
            ),
        }
        found = {
            name: self._find_first(plan.env[model], *how) for name, (model, *how) in wanted.items()
        }
        sheet = {name: records for name, (records, _total) in found.items()}
        return {
            **sheet,
            "people": [self._prepare_person(person) for person in sheet["people"]],
            "rests": {name: self._describe_rest(name, *what) for name, what in found.items()},
        }

    @api.model
    def _prepare_person(self, person):
        """A person's row; judgements only for their group, to whom alone they are given."""
        values = {
            "name": person.name,
            "title": shorten(person.title or "", TITLE_LENGTH),
            "manager": person.manager_id.name or "–",
            "known_by": person._get_best_relationship().user_id.name or self.env._("nobody"),
            "last": person.last_contact_date,
        }
        if not self.env.user.has_group(PEOPLE_GROUP):
            return values
        labels = [self._label(person, name) for name in ("influence", "support")]
        return {
            **values,
            "roles": ", ".join(person.role_ids.mapped("name")),
            "judgement": " · ".join(filter(None, labels)),
            "needs": shorten(" ".join((person.needs or "").split()), NEEDS_LENGTH),
        }

    @api.model
    def _label(self, record, name):
        return dict(record._fields[name]._description_selection(self.env)).get(record[name])

    @api.model
    def _describe_rest(self, name, records, total):
        """Say of a part that is cut how many there are and which ones are printed, or nothing."""
        if total <= len(records):
            return ""
        numbers = {"shown": len(records), "total": total}
        texts = {
            "people": self.env._(
                "The first %(shown)s of %(total)s, strongest relationships first.", **numbers
            ),
            "relationships": self.env._(
                "The first %(shown)s of %(total)s, the strongest first.", **numbers
            ),
            "gaps": self.env._(
                "The first %(shown)s of %(total)s, the most urgent first.", **numbers
            ),
            "promises": self.env._(
                "Open actions with people of theirs: the first %(shown)s of %(total)s, by date. "
                "The list of all: the plan’s actions",
                **numbers,
            ),
            "decisions": self.env._(
                "Decisions: the first %(shown)s of %(total)s, the latest reviews first. "
                "The list of all: the plan’s reviews",
                **numbers,
            ),
        }
        return texts[name]

    @api.model
    def _find_first(self, model, domain, order, most):
        """The first records of a domain, and how many there are: counted only when more."""
        records = model.search(domain, order=order, limit=most)
        total = model.search_count(domain) if len(records) == most else len(records)
        return records, total

    @api.model
    def _get_promise_domain(self, plan):
        """What somebody was promised: open actions with a person of theirs, or shared with them.

        What is to close a gap in the map is our own affair.
        """
        domain = Domain("plan_id", "=", plan.id) & Domain("is_open", "=", True)
        domain &= Domain("contact_id", "!=", False) | Domain("is_shared", "=", True)
        return domain & Domain("id", "not in", plan._find_closing_actions_sudo())
