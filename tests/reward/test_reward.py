"""Schemes, statements, and who sees which amount."""

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, freeze_time

from ..common.common import TODAY
from .common import YEAR, RewardCommon

AMOUNTS = ("target_amount", "payout", "deferred_amount", "due_amount")


@freeze_time(TODAY)
class TestReward(RewardCommon):
    def setUp(self):
        super().setUp()
        self.statement = self.scheme.statement_ids

    def _open(self, scheme=None):
        (scheme or self.scheme).action_open()
        return self.statement

    def _approve(self):
        self._open().action_approve()
        return self.statement

    def _figures(self, statement, user=None):
        statement.invalidate_recordset()
        one = statement.with_user(user or self.keeper)
        return one.percent, one.payout, one.deferred_amount, one.due_amount

    # the example, from its components to the paper

    def test_worked_example(self):
        self._open()
        self.assertEqual(self.statement.team_attainment, 102)
        self.assertEqual(self.statement.own_attainment, 85)
        self.assertEqual(self._figures(self.statement), (91, 18200, 4550, 13650))
        self.assertEqual(self._figures(self.statement, self.kam), (91, 18200, 4550, 13650))
        score = self.statement.with_user(self.kam).get_score_explanation("team_attainment")
        self.assertEqual([part["points"] for part in score["components"]], [96, 104, 110])
        self.assertEqual([part["weight"] for part in score["components"]], [40, 40, 20])

    def test_the_page_is_enough_to_reckon_it_by_hand(self):
        self._approve()
        html, _kind = (
            self.env["ir.actions.report"]
            .with_user(self.kam)
            ._render_qweb_html("kam_planning.report_reward", self.statement.ids)
        )
        page = html.decode().replace("\N{NO-BREAK SPACE}", " ")
        for text in (
            *("96 of 100", "104 of 100", "110 of 100", "Signed", "38.4 %", "41.6 %", "22 %"),
            *("102 %", "105 %", "85 %", "70 %", "50:0, 100:100, 120:150"),
            "0.6 × 105 % + 0.4 × 70 %, at most 150 %: 91 %",
            *("365 ÷ 365 days", "18,200.00", "4,550.00", "13,650.00"),
        ):
            self.assertIn(text, page)

    def test_what_if_moves_a_figure_and_saves_nothing(self):
        self._open()
        self.assertRegex(self.statement.remark, "^Its days end on 12/31/2026")
        action = self.statement.with_user(self.kam).action_what_if()
        form = Form.from_action(self.env(user=self.kam), action)
        self.assertFalse(form.outcome)
        form.line_id = self.scheme.line_ids.filtered(lambda line: line.kind == "objective")
        form.attained = 100
        # Own 100, so 0.6 · 105 + 0.4 · 100 = 103 % of 20,000.
        outcome = form.outcome.replace("\N{NO-BREAK SPACE}", " ")
        self.assertIn("91.0 %", outcome)
        self.assertIn("103.0 %", outcome)
        self.assertIn("20,600.00", outcome)
        form.save()
        self.assertEqual(self._figures(self.statement), (91, 18200, 4550, 13650))
        other = self._make_scheme("Theirs", self.mate, date_start="2026-01-01")
        with self.assertRaises(AccessError):
            self.env["kam.reward.what.if"].with_user(self.kam).create(
                {"statement_id": other.statement_ids.id}
            )

    def test_queries_do_not_grow(self):
        """One and fifteen statements of one scheme."""
        users = self.env["res.users"].concat(
            *(self._create_user(f"member{number}", "group_kam_user") for number in range(15))
        )
        many = self._make_scheme("Many", *users)
        for scheme in (self.scheme, many):
            for line in scheme.statement_ids:
                self.assertEqual(line.payout, 18200)
        names = {name: {} for name in ("user_id", "percent", "payout", "due_amount")}
        counts = [
            self._count_queries(lambda one=one: one.statement_ids.web_read(names))
            for one in (self.scheme, many)
        ]
        self.assertLessEqual(counts[1], counts[0] + 2, counts)

    # approved is frozen

    def test_what_was_approved_stays_for_everybody(self):
        statement = self._approve()
        self.assertEqual((statement.state, statement.approved_by_id), ("approved", self.keeper))
        for values in (
            {"target_amount": 30000},
            {"date_start": "2026-02-01"},
            {"user_id": self.mate.id},
            {"kept": {}},
            {"state": "draft"},
            {"reason": "Better"},
        ):
            for user in (self.keeper, self.env.ref("base.user_root")):
                with self.assertRaises(UserError, msg=(values, user.login)):
                    statement.with_user(user).write(values)
            with self.assertRaisesRegex(UserError, "was approved", msg=values):
                statement.sudo().write(values)
        with self.assertRaisesRegex(UserError, "was approved"):
            statement.sudo().unlink()
        self.scheme.action_prepare()
        currency = self.env["res.currency"].create({"name": "RWD", "symbol": "r"})
        for way in (
            lambda: self.scheme.write({"currency_id": currency.id}),
            lambda: self.scheme.sudo().write({"date_end": "2027-12-31"}),
            self.scheme.unlink,
        ):
            with self.assertRaisesRegex(UserError, "amounts were approved"):
                way()
        self.assertEqual(self._figures(statement), (91, 18200, 4550, 13650))
        statement.action_pay()
        self.assertEqual(statement.state, "paid")

    def test_a_target_that_changes_later_is_shown_and_changes_nothing(self):
        statement = self._approve()
        self.assertFalse(statement.remark)
        self.targets[0].with_user(self.kam).target_value = 120
        self.assertEqual(self._figures(statement), (91, 18200, 4550, 13650))
        self.assertRegex(statement.remark, "something else by now")
        self.assertRegex(statement.remark, "T96.*: 96 % → 80 %")
        self.targets[0].sudo().unlink()
        statement.invalidate_recordset()
        self.assertRegex(statement.remark, "T96.*: 96 % → not known")
        self.assertEqual(self._figures(statement), (91, 18200, 4550, 13650))

    def test_goods_that_come_back_are_a_correction(self):
        """Of the first target 10 came back: team 98, 0.6 · 96 + 0.4 · 70 = 85.6 %, 17,120 €."""
        statement = self._approve()
        self._enter(self.targets[0].measure_id, -10, "2026-02-20")
        action = statement.action_correct()
        correction = statement.browse(action["res_id"])
        with self.assertRaisesRegex(UserError, "say why"):
            correction.action_approve()
        correction.reason = "10 of December came back"
        correction.action_approve()
        self.assertEqual(self._figures(correction), (85.6, -1080, -270, -810))
        self.assertEqual(self._figures(statement), (91, 18200, 4550, 13650))
        self.assertFalse(statement.remark)
        with self.assertRaisesRegex(UserError, "corrected already"):
            statement.action_correct()
        # The last one can be corrected again, and takes up from both.
        self._enter(self.targets[0].measure_id, 10, "2026-02-21")
        again = statement.browse(correction.action_correct()["res_id"])
        again.reason = "They were kept after all"
        again.action_approve()
        self.assertEqual(self._figures(again), (91, 1080, 270, 810))

    def test_approving_reads_what_the_measure_says_now(self):
        self._open()
        self._enter(self.targets[0].measure_id, -10, "2026-02-20")
        self.statement.action_approve()
        self.assertEqual(self._figures(self.statement), (85.6, 17120, 4280, 12840))

    def test_nobody_approves_his_own(self):
        scheme = self._make_scheme("Keepers", self.keeper)
        scheme.action_open()
        with self.assertRaisesRegex(AccessError, "your own"):
            scheme.statement_ids.action_approve()
        for user in (self.kam, self.manager, self.admin):
            with self.assertRaises(AccessError):
                self.statement.with_user(user).action_approve()

    # bad input

    def test_a_target_of_nothing_is_not_known(self):
        self.targets[0].with_user(self.kam).target_value = 0
        self._open()
        self.assertEqual(self._figures(self.statement), (False,) * 4)
        self.assertRegex(self.statement.remark, "not known: its target is 0")
        with self.assertRaisesRegex(UserError, "its target is 0"):
            self.statement.action_approve()
        self.assertEqual(self.statement.state, "draft")

    def test_curves_that_do_not_rise_are_refused(self):
        for curve, text in (("100:100, 50:0", "rise"), ("50", "no curve"), ("5:9, 9:5", "rise")):
            with self.assertRaisesRegex(ValidationError, text):
                self.scheme.curve = curve

    def test_weights_that_are_not_100_are_refused_on_opening(self):
        line = self.scheme.line_ids.filtered(lambda line: line.component == "own")[:1]
        line.weight = 40
        with self.assertRaisesRegex(UserError, "kam.*Own.*90 and not 100"):
            self.scheme.action_open()
        line.weight = 50
        team = self.scheme.line_ids.filtered(lambda line: line.component == "team")[:1]
        team.user_id = self.mate
        with self.assertRaisesRegex(UserError, "mate.*no statement"):
            self.scheme.action_open()
        team.unlink()
        with self.assertRaisesRegex(UserError, "Team.*60 and not 100"):
            self.scheme.action_open()

    def test_two_schemes_of_one_person_on_the_same_days_are_refused(self):
        self._open()
        other = self._make_scheme("Other", self.kam, self.mate)
        with self.assertRaisesRegex(UserError, "kam.*has two statements.*Bonus"):
            other.action_open()
        self.scheme.action_prepare()
        self.statement.date_end = "2026-06-30"
        self._open()
        other.statement_ids.filtered(lambda o: o.user_id == self.kam).date_start = "2026-07-01"
        other.action_open()
        self.assertEqual(other.state, "open")

    def test_an_open_scheme_stays_as_agreed(self):
        self._open()
        line, judged = (
            self.scheme.line_ids.filtered(lambda line, kind=kind: line.kind == kind)[:1]
            for kind in ("target", "judged")
        )
        for way in (
            lambda: self.scheme.write({"cap": 200}),
            lambda: line.write({"weight": 30}),
            line.unlink,
            lambda: self.statement.write({"target_amount": 1}),
            lambda: self.scheme.write(
                {"statement_ids": [Command.create({"user_id": self.mate.id, "target_amount": 1})]}
            ),
        ):
            with self.assertRaisesRegex(UserError, "Prepare it again"):
                way()
        with self.assertRaisesRegex(ValidationError, "Why"):
            judged.write({"step": "50", "step_reason": False})
        judged.write({"step": "50", "step_reason": "Half of it"})
        self.assertEqual(self.statement.own_attainment, 60)

    def test_what_counts_work_is_refused(self):
        """Meetings, mails and activities; what we think; and what is made of them."""
        plan, measures = self.plan, self.env["kam.measure"]
        ref = self.env.ref
        values = {"unit": "count", "aggregate": "count"}
        own = [
            measures.create({"name": name, "model_name": model, **values, **more})
            for name, model, more in (
                ("Strength", "kam.relationship", {"partner_path": "account_id"}),
                ("Plans", "kam.plan", {}),
                ("Busy deals", "crm.lead", {"domain": "[('activity_ids', '!=', False)]"}),
            )
        ]
        ratio = {"source": "ratio", "denominator_id": ref("kam_planning.measure_revenue").id}
        meetings = ref("kam_planning.measure_meetings")
        own.append(measures.create({"name": "Each", "numerator_id": meetings.id, **ratio}))
        names = ("meetings", "mails_in", "mails_out", "activities")
        refused = [ref(f"kam_planning.measure_{name}") for name in names] + own
        for measure in refused:
            values = {"plan_id": plan.id, "measure_id": measure.id, "target_value": 9, **YEAR}
            target = self.env["kam.target"].with_user(self.kam).create(values)
            with self.assertRaisesRegex(ValidationError, "counts how somebody works"):
                self.scheme.line_ids[:1].target_id = target
        # The same behind an objective.
        target.objective_id = self.objective
        self.objective.progress_mode = "targets"
        with self.assertRaisesRegex(ValidationError, "counts how somebody works"):
            self.scheme.action_open()
        for name in ("revenue", "margin", "order_intake", "won", "win_rate", "days_to_pay"):
            measure = ref(f"kam_planning.measure_{name}")
            values = {"plan_id": plan.id, "measure_id": measure.id, "target_value": 9, **YEAR}
            target = self.env["kam.target"].with_user(self.kam).create(values)
            self.scheme.line_ids[:1].target_id = target

    # who sees what

    def test_each_reads_his_own_amount_and_the_team_in_percent(self):
        both = self._make_scheme("Both", self.mate, self.reader)
        self.mate.group_ids = [Command.link(self.env.ref("base.group_allow_export").id)]
        statements = self.env["kam.reward.statement"]
        for user in (self.mate, self.reader):
            self.assertFalse(statements.with_user(user).search([]))
        both.action_open()
        theirs = both.statement_ids.filtered(lambda one: one.user_id == self.reader)
        mine = both.statement_ids - theirs
        mate = self.env(user=self.mate)
        self.assertEqual(mate["kam.reward.statement"].search([]), mine)
        self.assertEqual(mine.with_user(self.mate).payout, 18200)
        self.env.invalidate_all()
        scheme = both.with_user(self.mate)
        self.assertEqual(scheme.team_attainment, 102)
        self.assertEqual(scheme.line_ids.mapped("attainment"), [96, 104, 110, 100, 70])
        self.assertEqual(scheme.statement_ids, mine)
        for way in (
            lambda: theirs.with_user(self.mate).read(["target_amount"]),
            lambda: theirs.with_user(self.mate).web_read({"payout": {}}),
            lambda: theirs.with_user(self.mate).export_data(["payout"]),
            lambda: theirs.with_user(self.mate).get_score_explanation("own_attainment"),
            lambda: theirs.with_user(self.mate).action_what_if(),
            lambda: theirs.with_user(self.mate).message_post(body="How much?"),
            lambda: theirs.with_user(self.mate).onchange({}, [], {"payout": {}}),
            lambda: mine.with_user(self.mate).write({"target_amount": 1}),
            lambda: mine.with_user(self.mate).write({"user_id": self.reader.id}),
            lambda: mate["kam.reward.statement"].create({"scheme_id": both.id}),
        ):
            with self.assertRaises(AccessError):
                way()
        found = mate["kam.reward.statement"].search([("target_amount", ">", 0)])
        self.assertEqual(found, mine)
        lines = mate["kam.reward.line"].search([("user_id", "=", self.reader.id)])
        self.assertFalse(lines)
        schemes = mate["kam.reward.scheme"]
        self.assertFalse(schemes.search([("statement_ids.user_id", "=", self.reader.id)]))
        theirs.sudo().target_amount = 77777
        for domain in (
            [("statement_ids.target_amount", "=", 77777)],
            [("statement_ids", "any", [("target_amount", "=", 77777)])],
        ):
            self.assertFalse(mate["kam.reward.scheme"].search(domain))
        groups = mate["kam.reward.statement"].formatted_read_group(
            [], ["user_id"], ["__count", "target_amount:sum"]
        )
        self.assertEqual([group["user_id"][0] for group in groups], self.mate.ids)
        report = self.env["ir.actions.report"].with_user(self.mate)
        with self.assertRaises(AccessError):
            report._render_qweb_html("kam_planning.report_reward", theirs.ids)
        # A form says of somebody else nothing before it is saved either.
        forged = {"user_id": self.reader.id, "target_amount": 100}
        said = mine.with_user(self.mate).onchange(forged, ["user_id"], {"payout": {}})
        self.assertNotIn("payout", said.get("value", {}))

    def test_managers_read_the_reward_group_writes_others_see_nothing(self):
        self._open()
        self.assertEqual(self.statement.with_user(self.manager).payout, 18200)
        with self.assertRaises(AccessError):
            self.statement.with_user(self.manager).write({"target_amount": 1})
        with self.assertRaises(AccessError):
            self.scheme.with_user(self.manager).write({"cap": 1})
        for user in (self.reader, self.foreign, self.outsider, self.portal):
            for records in (self.scheme, self.scheme.line_ids, self.statement):
                self.assertFalse(records.with_user(user)._filtered_access("read"), user.login)

    def test_switched_off_nobody_reads(self):
        self._open()
        self.env["res.config.settings"].create({"group_kam_use_reward": False}).execute()
        for user in (self.kam, self.manager, self.admin):
            for model in ("scheme", "line", "statement", "what.if"):
                records = self.env[f"kam.reward.{model}"].with_user(user)
                self.assertFalse(records.has_access("read"), (user.login, model))
            visible = self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
            self.assertNotIn(self.env.ref("kam_planning.kam_menu_reward_mine").id, visible)

    def test_objection_and_answer_are_told_without_amounts(self):
        statement = self._approve()
        with self.assertRaisesRegex(UserError, "no objection"):
            statement.answer = "No"
        for user in (self.keeper, self.manager):
            with self.assertRaises(AccessError):
                statement.with_user(user).objection = "His"
        statement.with_user(self.kam).objection = "The order of December is missing"
        statement.answer = "It counts next year"
        with self.assertRaisesRegex(UserError, "was answered"):
            statement.with_user(self.kam).objection = "But"
        self.env.cr.flush()
        statement.message_subscribe(self.reader.partner_id.ids)
        self.assertNotIn(self.reader.partner_id, statement.message_partner_ids)
        messages = self.env["mail.message"].search(
            [("model", "=", statement._name), ("res_id", "=", statement.id)]
        )
        told = messages.mapped("notified_partner_ids")
        self.assertEqual(told, self.kam.partner_id | self.keeper.partner_id)
        text = " ".join(f"{one.subject} {one.body}" for one in messages)
        for amount in ("18200", "18,200", "20000", "20,000", "4,550", "4550"):
            self.assertNotIn(amount, text)
        self.assertIn("objects to", text)
        self.assertFalse(messages.tracking_value_ids.field_id.filtered(lambda f: f.name in AMOUNTS))

    def test_another_company_and_no_measure_read_it(self):
        self._open()
        keeper = self._create_user(
            "abroad",
            "group_kam_reward",
            company_id=self.other_company.id,
            company_ids=[Command.set(self.other_company.ids)],
        )
        self.assertFalse(self.env["kam.reward.statement"].with_user(keeper).search([]))
        for model in ("scheme", "line", "statement"):
            domain = self.env[f"kam.reward.{model}"]._get_measured_domain()
            self.assertTrue(domain.is_false())
