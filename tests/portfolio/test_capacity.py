"""Capacity: read from maps, actions and plans, seen by managers and by oneself."""

from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, freeze_time
from odoo.tools import mute_logger

from ..common.common import TODAY, KamCommon


@freeze_time(TODAY)
class TestCapacity(KamCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls._create_plan()
        cls.capacity = cls.env["kam.capacity"]
        cls.people = cls._create_people(7)
        cls._create_action(cls.plan, effort=6, date_deadline="2026-06-02")
        # Later than three months, somebody else's, and done: none of them counts.
        cls._create_action(cls.plan, effort=50, date_deadline="2026-06-03")
        cls._create_action(cls.plan, effort=9, date_deadline="2026-04-01", user_id=cls.mate.id)
        cls._create_action(cls.plan, effort=7, date_deadline="2026-04-01").state = "cancelled"

    @classmethod
    def _create_people(cls, count, plan=None, user=None, desired="2"):
        plan = plan or cls.plan
        place = {"account_id": plan.partner_id.id, "company_id": plan.company_id.id}
        people = cls.env["kam.stakeholder"].create(
            [{"name": f"Person {number}", **place} for number in range(count)]
        )
        cls._relate(people, user or cls.kam, desired)
        return people

    @classmethod
    def _relate(cls, people, user, desired="2"):
        cls.env["kam.relationship"].create(
            [
                {"stakeholder_id": person.id, "user_id": user.id, "level_desired": desired}
                for person in people
            ]
        )

    def _line(self, user, reader=None):
        lines = self.capacity.with_user(reader or self.manager)
        return lines.search([("user_id", "=", user.id)])

    def test_seven_people_a_review_and_six_days(self):
        """7 × 4 + 8 ÷ 3 + 6 × 8 ÷ 3 = 46.7 of 110 h; one more person is 4 h more."""
        line = self._line(self.kam)
        self.assertAlmostEqual(line.load_hours, 46.67, 2)
        self.assertAlmostEqual(line.load_percent, 42.42, 2)
        self.assertEqual((line.band, line.is_estimated, line.account_count), ("room", False, 1))
        self._create_people(1)
        self.env.invalidate_all()
        self.assertAlmostEqual(line.load_hours, 50.67, 2)
        # Kept aside, or nobody is to know them: they take no time.
        self.people[0].parked_reason = "left"
        self._create_people(3, desired="0")
        self.env.invalidate_all()
        self.assertAlmostEqual(line.load_hours, 46.67, 2)

    def test_hours_follow_the_tier_of_today(self):
        tier = self.env["kam.tier"].create({"name": "Top", "person_hours": 8, "expected_people": 2})
        self._activate(self.plan)
        self.customer.kam_tier_id = tier
        self.assertAlmostEqual(self._line(self.kam).load_hours, 74.67, 2)
        (plan,) = self._create_plans(1, user_id=self.mate.id)
        plan.with_user(self.manager).tier_id = tier
        line = self._line(self.mate)
        # No map yet: 2 × 8 + 8 ÷ 3. Of Acme: his own 9 days.
        self.assertAlmostEqual(line.load_hours, 18.67 + 24, 2)
        self.assertTrue(line.is_estimated)

    def test_two_managers_of_an_account(self):
        """Each has the people whom he is to know; the reviews are the lead's alone."""
        self._create_plans(1, user_id=self.mate.id)
        self._relate(self.people[:2], self.mate)
        mate = self.capacity._get_room_hours_sudo(self.mate, self.env.company)[self.mate]
        # A new account without a map: 5 × 4 + 8 ÷ 3; at Acme 2 × 4 and 9 days of work.
        self.assertAlmostEqual(mate[0], 22.67 + 8 + 24, 2)
        self.assertEqual(mate[1:], (110.0, True))
        self.assertAlmostEqual(self._line(self.kam).load_hours, 46.67, 2)

    def test_an_account_counts_by_the_plan_in_force(self):
        self._activate(self.plan)
        self._create_plan(date_start="2027-01-01", date_end="2027-12-31", review_interval=1)
        self.assertAlmostEqual(self._line(self.kam).load_hours, 46.67, 2)
        self.plan.with_user(self.manager).action_close()
        self.env.invalidate_all()
        # The draft counts now: 7 × 4 + 8 ÷ 1, its own work alone.
        self.assertAlmostEqual(self._line(self.kam).load_hours, 36.0, 2)

    def test_part_time_absent_and_archived(self):
        line = self._line(self.kam)
        line.share = 40
        self.assertEqual((line.available_hours, line.band), (44.0, "over"))
        found = self.capacity.with_user(self.manager).search([("band", "=", "over")])
        self.assertEqual(found, line)
        line.share = 0
        self.assertEqual((line.load_percent, line.band), (False, "over"))
        for share in (-1, 101):
            with (
                self.assertRaises(CheckViolation),
                mute_logger("odoo.sql_db"),
                self.env.cr.savepoint(),
            ):
                line.share = share
        line.share = 100
        self.env["res.users"].browse(self.kam.id).write({"active": False})
        self.env.invalidate_all()
        heir = self.plan.user_id
        self.assertNotEqual(heir, self.kam)
        self.assertEqual((line.account_count, line.band, line.is_current), (0, "absent", False))
        self.assertEqual(self._line(heir).account_count, 1)

    def test_who_sees_whom(self):
        self._create_plans(1, user_id=self.mate.id)
        self.assertEqual(self.capacity.with_user(self.kam).search([]).user_id, self.kam)
        self.assertFalse(self.capacity.with_user(self.reader).search([]))
        seen = self.capacity.with_user(self.manager).search([]).user_id
        self.assertEqual(seen & (self.kam | self.mate), self.kam | self.mate)
        self.assertFalse(self.capacity.with_user(self.foreign).search([]) & self._line(self.kam))
        own = self._line(self.kam, self.kam)
        with self.assertRaises(AccessError):
            own.share = 50
        for user in (self.portal, self.outsider):
            with self.assertRaises(AccessError):
                self.capacity.with_user(user).search([])
        with self.assertRaises(AccessError):
            self._line(self.mate).with_user(self.kam).get_score_explanation("load_percent")

    def test_explained_account_by_account(self):
        (other,) = self._create_plans(1)
        explained = self._line(self.kam, self.kam).get_score_explanation("load_percent")
        values = {part["label"]: part["value"] for part in explained["components"]}
        self.assertEqual(
            values["Acme"],
            "7 people × 4 h + review 8 h ÷ 3 + own work 6 days × 8 h ÷ 3 = 46.7 h",
        )
        self.assertEqual(
            values[other.partner_id.name],
            "5 people × 4 h (estimated: no map yet) + review 8 h ÷ 3 = 22.7 h",
        )
        total = sum(part["share"] for part in explained["components"])
        self.assertAlmostEqual(explained["total"], total)
        self.assertAlmostEqual(total, 63.03, 2)
        self.assertEqual(explained["confidence"], 50)

    def test_what_he_may_not_read_has_no_name(self):
        self.plan.confidentiality = "team"
        self._create_plans(1, user_id=self.mate.id)
        self._relate(self.people[:2], self.mate)
        self.plan.action_ids.filtered(lambda action: action.user_id == self.mate).unlink()
        explained = self._line(self.mate, self.mate).get_score_explanation("load_percent")
        self.assertNotIn("Acme", str(explained))
        self.assertEqual(len(explained["components"]), 2)

    def test_persons_are_neither_sorted_nor_charted_by_load(self):
        for name in ("load_hours", "load_percent", "account_count", "band", "available_hours"):
            field = self.capacity._fields[name]
            self.assertFalse(field.store or field.aggregator, name)
        action = self.env.ref("kam_planning.kam_capacity_action")
        self.assertEqual(action.view_mode, "list,kanban,form")
        lines = self.capacity.with_user(self.manager).search([])
        self.assertEqual(lines, lines.sorted(lambda line: (line.user_id.name.lower(), line.id)))

    def test_the_number_of_queries_is_the_same_for_many(self):
        def read():
            self.capacity.with_user(self.manager).search([]).mapped("load_percent")

        read()
        few = self._count_queries(read)
        users = [self._create_user(f"kam{number}", "group_kam_user") for number in range(5)]
        for user in users:
            self._create_plans(3, user_id=user.id)
        read()
        self.assertEqual(self._count_queries(read), few)

    def test_what_if_and_hand_over(self):
        """Alone `kam` has 46.7 h, `mate` 24.0 h of work at Acme: he would have 70.7 h."""
        self.env["kam.capacity"]._ensure_sudo(self._create_plans(1, user_id=self.mate.id))
        wizard = Form(
            self.env["kam.capacity.move"]
            .with_user(self.manager)
            .with_context(active_model="kam.plan", active_ids=self.plan.ids)
        )
        wizard.user_id = self.mate
        first, last = wizard.outlook.splitlines()
        self.assertEqual(
            first,
            f"{self.kam.name}: 46.7 of 110 h (42 %, Has Room) → 0.0 of 110 h (0 %, Has Room)",
        )
        self.assertEqual(
            last,
            f"{self.mate.name}: 46.7 of 110 h (42 %, Has Room, estimated) → "
            "93.3 of 110 h (85 %, Has Room, estimated)",
        )
        self.assertEqual(self.plan.user_id, self.kam)
        wizard.user_id = self.kam
        self.assertEqual(
            wizard.outlook, f"Nothing moves: {self.kam.name} leads these accounts already."
        )
        wizard.user_id = self.mate
        action = wizard.save().action_hand_over()
        dialogue = Form.from_action(self.env(user=self.manager), action).save()
        dialogue.action_hand_over()
        self.assertEqual(self.plan.user_id, self.mate)
        with self.assertRaises(UserError):
            self.env["kam.capacity.move"].with_user(self.manager).create(
                {"plan_ids": self.plan.ids}
            ).action_hand_over()
        with self.assertRaises(AccessError):
            self.env["kam.capacity.move"].with_user(self.kam).create({"plan_ids": self.plan.ids})

    def test_what_if_of_one_colleague_offers_his_accounts(self):
        line = self._line(self.kam)
        asked = Form.from_action(self.env(user=self.manager), line.action_what_if())
        self.assertEqual(asked.from_user_id, self.kam)
        anybody = line.browse().action_what_if()
        self.assertFalse(Form.from_action(self.env(user=self.manager), anybody).from_user_id)

    def test_what_if_of_the_next_period(self):
        self._activate(self.plan)
        draft = self._create_plan(date_start="2027-01-01", date_end="2027-12-31", name="Next")
        wizard = self.env["kam.capacity.move"].with_user(self.manager)
        wizard = wizard.create({"plan_ids": draft.ids, "user_id": self.mate.id})
        self.assertEqual(
            wizard.outlook,
            f"“{draft.name}” takes no time yet: until it is in force, the customer's other plan "
            "counts.",
        )

    def test_settings(self):
        settings = self.env["res.config.settings"].create({"kam_capacity_available": 50})
        settings.set_values()
        self.assertEqual(self._line(self.kam).available_hours, 50)
        self.assertEqual(self._line(self.kam).band, "full")
        for values in ({"kam_capacity_available": 0}, {"kam_capacity_room": 101}):
            with self.assertRaises(ValidationError):
                self.env["res.config.settings"].create(values)
