"""Filters of a search: what answers one question stands in one group, where either may hold;
filters of different questions narrow each other.
"""

import re
from datetime import timedelta

from lxml import etree

from odoo.fields import Domain
from odoo.tests import freeze_time
from odoo.tools.safe_eval import safe_eval

from .common import TODAY, KamCommon

# One question that several fields answer.
ONE_QUESTION = (
    {"user_id", "contact_id"},  # whose action
    {"is_open", "state"},  # how far an action is
    {"is_overdue", "is_open", "date_deadline"},  # when an action is due
    {"standing", "outcome"},  # what became of a target
    {"user_id", "owner_id"},  # whose relationship
    {"user_id", "kam_user_id"},  # whose risk
    {"effect", "effect_unknown"},  # what is known of an effect
    {"state", "date_deadline"},  # how far a value is
    {"remind_date", "next_date"},  # when a date comes
    {"force_count", "chance", "too_few_forces"},  # what the forces say
)


class TestFilters(KamCommon):
    def _groups(self, model):
        """Filters of a model's search by groups: list of lists of (name, domain as text)."""
        arch = etree.fromstring(self.env[model].get_view(view_type="search")["arch"])
        groups = [[]]
        for node in arch:
            if node.tag == "separator":
                groups.append([])
            elif node.tag == "filter" and (node.get("domain") or node.get("date")):
                groups[-1].append((node.get("name"), node.get("domain"), node.get("date")))
        return [group for group in groups if group]

    def _models(self):
        searches = self.env["ir.ui.view"].search(
            [("type", "=", "search"), ("model", "=like", "kam.%")]
        )
        return sorted(set(searches.mapped("model")))

    def test_a_group_asks_one_question(self):
        models = self._models()
        self.assertGreater(len(models), 9)
        for model in models:
            for group in self._groups(model):
                fields = [
                    set(re.findall(r"\(\s*'([\w.]+)'", domain or "")) or {f"date of {date}"}
                    for _name, domain, date in group
                ]
                with self.subTest(model=model, group=[name for name, *_rest in group]):
                    asked = set().union(*fields)
                    is_one = all(one == fields[0] for one in fields)
                    self.assertTrue(is_one or any(asked <= one for one in ONE_QUESTION), fields)

    def test_no_filter_of_a_group_is_part_of_another(self):
        for model in self._models():
            for group in self._groups(model):
                values = [
                    set(re.findall(r"'(\w+)'", found.group(1)))
                    for _name, domain, _date in group
                    if (found := re.fullmatch(r"\[\('state', '(?:in|=)', (.+)\)\]", domain or ""))
                ]
                for one in values:
                    for other in values:
                        self.assertFalse(one < other, (model, group))

    def _find(self, model, *names):
        """What is found with filters switched on, as the web client puts them together."""
        domain = Domain.TRUE
        for group in self._groups(model):
            chosen = [
                safe_eval(text, {"uid": self.env.uid}) for name, text, _d in group if name in names
            ]
            if chosen:
                domain &= Domain.OR(chosen)
        return self.env[model].search(domain)

    @freeze_time(TODAY)
    def test_overdue_beside_open(self):
        plan = self._create_plan()
        late, due = (
            self._create_action(
                plan, date_start="2026-01-01", date_deadline=TODAY + timedelta(days)
            )
            for days in (-2, 30)
        )
        done = self._create_action(plan, date_start="2026-01-01", date_deadline="2026-01-31")
        done.action_done()
        plan.with_user(self.kam).action_submit()
        self.assertEqual(self._find("kam.action", "open"), late | due)
        self.assertEqual(self._find("kam.action", "open", "overdue"), late)
        self.assertEqual(self._find("kam.action", "open", "done"), late | due | done)

    def test_to_approve_beside_open(self):
        draft, submitted, active = self._create_plans(3)
        submitted.action_submit()
        self._activate(active)
        self.assertEqual(self._find("kam.plan", "open"), draft | submitted | active)
        self.assertEqual(self._find("kam.plan", "open", "to_approve"), submitted)
        both = self._find("kam.plan", "open", "to_approve", "active_plans")
        self.assertEqual(both, submitted | active)
