"""Who may do what, on every model, as each role; refusals as carefully as permissions."""

from odoo.exceptions import AccessError

from ..common.common import KamCommon
from ..reward.common import make_statement

LINES = ("kam.plan.section", "kam.objective", "kam.action", "kam.team.member", "kam.review")
CONFIGURATION = (
    "kam.tier",
    "kam.team.role",
    "kam.plan.template",
    "kam.plan.template.section",
    "kam.plan.template.objective",
    "kam.plan.template.action",
    "kam.plan.template.field",
)

# What a dialogue offers is made with it, by us.
DIALOGUE_LINES = {
    *("kam.plan.confirm.line", "kam.plan.print.block"),
    *("kam.plan.setup.person", "kam.plan.setup.target", "kam.value.rate.line"),
    *("kam.share.check.line", "kam.step.decide.line"),
    # Nobody makes one by hand: by the share's button, and read anew for administrators.
    *("kam.share.check", "kam.share.exposure"),
}


class AccessCommon(KamCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.open_plan = cls._fill(cls._create_plan(name="Open plan", state="submitted"))
        cls.secret = cls._fill(
            cls._create_plan(
                state="submitted",
                name="Secret plan",
                partner_id=cls.env["res.partner"].create({"name": "Zeta", "is_company": True}).id,
                confidentiality="team",
            )
        )

    @classmethod
    def _fill(cls, plan):
        cls.env["kam.plan.section"].create({"plan_id": plan.id, "name": "Charter"})
        objective = cls._create_objective(plan)
        cls._create_action(plan, objective_id=objective.id)
        review = cls.env["kam.review"].with_user(cls.kam).create({"plan_id": plan.id})
        cls.env["kam.review.decision"].create({"review_id": review.id, "name": "Decide"})
        return plan

    def _line(self, plan, model):
        line = self.env[model].search([("plan_id", "=", plan.id)], limit=1)
        self.assertTrue(line, model)
        return line

    def _may(self, user, records, operation):
        return records.with_user(user).has_access(operation)

    def _assert_rights(self, user, records, rights):
        """Compare with a string such as "rw--" (read, write, create, unlink)."""
        for letter, operation in zip(rights, ("read", "write", "create", "unlink"), strict=True):
            self.assertEqual(
                self._may(user, records, operation),
                letter != "-",
                f"{user.login} {operation} {records}",
            )


class TestMatrix(AccessCommon):
    def test_plan(self):
        for plan, reader in ((self.open_plan, "r---"), (self.secret, "----")):
            self._assert_rights(self.kam, plan, "rwc-")
            self._assert_rights(self.reader, plan, reader)
            self._assert_rights(self.manager, plan, "rwcd")
            self._assert_rights(self.admin, plan, "rwcd")
            self._assert_rights(self.foreign, plan, "----")
            self._assert_rights(self.outsider, plan, "----")
            self._assert_rights(self.portal, plan, "----")

    def test_lines(self):
        for model in (*LINES, "kam.review.decision"):
            for plan, reader in ((self.open_plan, "r---"), (self.secret, "----")):
                line = self._line(plan, model)
                self._assert_rights(self.kam, line, "rwcd")
                self._assert_rights(self.reader, line, reader)
                self._assert_rights(self.manager, line, "rwcd")
                self._assert_rights(self.foreign, line, "----")
                self._assert_rights(self.outsider, line, "----")
                self._assert_rights(self.portal, line, "----")

    def test_nobody_puts_himself_on_a_team(self):
        Member = self.env["kam.team.member"].with_user(self.reader)
        own = {"user_id": self.reader.id, "role_id": self.role_service.id}
        for plan in (self.open_plan, self.secret):
            for values in ([own], [{**own, "user_id": self.mate.id}, own]):
                with self.assertRaises(AccessError):
                    Member.create([{"plan_id": plan.id, **vals} for vals in values])
            self.assertNotIn(self.reader, plan.access_user_ids)

    def test_configuration(self):
        for model in CONFIGURATION:
            record = self.env[model].search([], limit=1) or self.env[model]
            if model == "kam.plan.template.field":
                record = record.create({"template_id": self.full.id, "name": "Region"})
            self.assertTrue(record, model)
            self._assert_rights(self.kam, record, "r---")
            self._assert_rights(self.manager, record, "r---")
            self._assert_rights(self.admin, record, "rwcd")
            self._assert_rights(self.outsider, record, "----")
            self._assert_rights(self.portal, record, "----")

    def test_recorded_scores_are_read_by_nobody_directly(self):
        self.open_plan._record_scores()
        score = self.env["kam.score"].search([], limit=1)
        for user in (self.kam, self.manager, self.admin, self.outsider):
            self._assert_rights(user, score, "----")

    def test_every_model_of_ours_has_rights_and_those_with_a_company_have_rules(self):
        for name, model in self.env.items():
            if not name.startswith("kam.") or model._abstract:
                continue
            rights = self.env["ir.model.access"].search([("model_id.model", "=", name)])
            self.assertTrue(rights, name)
            self.assertTrue(all(rights.mapped("group_id")), name)
            if "company_id" in model._fields and not model._transient:
                rules = self.env["ir.rule"].search([("model_id.model", "=", name)])
                self.assertTrue(any("company_id" in r.domain_force for r in rules), name)


class TestDoors(AccessCommon):
    """A hidden plan is hidden in search, grouping, export, names, chatter and activities."""

    def test_search_and_names(self):
        Plan = self.env["kam.plan"].with_user(self.reader)
        self.assertNotIn(self.secret, Plan.search([]))
        self.assertEqual(Plan.search([("name", "=", "Secret plan")]), Plan)
        self.assertEqual(Plan.name_search("Secret"), [])
        with self.assertRaises(AccessError):
            self.secret.with_user(self.reader).read(["name"])
        with self.assertRaises(AccessError):
            self.secret.with_user(self.reader).web_read({"name": {}})

    def test_lines_do_not_tell_of_their_plan(self):
        for model in LINES:
            Line = self.env[model].with_user(self.reader)
            self.assertFalse(Line.search([("plan_id.name", "=", "Secret plan")]), model)
            groups = Line.formatted_read_group([], ["plan_id"], ["__count"])
            names = [group["plan_id"][1] for group in groups if group["plan_id"]]
            self.assertNotIn("Secret plan", names, model)

    def test_export(self):
        self.reader.group_ids += self.env.ref("base.group_allow_export")
        with self.assertRaises(AccessError):
            self.secret.with_user(self.reader).export_data(["name", "action_ids/name"])

    def test_chatter_and_activities(self):
        message = self.secret.message_post(body="Our margin")
        activity = self.secret.action_ids.activity_id[:1]
        for records in (message, activity):
            with self.assertRaises(AccessError):
                records.with_user(self.reader).read()
        readable = (
            self.env["mail.message"].with_user(self.reader).search([("body", "ilike", "margin")])
        )
        self.assertFalse(readable)

    def test_report(self):
        with self.assertRaises(AccessError):
            self.env["ir.actions.report"].with_user(self.reader)._render_qweb_html(
                "kam_planning.action_report_kam_plan_one_page", self.secret.ids
            )

    def test_score(self):
        with self.assertRaises(AccessError):
            self.secret.with_user(self.reader).get_score_explanation("progress")

    def test_opportunity_does_not_name_the_plan(self):
        lead = self.env["crm.lead"].create({"name": "Deal", "kam_plan_id": self.secret.id})
        with self.assertRaises(AccessError):
            lead.with_user(self.outsider).read(["kam_plan_id"])
        salesman = self._create_user(
            "salesreader", "group_kam_user", "sales_team.group_sale_salesman_all_leads"
        )
        Lead = self.env["crm.lead"].with_user(salesman)
        self.assertFalse(Lead.search([("kam_plan_id.name", "=", "Secret plan")]))
        shown = Lead.browse(lead.id).web_read({"kam_plan_id": {"fields": {"display_name": {}}}})
        self.assertNotIn("Secret plan", str(shown))

    def test_the_plan_before_and_after_is_not_named(self):
        self._activate(self.secret)
        successor = self._prepare_next(self.secret)
        successor.confidentiality = "company"
        shown = successor.with_user(self.reader).web_read(
            {"previous_plan_id": {"fields": {"display_name": {}}}}
        )
        self.assertNotIn("Secret plan", str(shown))


class TestAssignee(AccessCommon):
    """Somebody outside the team who was given an action."""

    def setUp(self):
        super().setUp()
        self.action = self.secret.action_ids[:1]
        self.action.with_user(self.kam).user_id = self.mate

    def test_reads_and_does_the_action(self):
        action = self.action.with_user(self.mate)
        action.read(["name", "date_deadline"])
        action.activity_id.action_feedback(feedback="Done")
        self.assertEqual(action.state, "done")

    def test_sees_nothing_else_of_the_plan(self):
        with self.assertRaises(AccessError):
            self.secret.with_user(self.mate).read(["name"])
        others = self.env["kam.objective"].with_user(self.mate).search([])
        self.assertNotIn(self.action.objective_id, others)

    def test_does_not_move_it_into_another_plan(self):
        with self.assertRaises(AccessError):
            self.action.with_user(self.mate).plan_id = self.open_plan

    def test_does_not_delete_it_nor_make_others(self):
        with self.assertRaises(AccessError):
            self.action.with_user(self.mate).unlink()
        with self.assertRaises(AccessError):
            self.env["kam.action"].with_user(self.mate).create(
                {"plan_id": self.secret.id, "name": "Mine too"}
            )


class TestMails(AccessCommon):
    """What is written on a plan reaches only those who may read it."""

    def _notified(self, record):
        message = record.with_user(self.kam).message_post(
            body="Internal", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        return message.notification_ids.res_partner_id

    def test_followers_without_access_get_nothing(self):
        followers = self.contact | self.reader.partner_id | self.manager.partner_id
        self.secret.message_subscribe(followers.ids)
        approver = self.secret._get_approvers_sudo()[self.secret].partner_id
        self.assertEqual(self._notified(self.secret), self.manager.partner_id | approver)

    def test_lines_are_as_discreet_as_the_plan(self):
        for line in (self.secret.objective_ids, self.secret.action_ids, self.secret.review_ids):
            line.message_subscribe((self.contact | self.reader.partner_id).ids)
            self.assertFalse(self._notified(line))

    def test_addressing_a_customer_by_hand_sends_nothing(self):
        message = self.secret.with_user(self.kam).message_post(
            body="Internal", partner_ids=self.contact.ids, subtype_xmlid="mail.mt_comment"
        )
        approver = self.secret._get_approvers_sudo()[self.secret].partner_id
        self.assertLessEqual(message.notification_ids.res_partner_id, approver)


class TestCompanies(AccessCommon):
    def test_other_companies_see_nothing(self):
        for model in ("kam.plan", *LINES):
            readable = self.env[model].with_user(self.foreign).search([])
            self.assertFalse(readable.filtered(lambda r: r.company_id == self.env.company), model)

    def test_a_plan_of_one_company_takes_no_user_of_another_only(self):
        with self.assertRaises(Exception) as caught:
            self._create_plan(user=self.manager, user_id=self.foreign.id)
        self.assertNotIsInstance(caught.exception, AssertionError)
        self.assertIn("foreign", str(caught.exception))

    def test_both_companies_may_have_an_active_plan_of_the_same_customer(self):
        self._activate(self.open_plan)
        other = (
            self.env["kam.plan"]
            .with_user(self.foreign)
            .create({"partner_id": self.customer.id, "company_id": self.other_company.id})
        )
        other.action_approve()
        self.assertEqual(other.state, "active")


class TestEveryModel(AccessCommon):
    """Each model of ours belongs to a company, to a user, or to nobody for a stated reason."""

    # Master data that all companies share, and what users of Key Account Management never read.
    COMPANY_FREE = {
        "kam.tier": "names of tiers",
        "kam.team.role": "names of roles",
        "kam.buying.role": "names of roles at customers",
        "kam.stakeholder.question": "what is asked about a person",
        "kam.measure": "definitions; figures are read for one company",
        "kam.score": "read by nobody directly",
        "kam.change.line": "read by nobody directly",
        "kam.change.deadline": "read by nobody directly",
        "kam.review.criterion": "by what reviews are rated, in words",
        "kam.criterion": "scores customers of each company by the same words",
        "kam.survey.question": "what both sides are asked",
        "kam.health.input": "measures an account of each company alike, as measures do",
        "kam.relationship.traffic": "read by nobody directly",
    }

    def _ours(self):
        for name, model in self.env.items():
            if name.startswith("kam.") and not model._abstract:
                yield name, model

    def _global_domains(self, name):
        rules = self.env["ir.rule"].search([("model_id.model", "=", name)])
        return [rule.domain_force for rule in rules if not rule.groups]

    def test_every_model_has_a_company_rule_or_a_reason(self):
        for name, model in self._ours():
            if model._transient or name in self.COMPANY_FREE:
                continue
            domains = self._global_domains(name)
            self.assertTrue(any("company_id" in one for one in domains), name)

    def test_the_reasons_still_hold(self):
        for name, reason in self.COMPANY_FREE.items():
            self.assertNotIn("company_id", self.env[name]._fields, name)
            if reason == "read by nobody directly":
                for user in (self.kam, self.manager, self.admin):
                    self.assertFalse(self.env[name].with_user(user).has_access("read"), name)

    def test_every_dialogue_is_its_users_own(self):
        own = "[('create_uid', '=', user.id)]"
        dialogues = [name for name, model in self._ours() if model._transient]
        self.assertGreater(len(dialogues), 5)
        for name in dialogues:
            self.assertIn(own, self._global_domains(name), name)

    def test_nobody_reads_or_changes_the_dialogue_of_another(self):
        names = ("kam.survey.round", "kam.share", "kam.review")
        asked, share, review = (self.env[n].create({"plan_id": self.secret.id}) for n in names)
        about = {"res_model": "kam.plan", "res_id": self.secret.id, "bucket": "1"}
        values = {"plan_id": self.secret.id, "kind": "silent", "date": "2026-03-01", **about}
        keeper, statement = make_statement(self)
        changes = [(6, 0, self.env["kam.change"].create(values).ids)]
        made = {
            "kam.plan.create": (self.kam, {"partner_id": self.customer.id}),
            "kam.target.generate": (self.kam, {"plan_id": self.secret.id, "target_value": 1}),
            "kam.plan.next.period": (
                self.kam,
                {"plan_id": self.secret.id, "date_start": "2027-01-01", "date_end": "2027-12-31"},
            ),
            "kam.plan.send.back": (
                self.manager,
                {"plan_ids": [(6, 0, self.secret.ids)], "reason": "Secret"},
            ),
            "kam.plan.approve": (self.manager, {"plan_ids": [(6, 0, self.secret.ids)]}),
            "kam.plan.hand.over": (self.kam, {"plan_ids": [(6, 0, self.secret.ids)]}),
            "kam.plan.confirm": (self.kam, {"plan_id": self.secret.id}),
            "kam.plan.setup": (self.kam, {"plan_id": self.secret.id}),
            "kam.value.rate": (self.kam, {"plan_id": self.secret.id}),
            "kam.deck.create": (self.kam, {"plan_id": self.secret.id}),
            "kam.change.dismiss": (self.kam, {"reason": "Secret", "change_ids": changes}),
            "kam.change.thresholds": (self.admin, {}),
            "kam.review.postpone": (self.kam, {"reason": "Secret", "review_ids": review.ids}),
            "kam.survey.reply": (self.kam, {"round_id": asked.id}),
            "kam.share.reply": (self.kam, {"share_id": share.id, "text": "Secret"}),
            "kam.plan.print": (self.kam, {"plan_ids": [(6, 0, self.secret.ids)]}),
            "kam.plan.mass": (self.kam, {"plan_ids": [(6, 0, self.secret.ids)], "step": "submit"}),
            "kam.action.done": (self.kam, {"action_ids": [(6, 0, self.secret.action_ids.ids)]}),
            "kam.capacity.move": (self.manager, {"plan_ids": [(6, 0, self.secret.ids)]}),
            "kam.step.decide": (self.manager, {"plan_id": self.secret.id}),
            "kam.proof.reckon": (self.manager, {}),
            "kam.reward.what.if": (keeper, {"statement_id": statement.id}),
        }
        dialogues = {name for name, model in self._ours() if model._transient}
        self.assertEqual(dialogues - {"kam.user.leave"} - DIALOGUE_LINES, set(made))
        for name, (user, values) in made.items():
            dialogue = self.env[name].with_user(user).create(values)
            self._assert_rights(user, dialogue, "rwcd")
            for other in (self.reader | self.mate | self.admin | self.foreign) - user:
                self._assert_rights(other, dialogue, "----")
                with self.assertRaises(AccessError):
                    dialogue.with_user(other).web_read({"create_date": {}})

    def test_templates_of_another_company_are_hidden_with_their_lines(self):
        template = self.full.copy({"name": "Theirs", "company_id": self.other_company.id})
        self.env["kam.plan.template.field"].create({"template_id": template.id, "name": "Region"})
        template._get_current_version_sudo()
        for name in ("section", "objective", "action", "field", "version"):
            lines = self.env[f"kam.plan.template.{name}"].search(
                [("template_id", "=", template.id)]
            )
            self.assertTrue(lines, name)
            line = lines[:1]
            for user in (self.kam, self.admin):
                self._assert_rights(user, line, "----")
                self.assertFalse(lines.with_user(user).search([("template_id", "=", template.id)]))
            self._assert_rights(self.foreign, line, "r---")
            with self.assertRaises(AccessError):
                line.with_user(self.admin).write({"template_id": self.full.id})
        with self.assertRaises(AccessError):
            self.env["kam.plan.template.section"].with_user(self.admin).create(
                {"template_id": template.id, "name": "Slipped in"}
            )
