"""What lists, filters, groupings and pivots offer: numbers that are sorted and filtered, and
nothing that only our own code asks for.
"""

import re

from lxml import etree

from odoo import models

from .common import KamCommon

# Persons are put in no order by these.
UNRANKED = {
    ("kam.capacity", name)
    for name in ("account_count", "load_hours", "available_hours", "load_percent")
}
NUMBERS = ("integer", "float", "monetary")
OFFERS = ("groupable", "searchable", "aggregator")
# What says by its name that only our own code asks for it.
TECHNICAL = re.compile(
    r"_stamp$|_rank$|_hash$|reminded|escalated|read_again|counted_from|_before(_date)?$|parent_path"
    r"|^sequence$|^color$|^kam_faults$|^stale_date$"
)
# Shown by components, by dialogues or in the form of their owner, or worth a filter of one's own.
ASKED_FOR = {
    *("account_id", "company_id", "currency_id", "partner_id", "plan_id", "active", "tier_id"),
    *("kam_user_id", "kam_fault_date", "has_successor", "side", "event_id", "gap_count"),
    "submitted_by_id",
    *("phone", "email", "state_manual", "date_closed", "days", "count", "role_id", "user_id"),
    *("decision_ids", "lead_ids", "child_ids", "whitespace_ids", "plan_ids", "version_ids"),
    *(
        "gap_ids",
        "report_ids",
        "dotted_report_ids",
        "action_ids",
        "influence_from_ids",
        "margin",
        "pipeline",
        "revenue_prior",
    ),
}
# Their fields stand in lists within other forms and dialogues.
WITHIN = (
    *("kam.plan.template.", "kam.review.decision", "kam.stakeholder.answer", "kam.score"),
    *("kam.force.effect", "kam.value.rating", "kam.survey.answer", "kam.review.move"),
)


class TestOffered(KamCommon):
    def _own_models(self):
        guarded = self.env.registry["kam.guarded"]
        for name in sorted(self.env.registry):
            records = self.env[name].with_user(self.warden)
            is_own = name.startswith("kam.") and isinstance(records, guarded)
            if is_own and not (records._abstract or records._transient):
                yield records

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.warden = cls._create_user("warden", "group_kam_admin", "group_kam_people")

    def _lists(self):
        views = self.env["ir.ui.view"].search([("type", "=", "list"), ("inherit_id", "=", False)])
        for view in views.filtered(lambda v: (v.model or "").startswith("kam.")):
            records = self.env[view.model].with_user(self.warden)
            if records.has_access("read"):
                yield view, records

    def test_every_number_in_a_list_is_sorted_and_filtered(self):
        seen = 0
        for view, records in self._lists():
            arch = etree.fromstring(records.get_view(view.id, "list")["arch"])
            described = records.fields_get(attributes=["type", "sortable"])
            for node in arch.iterfind("field"):
                name = node.get("name")
                if described[name]["type"] not in NUMBERS or node.get("column_invisible") == "True":
                    continue
                seen += 1
                if (records._name, name) in UNRANKED:
                    self.assertFalse(described[name]["sortable"])
                    continue
                with self.subTest(view=view.name, field=name):
                    self.assertTrue(described[name]["sortable"])
                    self.assertTrue(records._fields[name]._description_searchable)
                    records.search([(name, ">", 1)], order=f"{name} desc", limit=1)
        self.assertGreater(seen, 60)

    def test_no_technical_field_is_offered(self):
        for records in self._own_models():
            for name, field in records.fields_get(attributes=OFFERS).items():
                if TECHNICAL.search(name) or name in records._get_unoffered_names():
                    with self.subTest(model=records._name, field=name):
                        self.assertFalse(any(field.get(offer) for offer in OFFERS))

    def test_what_is_offered_is_shown_somewhere(self):
        """A field that no screen shows is ours alone, and is not offered either."""
        for records in self._own_models():
            if records._name.startswith(WITHIN):
                continue
            shown = self._get_shown(records)
            for name, field in records.fields_get(attributes=OFFERS).items():
                is_own = "kam_planning" in records._fields[name]._modules
                if is_own and any(field.get(offer) for offer in OFFERS):
                    with self.subTest(model=records._name, field=name):
                        self.assertIn(name, shown | ASKED_FOR | set(models.MAGIC_COLUMNS))

    def _get_shown(self, records):
        shown = {"display_name"}
        for view in self.env["ir.ui.view"].search([("model", "=", records._name)]):
            for node in etree.fromstring(view.arch_db).iter("field", "filter"):
                if "1" in (node.get("invisible"), node.get("column_invisible")):
                    continue
                shown.add(node.get("name"))
                shown |= set(re.findall(r"'group_by': *'(\w+)", node.get("context") or ""))
                shown |= set(re.findall(r"\('(\w+)", node.get("domain") or ""))
        return shown

    def test_names_of_unoffered_fields_are_fields(self):
        for records in self._own_models():
            declared = {
                name
                for cls in type(records).__mro__
                for name in vars(cls).get("_unoffered_fields", ())
            }
            self.assertLessEqual(declared, set(records._fields), records._name)
