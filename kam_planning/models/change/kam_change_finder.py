from collections import defaultdict
from dataclasses import dataclass, field, fields
from typing import Any

from odoo import api, models

from ...tools.change.changes import LOOK_BACK_DAYS, Thresholds
from ..common.days import today_of
from ..common.parameters import read_parameter

# One such fact at a time there is of a plan, whichever record stands for it.
OF_PLAN = ("overdue",)


def get_fact_key(plan_id, kind, model=None, res_id=None):
    """What makes a fact that lasts the same one, whenever it began."""
    return (plan_id, kind) if kind in OF_PLAN else (plan_id, kind, model, res_id)


@dataclass
class Scene:
    """What all finders of one run need: the plans, whose documents count for them, and what is
    recorded already.

    plans: kam.plan, in force
    by_partner: {partner id: list of the plans whose customer he is, or belongs to}
    known: list of dict of the recorded changes that are still the case, or to be judged
    days: {company: its day}
    by_place: {(account id, company id): the plan in force there}
    """

    plans: Any
    thresholds: Thresholds
    by_partner: dict = field(default_factory=dict)
    known: list = field(default_factory=list)
    days: dict = field(default_factory=dict)
    by_place: dict = field(default_factory=dict)
    # What happened is looked for so many days back.
    look_back: int = LOOK_BACK_DAYS
    # What several finders ask for.
    asked: dict = field(default_factory=dict)
    # Where nobody can say whether it is the case: `get_fact_key` of what stays as it is recorded.
    unsure: set = field(default_factory=set)

    @property
    def first_day(self):
        """The earliest day that it is at one of the companies."""
        return min(self.days.values())

    @property
    def last_day(self):
        """The latest day that it is at one of the companies."""
        return max(self.days.values())

    def get_plans(self, partner_id, company_id):
        """The plans that a document of this partner counts for; one without a company counts for
        all.
        """
        plans = self.by_partner.get(partner_id, ())
        return [plan for plan in plans if company_id in (False, None, plan.company_id.id)]

    def get_known_ids(self, model, kinds):
        """Ids of the records of a model of which a recorded change of these kinds tells."""
        rows = (row for row in self.known if row["res_model"] == model and row["kind"] in kinds)
        return sorted({row["res_id"] for row in rows})

    def has_known(self, fact):
        """Whether this fact is recorded, be it in a former plan of the same customer."""
        if "known" not in self.asked:
            self.asked["known"] = set()
            for row in self.known:
                plan = self.by_place.get((row["partner_id"], row["company_id"]))
                names = ("kind", "res_model", "res_id", "bucket")
                self.asked["known"].add((plan and plan.id, *(row[name] for name in names)))
        key = (fact.plan_id, fact.kind, fact.model, fact.res_id, fact.bucket)
        return key in self.asked["known"]

    def get_shown(self, switch):
        """The plans that show a block."""
        return self.plans.filtered(switch)


class KamChangeFinder(models.AbstractModel):
    """Finds what happened to many plans at once, in a number of queries that does not grow with
    them. Each finder looks after some kinds of changes; higher rooms add theirs.
    """

    _name = "kam.change.finder"
    _description = "Finder of Changes"

    @api.model
    def _get_finders(self):
        """The finders: list of tuples (kinds, name of the method).

        The method takes a `Scene` and gives a list of `Fact`, or None where it could not look: what
        is recorded of its kinds then stays as it is.
        """
        return []

    @api.model
    def _get_thresholds(self):
        """From which size on somebody is told: as it is set, or else as it is shipped."""
        values = {
            one.name: read_parameter(self.env, f"change_{one.name}", one.type, one.default)
            for one in fields(Thresholds)
        }
        return Thresholds(**values)

    @api.model
    def _prepare_scene(self, plans, thresholds=None):
        """What the finders need to know of the plans, which the superuser reads."""
        scene = Scene(plans, thresholds or self._get_thresholds())
        by_account = defaultdict(list)
        for plan in plans:
            by_account[plan.partner_id.id].append(plan)
            scene.by_place[plan.partner_id.id, plan.company_id.id] = plan
        for company in plans.company_id:
            # Where amounts are in no currency nothing is large or small, and the plan says so.
            company.currency_id.ensure_one()
            scene.days[company] = today_of(company)
        by_partner = defaultdict(list)
        for account_id, partner_id in plans.partner_id._get_account_scope_rows():
            by_partner[partner_id] += by_account[account_id]
        scene.by_partner = dict(by_partner)
        return scene

    @api.model
    def _find_facts(self, scene, kinds=None):
        """What is the case now.

        :param kinds: only what tells of one of these; None for all
        :return: tuple (list of `Fact`, set of the kinds that were looked for)
        """
        found, looked = [], set()
        for own, method in self._get_finders():
            if kinds is not None and kinds.isdisjoint(own):
                continue
            facts = getattr(self, method)(scene)
            if facts is not None:
                found += facts
                looked |= set(own)
        return found, looked
