"""Where our time goes: hours, shares, verdicts, and who sees them."""

from datetime import datetime, timedelta

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import freeze_time

from odoo.addons.kam_planning.tools.attention import audit
from odoo.addons.kam_planning.tools.attention.audit import Account

from ..common.common import TODAY, KamCommon
from ..tools.common import PureCase

# Hours, margin, potential (k€), index, state.
EXAMPLE = (
    (310, 180, 60, 1.40, "fair"),
    (120, 240, 120, 0.39, "under"),
    (260, 90, 20, 2.41, "over"),
    (40, 60, 90, 0.43, "under"),
)


class TestAudit(PureCase):
    def test_worked_example(self):
        found = audit.audit([Account(*row[:3]) for row in EXAMPLE])
        self.assertEqual([round(one.index, 2) for one in found], [row[3] for row in EXAMPLE])
        self.assertEqual([one.state for one in found], [row[4] for row in EXAMPLE])

    def test_what_is_not_known_and_what_has_no_value(self):
        rows = [Account(None, 100), Account(10, None), Account(10, -5), Account(10, 50)]
        found = audit.audit(rows)
        self.assertEqual([one.state for one in found], ["unknown", "unknown", "no_value", "fair"])
        self.assertEqual([one.index for one in found], [None, None, None, 0.5])
        # A loss with potential has that value.
        self.assertEqual(audit.value_of(-100.0, 40.0), 10.0)
        self.assertEqual(audit.audit([]), [])

    def test_targets_by_quadrant(self):
        for quadrant, low, high in (
            ("star", 0.75, 3.0),
            ("strategic", 0.5, 2.0),
            ("status", 0.35, 1.4),
            ("streamline", 0.2, 0.8),
            (None, 0.5, 2.0),
        ):
            for index, state in (
                (low - 0.01, "under"),
                (low, "fair"),
                (high, "fair"),
                (high + 0.01, "over"),
            ):
                self.assertEqual(audit.verdict(index, quadrant), state, (quadrant, index))


@freeze_time(TODAY)
class TestAttention(KamCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plans = cls._create_plans(4)
        cls.accounts = cls.plans.partner_id
        cls.offering = cls.env["kam.offering"].create({"name": "Tea"})

    @classmethod
    def _meet(cls, partners, hours=1.0, ours=None, start="2026-01-05 08:00:00", **values):
        """A meeting that these people of ours accepted."""
        start = datetime.fromisoformat(start)
        ours = cls.kam if ours is None else ours
        event = cls.env["calendar.event"].create(
            {
                "name": "Visit",
                "start": start,
                "stop": start + timedelta(hours=hours),
                "user_id": cls.kam.id,
                "partner_ids": [Command.set((partners | ours.partner_id).ids)],
                **values,
            }
        )
        for attendee in event.attendee_ids:
            is_ours = attendee.partner_id in ours.partner_id
            attendee.state = "accepted" if is_ours else "needsAction"
        return event

    @classmethod
    def _worth(cls, plan, margin, potential=None):
        plan.sudo().write({"margin": margin, "figures_date": "2026-03-01 00:00:00"})
        if potential is not None:
            cls.env["kam.whitespace"].create(
                {
                    "account_id": plan.partner_id.id,
                    "offering_id": cls.offering.id,
                    "potential_source": "manual",
                    "potential_manual": potential,
                }
            )

    def _find(self, account=None, user=None):
        self.env.invalidate_all()
        domain = [("account_id", "in", (account or self.accounts).ids)]
        return self.env["kam.attention"].with_user(user or self.manager).search(domain, order="id")

    def _entries(self, account, user=None):
        lines = self.env["kam.attention.entry"].with_user(user or self.manager)
        return lines.search([("account_id", "=", account.id)])

    def _done(self, record, kind="mail.mail_activity_data_call", day="2026-02-10", user=None):
        activity = record.activity_schedule(
            kind, date_deadline=day, user_id=(user or self.kam).id, summary="Talk"
        )
        activity._action_done()
        activity.date_done = day
        return activity

    def test_worked_example(self):
        for plan, (hours, margin, potential, _index, _state) in zip(
            self.plans, EXAMPLE, strict=True
        ):
            self._meet(plan.partner_id, hours)
            self._worth(plan, margin, potential)
        found = self._find()
        self.assertEqual([round(line.index, 2) for line in found], [row[3] for row in EXAMPLE])
        self.assertEqual(found.mapped("state"), [row[4] for row in EXAMPLE])
        self.assertEqual(found.mapped("value"), [195, 270, 95, 82.5])
        self.assertAlmostEqual(found[0].margin_per_hour, 180 / 310)
        self.assertIs(found[0].cost_to_serve, False)
        self.env.company.kam_hourly_rate = 80
        self.assertEqual(self._find()[0].cost_to_serve, 24800)
        # The same by the plain function, and with the targets of quadrants.
        rows = self.env["kam.attention"]
        places = dict(zip(self.accounts, ("star", "star", "star", "streamline"), strict=True))
        portfolio = self.env["kam.assessment.round"].create({"name": "Portfolio"})
        for result in portfolio._add_candidates(self.env["res.partner"].concat(*places)):
            result.sudo().quadrant = places[result.account_id]
        self.assertEqual(set(self._find().mapped("quadrant")), {False}, "The round is open")
        portfolio.sudo().state = "closed"
        found = self._find()
        plain = [
            Account(row[0], row[1], row[2], name)
            for row, name in zip(EXAMPLE, places.values(), strict=True)
        ]
        self.assertEqual(found.mapped("state"), [one.state for one in audit.audit(plain)])
        self.assertEqual(found.mapped("state"), ["fair", "under", "fair", "fair"])
        self.assertEqual(found.mapped("target_index"), [1.5, 1.5, 1.5, 0.4])
        # Groups of lists and pivots.
        groups = rows.with_user(self.manager)._read_group(
            [], ["state"], ["hours:sum", "margin:sum"]
        )
        self.assertEqual({g[0]: g[1:] for g in groups}["under"], (120, 240))

    def test_hours(self):
        first, second = self.accounts[:2]
        contact = self.env["res.partner"].create({"name": "Jo", "parent_id": first.id})
        both = self.kam | self.mate
        self._meet(contact, 2, both)  # 4
        self._meet(contact | second, 3)  # 1.5 each
        self._meet(contact, 24, allday=True, start="2026-01-06 00:00:00")  # 8
        late = self._meet(contact, 5)
        late.attendee_ids.filtered(
            lambda a: a.partner_id == self.kam.partner_id
        ).state = "tentative"
        self._meet(contact, 5, start="2025-03-01 08:00:00")  # a day too old
        self._meet(contact, 5, start="2026-03-03 08:00:00")  # ahead
        self._meet(contact, 5, active=False)
        self._meet(second, 34, allday=True, start="2026-01-06 08:00:00")  # two days: 16
        self._meet(contact, 5).attendee_ids.state = "declined"
        self._done(contact)  # 0.25
        self._done(self.plans[0], "mail.mail_activity_data_todo")  # 0.25
        self._done(contact, day="2025-02-10")
        found = self._find()
        self.assertEqual(found.mapped("hours"), [14.0, 17.5, False, False])
        self.assertEqual(found.mapped("state"), ["unknown"] * 4)
        entries = self._entries(first)
        self.assertEqual(sum(entries.mapped("hours")), 14.0)
        self.assertEqual(
            sorted(zip(entries.mapped("kind"), entries.mapped("hours"), strict=True)),
            [
                ("activity", 0.25),
                ("call", 0.25),
                ("meeting", 1.5),
                ("meeting", 4.0),
                ("meeting", 8.0),
            ],
        )

    def test_recurring_meetings_count_each(self):
        self._meet(
            self.accounts[0],
            1,
            recurrency=True,
            rrule_type="weekly",
            mon=True,
            end_type="count",
            count=3,
        )
        events = self.env["calendar.event"].search([("partner_ids", "in", self.accounts[0].ids)])
        ours = events.attendee_ids.filtered(lambda a: a.partner_id == self.kam.partner_id)
        ours.state = "accepted"
        self.assertEqual(self._find(self.accounts[0]).hours, 3)

    def test_a_group_has_the_hours_of_its_parts_once(self):
        group, part = self.accounts[:2]
        part.parent_id = group
        self._meet(part, 2)
        self._meet(group | part, 1)
        self._meet(self.accounts[2], 5)
        for plan, margin in zip(self.plans, (100, 50, 100, 100), strict=True):
            self._worth(plan, margin)
        found = self._find()
        self.assertEqual(found.mapped("hours"), [3, 2.5, 5, False])
        self.assertEqual([round(line.hours_share, 1) for line in found[:3]], [37.5, 31.2, 62.5])
        for account in (group, part):
            hours = sum(self._entries(account).mapped("hours"))
            self.assertEqual(hours, self._find(account).hours)
        for model in ("kam.attention", "kam.attention.entry"):
            (total,) = self.env[model].with_user(self.manager)._read_group([], [], ["hours:sum"])
            self.assertEqual(total[0], 8, model)

    def test_nothing_infinite_and_nothing_invented(self):
        self._worth(self.plans[0], -10)
        self._worth(self.plans[1], -10, 40)
        self._worth(self.plans[2], 10)
        for account in self.accounts[:2]:
            self._meet(account, 1)
        found = self._find()
        self.assertEqual(found.mapped("state"), ["no_value", "fair", "unknown", "unknown"])
        self.assertIs(found[0].index, False)
        self.assertIs(found[2].hours, False)
        self.assertIn("no margin above zero", found[0].verdict)
        self.assertIn("potential only", found[1].verdict)
        self.assertIn("no hours", found[2].verdict)

    def test_who_sees_what(self):
        secret = self.plans[0]
        secret.confidentiality = "team"
        self.plans[1].confidentiality = "company"
        event = self._meet(self.accounts[0], 1, privacy="private")
        self._meet(self.accounts[1], 1)
        self.assertEqual(len(self._find(user=self.manager)), 4)
        self.assertNotIn(self.accounts[0], self._find(user=self.reader).account_id)
        self.assertIn(self.accounts[1], self._find(user=self.reader).account_id)
        self.assertFalse(self._find(user=self.foreign))
        with self.assertRaises(AccessError):
            self._find(self.accounts[0]).with_user(self.reader).read(["hours"])
        with self.assertRaises(AccessError):
            self._find(user=self.outsider)
        # Of a private meeting its hours are told, and no more.
        entry = self._entries(self.accounts[0])
        self.assertEqual((entry.hours, entry.name), (1, "Busy"))
        self.assertEqual(self._entries(self.accounts[0], self.kam).name, event.name)
        self.assertFalse(self._entries(self.accounts[0], self.reader))

    def test_persons_never_appear(self):
        for model in ("kam.attention", "kam.attention.entry"):
            fields = self.env[model]._fields.values()
            links = {field.comodel_name for field in fields if field._module == "kam_planning"}
            self.assertLessEqual(
                links, {None, "res.partner", "res.company", "res.currency", "kam.tier"}, model
            )
            views = self.env["ir.ui.view"].search([("model", "=", model)])
            self.assertTrue(views)
            for view in views:
                self.assertNotRegex(view.arch_db, "user|create_uid|attendee", view.name)

    def test_nobody_is_found_by_his_accounts(self):
        self._meet(self.accounts[0], 1)
        self.accounts.user_id = self.kam
        paths = ("account_id.user_id", "account_id.kam_plan_ids.user_id", "account_id.create_uid")
        paths += ("account_id.parent_id.user_id", "account_id.message_partner_ids")
        for model in ("kam.attention", "kam.attention.entry"):
            rows = self.env[model].with_user(self.manager)
            for path in paths:
                name = path.removeprefix("account_id.")
                tries = [
                    lambda r=rows, p=path: r.search_count([(p, "=", self.kam.id)]),
                    lambda r=rows, n=name: r.search([("account_id", "any", [(n, "!=", False)])]),
                    lambda r=rows, p=path: r.formatted_read_group([], [p], ["hours:sum"]),
                    lambda r=rows, p=path: r.formatted_read_group(
                        ["!", (p, "=", 1)], ["company_id"]
                    ),
                    lambda r=rows, p=path: r.search([], order=f"{p} desc"),
                ]
                for number, one in enumerate(tries):
                    with self.assertRaises(AccessError, msg=(model, path, number)):
                        one()
            # What the customer is may be asked.
            self.assertTrue(rows.search([("account_id.is_company", "=", True)], order="account_id"))
            rows.search([("account_id", "child_of", self.accounts[0].id)])
            self.assertTrue(rows.formatted_read_group([], ["account_id.country_id"], ["hours:sum"]))

    def test_the_verdict_is_the_same_for_everybody(self):
        self.plans.confidentiality = "company"
        for plan, (hours, margin, *_rest) in zip(self.plans, EXAMPLE, strict=True):
            self._meet(plan.partner_id, hours)
            self._worth(plan, margin)
        portfolio = self.env["kam.assessment.round"].create({"name": "Portfolio"})
        portfolio._add_candidates(self.accounts).sudo().quadrant = "status"
        portfolio.sudo().state = "closed"
        # A later round without them says nothing of them.
        other = self.env["res.partner"].create({"name": "Other", "is_company": True})
        later = self.env["kam.assessment.round"].create({"name": "Later"})
        later._add_candidates(other)
        later.sudo().state = "closed"
        names = ["quadrant", "target_index", "state"]
        mine, theirs = (
            [tuple(row[name] for name in names) for row in self._find(user=user).read(names)]
            for user in (self.manager, self.reader)
        )
        self.assertEqual({row[:2] for row in mine}, {("status", 0.7)})
        self.assertEqual({row[:2] for row in theirs}, {(False, False)})
        self.assertEqual([row[2] for row in theirs], [row[2] for row in mine])
        self.assertIn("over", {row[2] for row in mine})

    def test_parts_of_a_group_whose_margin_was_not_read(self):
        group, part = self.accounts[:2]
        part.parent_id = group
        self._meet(part, 2)
        self._meet(self.accounts[2], 6)
        self._worth(self.plans[1], 50)
        self._worth(self.plans[2], 150)
        found = self._find()
        self.assertEqual(found.mapped("state"), ["unknown", "fair", "fair", "unknown"])
        self.assertEqual([line.hours_share for line in found[1:3]], [25.0, 75.0])
        self.assertEqual([line.value_share for line in found[1:3]], [25.0, 75.0])

    def test_overview_button_and_entries(self):
        self._meet(self.accounts[0], 2)
        self._worth(self.plans[0], 100)
        parts = {part["name"]: part for part in self.plans[0].get_overview()["parts"]}
        self.assertRegex(parts["attention"]["notes"][0], "2.0 hours .* 100 % of our time")
        self.plans[1].sudo().figures_date = "2026-03-01 00:00:00"
        parts = {part["name"]: part for part in self.plans[1].get_overview()["parts"]}
        self.assertEqual(parts["attention"]["notes"], [])
        self.assertIn("no hours", parts["attention"]["empty"])
        action = self.accounts[0].with_user(self.kam).action_open_kam_attention()
        line = self.env["kam.attention"].with_user(self.kam).search(action["domain"])
        action = line.action_open_entries()
        entry = self.env["kam.attention.entry"].with_user(self.kam).search(action["domain"])
        self.assertEqual(entry.action_open_source()["res_model"], "calendar.event")

    def test_investments_of_plans_that_may_be_read(self):
        values = {"name": "Fair", "kind": "focus", "amount": 500, "hours": 20}
        self.env["kam.investment"].create({"plan_id": self.plans[0].id, **values})
        line = self._find(self.accounts[0])
        self.assertEqual((line.invested, line.invested_hours), (500, 20))
        self.assertIs(line.expected_return, False)

    def test_queries_do_not_grow(self):
        for account in self.accounts:
            self._meet(account, 1)
        rows = self.env["kam.attention"].with_user(self.manager)
        names = [name for name, field in rows._fields.items() if field._module == "kam_planning"]
        names.remove("is_account_read")  # of the rules
        links = {name: {"fields": {"display_name": {}}} for name in names if name.endswith("_id")}
        wanted = {name: links.get(name, {}) for name in names}

        def count(domain):
            return self._count_queries(lambda: rows.web_search_read(domain, wanted))

        count([])
        one, many = count([("account_id", "=", self.accounts[0].id)]), count([])
        self.assertEqual(one, many)
        self.assertLessEqual(many, 10)
