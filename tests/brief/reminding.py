"""A plan in force in which everything waits for somebody; no tests of its own."""

from datetime import timedelta

from odoo.tests import freeze_time

from ..change.change_common import ChangeCommon

PREFIX = "kam_planning.mail_activity_type_"


class RemindingCommon(ChangeCommon):
    """Jane is on the map of Acme, known to `kam` (account manager) and `mate` (of the team)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._join_team(cls.mate)
        cls.jane = cls._create_line("kam.stakeholder", partner_id=cls.contact.id)
        cls.tie, cls.other_tie = (
            cls.env["kam.relationship"].create({"stakeholder_id": cls.jane.id, "user_id": user.id})
            for user in (cls.kam, cls.mate)
        )
        cls.risk = cls._create_line("kam.risk", name="One supplier")
        cls.value = cls._create_line("kam.value", name="Less waste")
        cls.env.flush_all()

    def _set(self, records, **values):
        """Write into the database what time or a job would bring."""
        names = ", ".join(f"{name} = %s" for name in values)
        query = f"UPDATE {records._table} SET {names} WHERE id = ANY(%s)"  # pylint: disable=sql-injection
        self.env.flush_all()
        self.env.cr.execute(query, [*values.values(), records.ids])
        self.env.invalidate_all()

    def _be_silent(self, person, days, by=None):
        """The last contact was so many days ago."""
        last = self.today - timedelta(days=days)
        for tie in person.relationship_ids if by is None else by:
            self._set(tie, last_contact_date=last)
        self._set(person, last_contact_date=last)

    def _grow_old(self, lines, days=0):
        """What holds until so many days ago."""
        self._set(lines, stale_date=self.today - timedelta(days=days))

    def _fall_behind(self):
        start = self.today - timedelta(days=50)
        period = {"date_start": start, "date_end": start + timedelta(days=99)}
        self._set(self.target, **period, has_actual=True, attainment=39.0)
        self._find()
        return self._changes("off_pace")

    def _run(self, days=0, cron="cron_reminders"):
        """Run a job as the scheduler would, so many days from today."""
        self.env.flush_all()
        moment = f"{self.today + timedelta(days=days)} 09:00:00"
        with freeze_time(moment), self.enter_registry_test_mode():
            self.env.ref(f"kam_planning.{cron}").method_direct_trigger()
        self.env.invalidate_all()

    def _told(self, name, record=None):
        """Open activities of a type, on one record where one is given."""
        domain = [("activity_type_id", "=", self.env.ref(PREFIX + name).id)]
        if record is not None:
            domain += [("res_model", "=", record._name), ("res_id", "in", record.ids)]
        return self.env["mail.activity"].search(domain, order="id")
