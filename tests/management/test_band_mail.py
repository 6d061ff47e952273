"""The weekly mail tells managers which accounts moved: once, and what they may see."""

from unittest.mock import patch

from odoo.tests import freeze_time

from ..brief.reminding import RemindingCommon

MONDAYS = ("2026-03-02 09:00:00", "2026-03-09 09:00:00", "2026-03-16 09:00:00")
JOBS = "odoo.addons.kam_planning.models.common.jobs"


class TestBandMail(RemindingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager.kam_remind_band = "mail"
        cls.plan.sudo().write({"date_start": "2026-01-01", "next_review_date": "2026-12-01"})
        # Nothing else waits for him.
        cls.manager.write(dict.fromkeys(cls._others(), "none"))

    @classmethod
    def _others(cls):
        names = ("action", "review", "key_date", "touch", "value", "risk", "pace", "stale")
        return [f"kam_remind_{name}" for name in names]

    def _score(self, kind, total, moment, plan=None, confidence=90.0):
        """What the nightly job keeps."""
        self.env["kam.score"].sudo().create(
            {
                "res_model": "kam.plan",
                "res_id": (plan or self.plan).id,
                "kind": kind,
                "total": total,
                "confidence": confidence,
                "components": {},
                "date": moment,
                "date_to": moment,
            }
        )

    def _send(self, moment):
        before = self.env["mail.mail"].sudo().search([])
        self.env.flush_all()
        with freeze_time(moment), self.enter_registry_test_mode():
            self.env.ref("kam_planning.cron_digest").method_direct_trigger()
        self.env.invalidate_all()
        return self.env["mail.mail"].sudo().search([("id", "not in", before.ids)], order="id")

    def _send_to(self, user, moment):
        mails = self._send(moment).filtered(lambda mail: user.partner_id in mail.recipient_ids)
        return " ".join((mails.body_html or "").split())

    def test_told_once_and_only_what_is_another_band(self):
        self._score("health", 80.0, "2026-02-20 02:00:00")
        self._score("hygiene", 50.0, "2026-02-20 02:00:00")
        self.assertFalse(self._send_to(self.manager, MONDAYS[0]))
        # Within its band; and there and back again.
        self._score("hygiene", 60.0, "2026-03-04 02:00:00")
        self._score("health", 20.0, "2026-03-05 02:00:00")
        self._score("health", 70.0, "2026-03-06 02:00:00")
        self.assertFalse(self._send_to(self.manager, MONDAYS[1]))
        self._score("health", 20.0, "2026-03-12 02:00:00")
        body = self._send_to(self.manager, MONDAYS[2])
        self.assertIn("Health in another band", body)
        self.assertIn("In danger, before: Good", body)
        self.assertNotIn("Plan quality", body)
        self.assertFalse(self._send_to(self.manager, "2026-03-16 10:00:00"))
        self.assertFalse(self._send_to(self.manager, "2026-03-23 09:00:00"))

    def test_not_known_is_told_in_words_and_a_new_plan_is_no_move(self):
        self._score("health", 80.0, "2026-02-24 02:00:00")
        self._score("health", 80.0, "2026-02-28 02:00:00", confidence=40.0)
        self._score("hygiene", 20.0, "2026-02-28 02:00:00")
        body = self._send_to(self.manager, MONDAYS[0])
        self.assertNotIn("Good", body)
        # A week without a mail is told from its beginning.
        self._score("hygiene", 70.0, "2026-03-03 02:00:00")
        body = self._send_to(self.manager, MONDAYS[1])
        self.assertIn("Good, before: In danger", body)

    def test_first_mail_tells_of_a_week(self):
        self._score("health", 80.0, "2026-02-10 02:00:00")
        self._score("health", 20.0, "2026-02-28 02:00:00")
        self.assertIn("In danger, before: Good", self._send_to(self.manager, MONDAYS[0]))

    def test_what_was_just_written_waits_for_the_next_mail(self):
        self._score("health", 80.0, "2026-02-10 02:00:00")
        self._score("health", 20.0, "2026-03-02 08:58:00")
        self.assertFalse(self._send_to(self.manager, MONDAYS[0]))
        self.assertIn("In danger", self._send_to(self.manager, MONDAYS[1]))

    def test_to_managers_who_want_it_in_their_language_of_what_they_may_see(self):
        self._score("health", 80.0, "2026-02-10 02:00:00")
        self._score("health", 20.0, "2026-02-28 02:00:00")
        mails = self._send(MONDAYS[0])
        told = mails.filtered(lambda mail: "In danger" in mail.body_html)
        self.assertEqual(told.recipient_ids, (self.manager | self.admin).partner_id)
        self._score("health", 80.0, "2026-03-05 02:00:00")
        self.manager.kam_remind_band = "none"
        self.assertFalse(self._send_to(self.manager, MONDAYS[1]))
        # What he did not want to read is over when he wants to again.
        self.manager.kam_remind_band = "mail"
        self.assertFalse(self._send_to(self.manager, MONDAYS[2]))
        with self.assertRaisesRegex(Exception, "Reminders|allowed|access"):
            self.mate.with_user(self.kam).write({"kam_remind_band": "none"})

    def test_a_user_sets_his_own_and_the_setting_says_how_new_ones_begin(self):
        self.manager.with_user(self.manager).write({"kam_remind_band": "none"})
        self.assertEqual(self.manager.kam_remind_band, "none")
        self.env["res.config.settings"].create({"kam_band_mail": "none"}).execute()
        self.assertEqual(self._create_user("late", "group_kam_manager").kam_remind_band, "none")
        self.env["ir.config_parameter"].sudo().set_param("kam_planning.band_mail", "junk")
        self.assertEqual(self._create_user("later", "group_kam_manager").kam_remind_band, "mail")

    def test_a_mail_that_fails_loses_nothing(self):
        self._score("health", 80.0, "2026-02-10 02:00:00")
        self._score("health", 20.0, "2026-02-28 02:00:00")
        digest = type(self.env["kam.digest"])

        def fail(model, user):
            raise ValueError("broken")

        with patch.object(digest, "_prepare_sudo", fail), self.assertLogs(JOBS, "ERROR"):
            self.assertFalse(self._send(MONDAYS[0]))
        self.assertFalse(self.manager.sudo().kam_bands_date)
        self.assertIn("In danger", self._send_to(self.manager, "2026-03-02 10:00:00"))

    def test_quadrants(self):
        one = self.env["kam.assessment.round"].with_user(self.manager).create({"name": "Second"})
        before = one.copy({"name": "First"})
        for each in (one, before):
            each._add_candidates(self.customer)
        self._set(before, state="closed", date="2026-01-01")
        self._set(before.result_ids, quadrant="star")
        self._set(one, state="closed", date="2026-02-27")
        moved = {"quadrant": "streamline", "is_moved": True, "previous_id": before.result_ids.id}
        self._set(one.result_ids, **moved, quadrant_date="2026-02-27 10:00:00")
        body = self._send_to(self.manager, MONDAYS[0])
        self.assertIn("Customers in another quadrant", body)
        self.assertIn("Streamline, before: Star", body)
        self.assertFalse(self._send_to(self.manager, MONDAYS[1]))
        # Opened and closed again, the round tells only what it says anew.
        result, dates = one.result_ids.sudo(), []
        for quadrant in ("streamline", "star"):
            result._forget_sudo()
            with freeze_time("2026-03-10 10:00:00"):
                result._store_figures({result.id: {"quadrant": quadrant}})
            dates.append(str(result.quadrant_date))
        self.assertEqual(dates, ["2026-02-27 10:00:00", "2026-03-10 10:00:00"])
