"""Each step of each job: one bad record stops nobody, and a killed job goes on where it was.

The steps are those that the jobs of the registry run. A step for which nothing is due here fails:
make something due for it in `_make_due`.
"""

from contextlib import contextmanager, suppress
from dataclasses import replace
from unittest.mock import patch

from odoo.tests import freeze_time
from odoo.tools import SQL

from odoo.addons.kam_planning.models.common.jobs import Step

from ..common.common import TODAY
from .everything import EverythingCommon

LOGGER = "odoo.addons.kam_planning.models.common.jobs"
# Where the jobs note what they did: without it everything is due again.
NOTES = {
    "kam_plan": (
        "figures_date",
        "gaps_date",
        "review_reminded_date",
        "review_escalated_date",
        "end_reminded_date",
        "scores_date",
        "changes_date",
        "cause_reminded_date",
        "staleness_reminded_date",
    ),
    "kam_value": ("figures_date", "reminded_date", "cause_reminded_date"),
    "kam_share": ("figures_date",),
    "kam_risk": ("cause_reminded_date",),
    "kam_stakeholder": ("cause_reminded_date",),
    "kam_change": ("cause_reminded_date",),
    "kam_target": ("figures_date",),
    "kam_key_date": ("reminded_date",),
    "kam_whitespace": ("figures_date", "potential_date"),
    "kam_relationship": ("strength_date",),
    "kam_competitor_position": ("figures_date", "reminded"),
    "res_users": ("kam_digest_date", "kam_bands_date", "kam_bands_before"),
    "kam_share_access": ("reminded_date", "ended_date", "end_reason"),
}
LATE = {"date_start": "2026-01-01", "date_deadline": "2026-02-01"}


@freeze_time(TODAY)
class TestJobs(EverythingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plans = cls._activate(
            cls._create_plans(2, next_review_date="2026-02-01", date_end="2026-04-01")
        )
        for user in (cls.kam, cls.mate):
            cls._create_action(cls.plan, user_id=user.id, **LATE)
        cls.objectives = cls.env["kam.objective"].concat(
            *(cls._create_objective(plan) for plan in cls.plans)
        )
        entered = cls.env.ref("kam_planning.measure_satisfaction")
        cls.env["kam.target"].with_user(cls.kam).create(
            [
                {"plan_id": plan.id, "measure_id": entered.id, "target_value": 80}
                for plan in cls.plans
            ]
        )
        # Each plan has a claim that waits for its answer, and a value that is measured.
        claim = {"name": "Claim", "current_value": 1, "state": "delivered"}
        measured = {"name": "Measured", "measure_id": entered.id}
        cls.values = cls.env["kam.value"].create(
            [{"plan_id": plan.id, **vals} for plan in cls.plans for vals in (claim, measured)]
        )
        offerings = cls.env["kam.offering"].create([{"name": "Tea"}, {"name": "Salt"}])
        cls.env["kam.whitespace"].create(
            [{"account_id": cls.customer.id, "offering_id": offering.id} for offering in offerings]
        )
        cls.measures = cls.env["kam.measure"].create(
            [{"name": f"Asked {n}", "source": "manual", "unit": "count"} for n in range(2)]
        )
        cls.risks = cls.env["kam.risk"].create(
            [{"plan_id": plan.id, "name": "One supplier"} for plan in cls.plans]
        )
        cls.shares = cls.env["kam.share"].create([{"plan_id": p.id} for p in cls.plans])
        for share in cls.shares:
            version = cls.env["kam.snapshot"]._take_shared_sudo(share, [])
            share.write({"state": "agreed", "agreed_id": version.id})
        cls.plans.show_competitors = True
        rival = cls.env["res.partner"].create({"name": "Rival", "is_company": True})
        cls.positions = cls.env["kam.competitor.position"].create(
            [{"account_id": plan.partner_id.id, "competitor_id": rival.id} for plan in cls.plans]
        )
        day = {"account_id": cls.customer.id, "kind": "tender"}
        cls.key_dates = cls.env["kam.key.date"].create(
            [
                {**day, "name": f"{name} {number}", **values}
                for number in range(2)
                for name, values in (
                    ("Tender", {"date": "2026-03-20"}),
                    ("Yearly", {"date": "2025-01-20", "is_yearly": True}),
                )
            ]
        )
        cls._relationship(cls.head)
        cls.gone = cls.env["kam.stakeholder"].concat(
            *(cls._person(f"Gone {number}") for number in range(2))
        )
        cls._make_reminded()
        cls._make_shared()
        cls._make_agreed()

    @classmethod
    def _make_agreed(cls):
        """Two versions to which all agreed who are still asked."""
        cls.agreed = cls.env["kam.share"]
        for plan in cls._create_plans(2):
            share = cls.env["kam.share"].create({"plan_id": plan.id})
            person = cls.env["res.partner"].create({"name": "Yes", "parent_id": plan.partner_id.id})
            access = share.access_ids.create(
                {"share_id": share.id, "partner_id": person.id, "can_agree": True}
            )
            share._propose_sudo()
            share._record_answer_sudo(access, "agreed", {"signed_name": "Yes"})
            cls.agreed |= share

    @classmethod
    def _make_shared(cls):
        """Two people of customers with something to do, and two who left."""
        for number, plan in enumerate(cls._activate(cls._create_plans(2))):
            share = cls.env["kam.share"].with_user(cls.kam).create({"plan_id": plan.id})
            share._share_sudo()
            for name in ("Owes", "Left"):
                email = f"{name}{number}@shared.example"
                person = cls.env["res.partner"].create(
                    {"name": f"{name} {number}", "parent_id": plan.partner_id.id, "email": email}
                )
                access = share.access_ids.create({"share_id": share.id, "partner_id": person.id})
                access.sudo().invited_date = TODAY
                cls._create_action(plan, is_shared=True, contact_id=person.id, **LATE)
                if name == "Left":
                    person.parent_id = False

    @classmethod
    def _make_reminded(cls):
        """Of each kind that has causes two lines with one, and two that had one."""
        # There it is nine in the morning when it is midnight in UTC.
        (cls.kam | cls.mate).tz = "Asia/Tokyo"
        cls.plans.write({"show_risks": True, "show_values": True})
        accounts = cls.plans.partner_id
        contacts = cls.env["res.partner"].create(
            [{"name": f"Silent {p.name}", "parent_id": p.id} for p in accounts]
        )
        cls.silent = cls.env["kam.stakeholder"].create(
            [{"account_id": p.parent_id.id, "partner_id": p.id} for p in contacts]
        )
        cls.heard = cls.env["kam.stakeholder"].create(
            [{"account_id": p.id, "name": f"Heard of {p.name}"} for p in accounts]
        )
        pairs = [(plan.id, name) for plan in cls.plans for name in ("Old", "New")]
        for model in ("kam.risk", "kam.value"):
            lines = cls.env[model].create([{"plan_id": p, "name": name} for p, name in pairs])
            for name in ("Old", "New"):
                found = lines.filtered(lambda line, name=name: line.name == name)
                setattr(cls, f"{name}_{model[4:]}s".lower(), found)
        vals = {"kind": "off_pace", "date": "2026-03-01", "res_model": "kam.target"}
        targets = cls.plans.target_ids
        cls.off_pace, cls.judged = (
            cls.env["kam.change"].create(
                [
                    {**vals, "plan_id": one.plan_id.id, "res_id": one.id, "bucket": bucket}
                    for one in targets
                ]
            )
            for bucket in ("now", "before")
        )
        cls.over = cls._activate(cls._create_plans(2, next_review_date="2026-12-01"))
        cls.over.with_user(cls.manager).action_close()

    def _make_due(self):
        """Make at least two records due for each step."""
        self.env.flush_all()
        for table, names in NOTES.items():
            values = SQL(", ").join(SQL("%s = NULL", SQL.identifier(name)) for name in names)
            self.env.cr.execute(SQL("UPDATE %s SET %s", SQL.identifier(table), values))
        for table, values, records in (
            ("kam_value", "claim_date = '2026-01-01'", self.values),
            ("kam_objective", "status_change_date = '2026-03-01'", self.objectives),
            (
                "kam_risk",
                "state = 'accepted', response = 'accept', accepted_until = '2026-03-01', "
                f"accepted_by_id = {self.manager.id}",
                self.risks,
            ),
            ("kam_competitor_position", "contract_end = '2026-05-01'", self.positions),
            ("kam_key_date", "next_date = date", self.key_dates),
            (
                "kam_share",
                "proposed_id = (SELECT max(id) FROM kam_snapshot WHERE share_id = kam_share.id)",
                self.agreed,
            ),
            ("kam_stakeholder", "contact_archived_date = '2020-01-01'", self.gone),
            ("kam_stakeholder", "support = 'against'", self.gone),
            ("kam_stakeholder", "last_contact_date = '2020-01-01'", self.silent),
            ("kam_stakeholder", "cause_reminded_date = '2026-03-01'", self.heard),
            ("kam_risk", "stale_date = '2026-03-01'", self.old_risks),
            ("kam_risk", "cause_reminded_date = '2026-03-01'", self.new_risks),
            ("kam_value", "stale_date = '2026-03-01'", self.old_values),
            ("kam_value", "cause_reminded_date = '2026-03-01'", self.new_values),
            ("kam_change", "state = 'open'", self.off_pace),
            (
                "kam_change",
                "state = 'resolved', cause_reminded_date = '2026-03-01'",
                self.judged,
            ),
            ("kam_plan", "cause_reminded_date = '2026-03-01'", self.over),
            (
                "kam_measure",
                """kam_fault_date = '2026-01-01', kam_faults = '{"_read_again": "Gone"}'""",
                self.measures,
            ),
        ):
            self.env.cr.execute(f"UPDATE {table} SET {values} WHERE id = ANY(%s)", [records.ids])
        notes = self.env["kam.relationship.traffic"]
        notes.create([{"partner_id": self.contact.id} for _number in range(2)])
        self.env.flush_all()
        self.env.invalidate_all()

    @contextmanager
    def _each_step(self):
        """Let jobs do nothing but tell their steps."""
        steps = []
        with patch.object(Step, "run", lambda step: steps.append(step) or True):
            yield steps

    def _run(self, cron):
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()

    def _steps(self):
        """All steps of all jobs: list of (job, step)."""
        self._make_due()
        found = []
        for cron in self._ours("ir.cron"):
            with self._each_step() as steps:
                self._run(cron)
            found += [(cron, step) for step in steps]
        return found

    def _due(self, step):
        return self.env[step.model._name].sudo().search(step.domain)

    def _play(self, play):
        """Play something for each step: callable (job, step, records that are due)."""
        for cron, step in self._steps():
            with self.subTest(job=cron.name, model=step.model._name, method=step.method):
                self._make_due()
                due = self._due(step)
                self.assertGreater(len(due), 1, "nothing is due: see `_make_due`")
                play(cron, step, due)

    def _assert_says_so(self, bad, method):
        """The record itself says what failed, to who looks after it; no other one does."""
        if bad._name == "kam.relationship.traffic":
            return
        self.assertEqual(bad.sudo().kam_faults, {method: "ValueError: broken"})
        self.assertIn("broken", bad.sudo().kam_fault)
        self.assertTrue(bad.sudo().kam_fault_date)
        others = bad.sudo().search([("kam_fault_date", "!=", False)]) - bad
        self.assertFalse(others)

    def _assert_is_well(self, records):
        for record in records.exists() if records._name != "kam.relationship.traffic" else ():
            self.assertFalse(record.sudo().kam_faults, record.display_name)
            self.assertFalse(record.sudo().kam_fault_date)

    def test_one_bad_record_stops_nobody(self):
        def play(cron, step, due):
            work, bad = getattr(type(due), step.method), due[1]

            def fail(records, *arguments):
                if bad.id in records.ids:
                    raise ValueError("broken")
                return work(records, *arguments)

            with (
                patch.object(type(due), step.method, fail),
                self.assertLogs(LOGGER, "ERROR") as logs,
            ):
                self._run(cron)
            self.assertEqual(len(logs.records), 1)
            self.assertEqual(logs.records[0].args, (bad.id, bad.display_name))
            self.assertEqual(self._due(step), bad)
            self._assert_says_so(bad, step.method)
            self._make_due()
            self._run(cron)
            self.assertFalse(self._due(step))
            self._assert_is_well(due)

        self._play(play)

    def test_killed_in_the_second_batch(self):
        run = Step.run

        def play(cron, step, due):
            work, calls = getattr(type(due), step.method), []

            def die(records, *arguments):
                work(records, *arguments)
                calls.append(records.ids)
                if len(calls) == 2:
                    raise KeyboardInterrupt

            def run_alone(one):
                is_it = (one.model._name, one.method) == (due._name, step.method)
                return run(replace(one, size=1)) if is_it else True

            with (
                patch.object(Step, "run", run_alone),
                patch.object(type(due), step.method, die),
                # Not assertRaises: Odoo's rolls back what was committed within it.
                suppress(KeyboardInterrupt),
            ):
                self._run(cron)
            self.env.invalidate_all()
            self.assertEqual(len(self._due(step)), len(due) - 1)
            self._run(cron)
            self.assertFalse(self._due(step))

        self._play(play)

    def test_work_of_a_colleague_that_cannot_be_handed_over_stops_nobody(self):
        leavers = self.kam | self.mate
        leavers.flush_recordset()
        self.env.cr.execute("UPDATE res_users SET active = FALSE WHERE id = ANY(%s)", [leavers.ids])
        self.env.invalidate_all()
        hand_over = type(leavers)._hand_over_lost_work

        def fail(users):
            if self.mate.id in users.ids:
                raise ValueError("broken")
            hand_over(users)

        cron = self.env.ref("kam_planning.cron_hand_over")
        find = self.env["kam.succession"]._find_leavers_sudo
        with (
            patch.object(type(leavers), "_hand_over_lost_work", fail),
            self.assertLogs(LOGGER, "ERROR") as logs,
        ):
            self._run(cron)
        self.assertEqual([record.args[0] for record in logs.records], [self.mate.id])
        self.assertEqual(find(), self.mate)
        self._run(cron)
        self.assertFalse(find())
