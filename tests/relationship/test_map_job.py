"""The job of the maps: it can be stopped at any moment, and goes on where it was."""

from datetime import timedelta
from unittest.mock import patch

from odoo.tests import freeze_time

from odoo.addons.kam_planning.models.common.jobs import commit_batch

from ..common.common import TODAY
from .common import MapCommon

MODELS = "odoo.addons.kam_planning.models"


@freeze_time(TODAY)
class TestMapJob(MapCommon):
    def setUp(self):
        super().setUp()
        self._activate(self.plan)
        self.relationship = self._relationship(self.jane)
        self._run_map_job()

    def _run_with_little_time(self):
        """Run the job as the scheduler does, out of time after each batch."""
        cron = type(self.env["ir.cron"])
        commit = cron._commit_progress

        def commit_and_stop(this, processed=0, **values):
            commit(this, processed, **values)
            return 0 if processed else 60

        with patch.object(cron, "_commit_progress", commit_and_stop):
            self._run_map_job()
        return self.env["ir.cron.progress"].search([], order="id desc", limit=1)

    def test_out_of_time_after_each_batch_all_is_done_in_the_end(self):
        plans = self._activate(self._create_plans(4)) | self.plan
        other = self._relationship(self._person(partner_id=self._contact("Bob").id))
        self._mail(self.contact, self.kam.partner_id)
        self.startPatcher(patch(f"{MODELS}.relationship.kam_plan.PLANS_AT_ONCE", 2))
        day = TODAY + timedelta(days=1)
        with freeze_time(day):
            progress = self._run_with_little_time()
        self.assertFalse(progress.remaining)
        self.assertFalse(self.env["kam.relationship.traffic"].search([]))
        self.assertEqual(
            {relationship.strength_date.date() for relationship in self.relationship | other}, {day}
        )
        self.assertEqual({plan.gaps_date.date() for plan in plans}, {day})

    def test_a_batch_never_says_that_nothing_is_left(self):
        progress = self.env["ir.cron.progress"].create(
            {"cron_id": self.env.ref("kam_planning.cron_relationships").id, "remaining": 3}
        )
        context = {"ir_cron_progress_id": progress.id, "cron_id": progress.cron_id.id}
        reports = []
        self.patch(
            type(self.env["ir.cron"]),
            "_commit_progress",
            lambda cron, done, remaining: reports.append((done, remaining)),
        )
        for done in (1, 2, 5):
            commit_batch(self.env(context=context), done)
        self.assertEqual(reports, [(1, 2), (2, 1), (5, 1)])

    def test_a_relationship_that_fails_stops_nobody(self):
        self._mail(self.contact, self.kam.partner_id)
        other = self._relationship(self.head)
        day = TODAY + timedelta(days=1)
        real = type(self.relationship)._measure

        def measure(relationship, *args):
            if relationship.id == self.relationship.id:
                raise ZeroDivisionError
            return real(relationship, *args)

        self.patch(type(self.relationship), "_measure", measure)
        with freeze_time(day), self.assertLogs(f"{MODELS}.common.jobs", "ERROR"):
            self._run_map_job()
        self.assertFalse(self.env["kam.relationship.traffic"].search([]))
        self.assertEqual(other.strength_date.date(), day)
        self.assertEqual(self.plan.gaps_date.date(), day)

    def test_who_is_on_a_map_is_known_to_all_workers(self):
        registry = self.env.registry
        for is_warm in (False, True):
            contact = self._contact(f"New {is_warm}")
            registry.clear_cache()
            if is_warm:
                self.env["kam.stakeholder"]._get_mapped_partner_ids()
            registry.cache_invalidated.clear()
            self._person(partner_id=contact.id)
            self.assertIn("default", registry.cache_invalidated)
            self.assertIn(contact.id, self.env["kam.stakeholder"]._get_mapped_partner_ids())

    def test_people_who_are_no_contacts_outdate_nothing(self):
        self.env["kam.stakeholder"]._get_mapped_partner_ids()
        self.env.registry.cache_invalidated.clear()
        self._person("Somebody")
        self.assertNotIn("default", self.env.registry.cache_invalidated)

    def test_queries_of_new_people_do_not_grow(self):
        def make(count, name):
            values = [
                {"account_id": self.customer.id, "name": f"{name}{n}", "manager_id": self.head.id}
                for n in range(count)
            ]
            return lambda: self.env["kam.stakeholder"].create(values)

        make(1, "warm")()
        few = self._count_queries(make(1, "few"))
        self.assertLessEqual(self._count_queries(make(40, "many")), few + 2)
