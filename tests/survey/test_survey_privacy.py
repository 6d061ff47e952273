"""Single answers are read by nobody but who typed them in, and people are forgotten."""

from odoo.exceptions import AccessError

from .common import SurveyCommon


class TestSurveyPrivacy(SurveyCommon):
    def test_single_answers_are_read_by_who_typed_them_only(self):
        one = self._open()
        answers = self._answer(one, self.kam, [4], self.contact)
        model = self.env["kam.survey.answer"]
        self.assertEqual(model.with_user(self.kam).search([]), answers)
        for user in (self.mate, self.manager, self.admin, self.reader, self.foreign):
            with self.subTest(user=user.login):
                self.assertFalse(model.with_user(user).search([]))
                self.assertFalse(
                    model.with_user(user).formatted_read_group([], [], ["__count"])[0]["__count"]
                )
                with self.assertRaises(AccessError):
                    answers.with_user(user).read(["score"])
                with self.assertRaises(AccessError):
                    answers.with_user(user).write({"score": 1})
        for user in (self.outsider, self.portal):
            with self.assertRaises(AccessError):
                model.with_user(user).search([])
        self.assertFalse(model._get_measured_domain().is_true())

    def test_rounds_are_read_with_their_plan(self):
        one = self._open()
        self._answer_both(one)
        one.action_close()
        for user in (self.kam, self.mate, self.manager, self.reader):
            self.assertEqual(one.with_user(user).line_ids[0].standing, "ours")
        for user in (self.outsider, self.portal, self.foreign):
            with self.assertRaises(AccessError):
                one.with_user(user).read(["theirs_percent"])
            with self.assertRaises(AccessError):
                one.line_ids.with_user(user).read(["theirs_mean"])
        self.plan.confidentiality = "team"
        with self.assertRaises(AccessError):
            one.with_user(self.reader).read(["theirs_percent"])
        # Figures are nobody's to write.
        for record, name in ((one, "theirs_percent"), (one, "state"), (one, "is_latest")):
            with self.assertRaises(AccessError):
                record.with_user(self.admin).write({name: False})
        with self.assertRaises(AccessError):
            one.line_ids[0].with_user(self.admin).write({"theirs_mean": 5})

    def test_no_detour_leads_to_a_single_answer(self):
        for model in ("kam.plan", "res.partner", "kam.survey.round", "kam.survey.line"):
            for field in self.env[model]._fields.values():
                self.assertNotEqual(field.comodel_name, "kam.survey.answer")

    def test_comments_are_read_without_a_name_and_only_with_figures(self):
        one = self._open()
        self._answer_both(one)
        answers = self.env["kam.survey.answer"].sudo()
        for contact, text in zip(self.people[:3], ("Zebra", "Alpha", "More"), strict=True):
            domain = [("contact_id", "=", contact.id), ("question_id", "=", self.questions[0].id)]
            answers.search(domain).comment = text
        line = one.with_user(self.reader).line_ids[0]
        self.assertFalse(line.comments)
        one.action_close()
        self.env.invalidate_all()
        self.assertEqual(
            line.comments.split("\n"),
            ["The Customer: Alpha", "The Customer: More", "The Customer: Zebra"],
        )

    def test_who_is_erased_leaves_the_score_without_a_name(self):
        person = self.env["kam.stakeholder"].create(
            {"account_id": self.customer.id, "partner_id": self.contact.id}
        )
        one = self._open()
        answer = self._answer(one, self.kam, [4], self.contact).sudo()
        answer.comment = "Jane says so"
        person._erase_sudo()
        self.env.invalidate_all()
        self.assertFalse(answer.contact_id)
        self.assertFalse(answer.comment)
        self.assertEqual((answer.score, answer.side, one.theirs_people), (4, "theirs", 1))

    def test_what_is_held_about_a_person_names_his_answers(self):
        person = self.env["kam.stakeholder"].create(
            {"account_id": self.customer.id, "partner_id": self.contact.id}
        )
        self._answer(self._open(), self.kam, [4], self.contact)
        self.kam.group_ids += self.env.ref("kam_planning.group_kam_people")
        self.mate.group_ids += self.env.ref("kam_planning.group_kam_people")
        (held,) = person.with_user(self.kam)._export_person()
        (answer,) = held["kam_survey_answer"]
        self.assertEqual(answer["score"], 4)
        (held,) = person.with_user(self.mate)._export_person()
        self.assertFalse(held["kam_survey_answer"])

    def test_contacts_that_become_one_are_heard_once(self):
        kept, gone = self.people[:2]
        one = self._open()
        stays = self._answer(one, self.kam, [4], kept)
        goes = self._answer(one, self.kam, [2, 3], gone)
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((kept | gone).ids, kept)
        self.env.invalidate_all()
        self.assertEqual((stays | goes).exists(), stays | goes[1])
        self.assertEqual((stays | goes[1]).contact_id, kept)

    def test_plans_that_become_one_have_the_rounds_of_both(self):
        other = self._create_plan(partner_id=self.stranger.id, show_survey=True)
        self._activate(other)
        mine, theirs = self._open(), self._open(plan_id=other.id)
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.customer | self.stranger).ids, self.customer)
        self.env.invalidate_all()
        kept = (mine | theirs).plan_id
        self.assertEqual(len(kept), 1)
        self.assertEqual(
            (mine | theirs).filtered(lambda r: r.state == "open").mapped("plan_id"), kept
        )
        self.assertEqual(len((mine | theirs).filtered("is_latest")), 1)

    def test_a_plan_that_is_over_asks_nobody(self):
        one = self._open()
        self.plan.with_user(self.manager).action_close()
        self.assertEqual(one.state, "closed")
        self.assertFalse(one.sudo().activity_ids)
