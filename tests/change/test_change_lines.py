"""Changes of people, and those that lines tell of themselves."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import fields

from .change_common import ChangeCommon


class TestPeople(ChangeCommon):
    def _person(self, **values):
        values = {"partner_id": self.contact.id, **values}
        return self._create_line("kam.stakeholder", company_id=self.company.id, **values)

    def test_who_left_is_known_at_once(self):
        person = self._person()
        action = self._create_action(self.plan, contact_id=self.contact.id)
        self.contact.active = False
        (change,) = self._changes()
        self.assertEqual((change.kind, change.res_id), ("contact_left", person.id))
        self.assertEqual(
            self._touched(change), {("kam.stakeholder", person.id), ("kam.action", action.id)}
        )
        self.contact.active = True
        self.assertEqual(change.state, "withdrawn")

    def test_who_moved(self):
        self._person()
        self.contact.parent_id = self.stranger
        self.assertEqual(self._changes().kind, "contact_moved")
        self._find()
        self.assertEqual(len(self._changes()), 1)

    def test_nothing_is_kept_of_a_person_who_goes(self):
        person = self._person()
        self.contact.active = False
        person.unlink()
        self.assertFalse(self._changes())

    def test_silent_for_twice_the_interval(self):
        person = self._person(touch_interval=30)
        relationship = self.env["kam.relationship"].create(
            {"stakeholder_id": person.id, "user_id": self.kam.id}
        )
        for days, expected in ((60, 0), (61, 1)):
            last = self.today - timedelta(days=days)
            self.env.cr.execute(
                "UPDATE kam_relationship SET last_two_way_date = %s WHERE id = %s",
                [last, relationship.id],
            )
            self.env.invalidate_all()
            self._find()
            self.assertEqual(len(self._changes("silent")), expected)
        self.assertEqual(self._changes("silent").old_value, str(last))


class TestLines(ChangeCommon):
    def _set(self, record, **values):
        names = ", ".join(f"{name} = %s" for name in values)
        query = f"UPDATE {record._table} SET {names} WHERE id = %s"  # pylint: disable=sql-injection
        self.env.flush_all()
        self.env.cr.execute(query, [*values.values(), record.id])
        self.env.invalidate_all()

    def test_a_competitors_contract(self):
        values = {"offering_id": self.offering_tea.id, "competitor_id": self.stranger.id}
        cell = self._create_line("kam.whitespace", **values)
        position = self.env["kam.competitor.position"].search(
            [("account_id", "=", self.customer.id), ("competitor_id", "=", self.stranger.id)]
        ) or self._create_line("kam.competitor.position", competitor_id=self.stranger.id)
        for days, states in (
            (181, []),
            (180, ["open"]),
            (90, ["withdrawn", "open"]),
            (89, ["withdrawn", "withdrawn", "open"]),
            (-1, ["withdrawn", "withdrawn", "withdrawn"]),
            (0, ["withdrawn", "withdrawn", "withdrawn", "open"]),
        ):
            end = self.today + timedelta(days=days)
            self._set(position, contract_end=end)
            self._set(cell, contract_end=end)
            self._find()
            self.assertEqual(self._changes("contract").mapped("state"), states, days)
        self.assertEqual(
            self._touched(self._changes("contract", state="open")),
            {("kam.competitor.position", position.id), ("kam.whitespace", cell.id)},
        )

    def test_what_was_told_stays_when_its_day_is_over(self):
        """Until somebody judged it: a contract that ended, a risk that was accepted long ago."""
        position = self._create_line("kam.competitor.position", competitor_id=self.stranger.id)
        risk = self._create_line("kam.risk", name="One supplier")
        ended, accepted = self.today + timedelta(days=3), self.today - timedelta(days=1)
        self._set(position, contract_end=ended)
        self._set(risk, accepted_until=accepted)
        self._find()
        changes = self._changes()
        self.assertEqual(set(changes.mapped("kind")), {"contract", "risk_expired"})
        # 40 days pass.
        ended, accepted = (day - timedelta(days=40) for day in (ended, accepted))
        for kind, bucket in (("contract", f"{ended}:90"), ("risk_expired", str(accepted))):
            self._set(changes.filtered(lambda one, kind=kind: one.kind == kind), bucket=bucket)
        self._set(position, contract_end=ended)
        self._set(risk, accepted_until=accepted)
        self._find()
        self.assertEqual(changes.mapped("state"), ["open", "open"])
        self.assertEqual(self._changes(), changes)
        self._set(risk, accepted_until=self.today + timedelta(days=9))
        self._find()
        self.assertEqual(set(changes.mapped("state")), {"open", "withdrawn"})

    def test_a_target_off_its_pace(self):
        start = self.today - relativedelta(days=50)
        period = {"date_start": start, "date_end": start + timedelta(days=99)}
        self._set(self.target, **period, has_actual=True, attainment=40.0)
        self._find()
        self.assertFalse(self._changes("off_pace"), "40 of 50 % is four fifths")
        self._set(self.target, attainment=39.0)
        self._find()
        (change,) = self._changes("off_pace")
        self.assertEqual((change.old_value, change.new_value), ("50", "39"))
        self._set(self.target, attainment=38.0)
        self._find()
        self.assertEqual((change.old_value, change.new_value), ("50", "38"))
        self.assertEqual(
            self._touched(change),
            {("kam.target", self.target.id), ("kam.objective", self.objective.id)},
        )
        self.target.with_user(self.kam).target_value = 400000
        self.target.with_user(self.kam).note = "Less"
        self.assertFalse(self.target.with_user(self.kam).is_touched)
        self.objective.with_user(self.kam).action_confirm_still_true()
        self.assertEqual(change.state, "resolved")
        self._find()
        self.assertEqual(self._changes("off_pace"), change)

    def test_lines_that_tell_of_themselves(self):
        value = self._create_line("kam.value", name="Less waste")
        self._set(value, state="delivered", claim_date=self.today - timedelta(days=60))
        early = self._create_line("kam.value", name="More")
        self._set(early, state="delivered", claim_date=self.today - timedelta(days=59))
        risk = self._create_line("kam.risk", name="One supplier")
        self._set(risk, accepted_until=self.today - timedelta(days=1))
        near = self._create_line(
            "kam.key.date", name="Tender", date=self.today + timedelta(days=30), lead_days=30
        )
        self._create_line(
            "kam.key.date", name="Later", date=self.today + timedelta(days=31), lead_days=30
        )
        self._find()
        found = {change.kind: (change.res_model, change.res_id) for change in self._changes()}
        self.assertEqual(
            found,
            {
                "unanswered": ("kam.value", value.id),
                "risk_expired": ("kam.risk", risk.id),
                "key_date": ("kam.key.date", near.id),
            },
        )
        self.assertTrue(near.with_user(self.kam).is_stale)
        near.with_user(self.kam).date = self.today + timedelta(days=50)
        self._find()
        self.assertEqual(self._changes("key_date").state, "resolved", "Who moves it has judged it")

    def test_a_late_delivery(self):
        order = self._order(8000, months_ago=0)
        order.commitment_date = fields.Datetime.now() - timedelta(days=3)
        self._find()
        (late,) = self._changes("delivery_late")
        self.assertEqual((late.res_model, late.res_id, late.amount), ("sale.order", order.id, 8000))
        self._set_revenue(900000)
        self._find()
        self.assertEqual(late.state, "open", "8,000 is less than 1 % now, and still late")
        order.commitment_date = fields.Datetime.now() + timedelta(days=3)
        self._find()
        self.assertEqual(late.state, "withdrawn")

    def test_a_block_that_is_off_tells_nothing(self):
        near = {"name": "Tender", "date": self.today + timedelta(days=3)}
        self._create_line("kam.key.date", **near)
        self._find()
        change = self._changes("key_date")
        self.plan.show_key_dates = False
        self._find()
        self.assertEqual(change.state, "withdrawn")
        self.assertEqual(self.plan.with_user(self.kam).get_chapter_marks().get("changes"), None)
