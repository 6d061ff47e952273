"""What somebody should know before he meets a customer: facts, and never what is thought."""

import json
from datetime import date, timedelta

from psycopg2.errors import ReadOnlySqlTransaction

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time
from odoo.tools import mute_logger

from odoo.addons.kam_planning.models.relationship.kam_stakeholder_judgement import PEOPLE_GROUP

from ..common.common import TODAY
from ..common.paper import PaperMixin
from ..relationship.common import SECRET
from .brief_common import BriefCommon

REPORT = "kam_planning.action_report_kam_brief"
KEYS = {"text", "kind", "date", "res_model", "res_id"}
# Models of which each field tells what is thought of a person.
JUDGING = ("kam.stakeholder.answer", "kam.influence")


@freeze_time(TODAY)
class TestBrief(BriefCommon):
    def test_each_kind_in_words(self):
        self._fill()
        self.jane.manager_id = self.head
        self.relationship.sudo().last_contact_date = "2026-02-12"
        brief = self._brief(self.contact)
        texts = {line["kind"]: line["text"] for line in brief["lines"]}
        self.assertEqual(
            texts["person"],
            "Jane Buyer, Head of Purchasing · reports to Head of Acme · our contact: Kim"
            " · last contact: 02/12/2026",
        )
        self.assertEqual(texts["ours"], "We: “Send the offer 0” (Kim), due on 03/03/2026")
        self.assertEqual(texts["theirs"], "They: “Name a tester 0” (Jane Buyer), due on 03/03/2026")
        self.assertIn("Order lost: Deal 0", texts["change"])
        self.assertEqual(
            texts["value"],
            "“Fewer returns 0”: $\N{NO-BREAK SPACE}5,544, asked on 02/20/2026, no answer yet",
        )
        self.assertEqual(texts["key_date"], "03/03/2026: Tender 0 (Tender)")
        self.assertIn(
            "Is this so: “Less waste 0”? We only assume it.", self._texts("question", self.contact)
        )
        self.assertEqual((brief["plan_id"], brief["date"]), (self.plan.id, "2026-03-02"))

    def test_each_line_has_its_record(self):
        self._fill(4)
        lines = self._brief(self.contact)["lines"]
        for line in lines:
            self.assertEqual(line.keys(), KEYS)
            if line["res_id"]:
                record = self.env[line["res_model"]].with_user(self.kam).browse(line["res_id"])
                record.check_access("read")
            else:
                self.assertEqual((line["text"], line["date"]), ("and 2 more", False))
            self.assertTrue(line["date"] is False or date.fromisoformat(line["date"]))
        json.dumps(lines)
        rests = {line["kind"] for line in lines if not line["res_id"]}
        self.assertEqual(rests, {"ours", "theirs", "change", "value", "key_date"})

    def test_it_is_short_whatever_there_is(self):
        self._fill(12)
        contacts = self.contact
        for number in range(9):
            contacts |= self._contact(f"Guest {number} {'x' * 300}")
        lines = self._brief(contacts)["lines"]
        self.assertLessEqual(len([one for one in lines if one["res_id"]]), 16)
        self.assertIn("and 7 more", [one["text"] for one in lines if one["kind"] == "person"])
        self.assertLess(max(len(one["text"]) for one in lines), 260)

    def test_an_empty_plan_has_an_empty_brief(self):
        plan = self._create_plan(
            partner_id=self.env["res.partner"].create({"name": "New", "is_company": True}).id
        )
        brief = plan.get_brief()
        self.assertEqual((brief["lines"], brief["contact_ids"]), ([], []))

    def test_blocks_that_are_off_say_nothing(self):
        self._fill()
        self.plan.write(
            dict.fromkeys([name for name in self.plan._fields if name.startswith("show_")], False)
        )
        self.assertEqual(self._texts(contacts=self.contact), ["Jane Buyer, Head of Purchasing"])

    def test_overdue_and_internal_actions(self):
        late = self._line("kam.action", name="Call back", contact_id=self.contact.id)
        late.write({"date_start": "2026-01-01", "date_deadline": "2026-02-01"})
        self._line("kam.action", name="Prepare the talks")
        closing = self._line("kam.action", name="Get in touch", contact_id=self.contact.id)
        self.coverage.sudo().action_id = closing
        texts = self._texts("ours")
        self.assertEqual(texts, ["We: “Call back” (Kim), was due on 02/01/2026"])

    def test_what_lies_far_ahead_is_no_key_date_near(self):
        self._line("kam.key.date", name="Near", date=TODAY + timedelta(days=60))
        self._line("kam.key.date", name="Far", date=TODAY + timedelta(days=61))
        self.assertEqual(len(self._texts("key_date")), 1)

    def test_silence_is_asked_about_of_who_comes(self):
        other = self._contact("Otto")
        person = self._person(partner_id=other.id)
        gaps = self.env["kam.gap"].sudo()
        self.assertTrue(gaps.search([("stakeholder_id", "=", self.jane.id)]))
        gaps.create(
            {
                "account_id": self.customer.id,
                "company_id": self.env.company.id,
                "kind": "silence",
                "stakeholder_id": person.id,
                "days": 100,
            }
        )
        asked = self._texts("question", other)
        self.assertEqual(asked[0], "What is new with Otto? Nothing was heard for 100 days.")
        self.assertIn("Who is their “Head of Acme”?", asked)
        self.assertLessEqual(len(asked), 3)


@freeze_time(TODAY)
class TestWhoComes(BriefCommon):
    def _review(self, day, **values):
        return self._line(
            "kam.review",
            date_planned=day,
            kind="customer",
            contact_ids=[Command.set(self.contact.ids)],
            **values,
        )

    def test_of_the_next_review(self):
        self._review("2026-03-10", name="Quarter")
        self._review("2026-02-10", name="Past")
        brief = self._brief()
        self.assertEqual(brief["contact_ids"], self.contact.ids)
        self.assertEqual(brief["lines"][0]["text"], "Next: Quarter, 03/10/2026")
        self.assertEqual(brief["lines"][0]["res_model"], "kam.review")

    def test_of_the_next_meeting_where_it_is_sooner(self):
        self._review("2026-03-10")
        other = self._contact("Otto")
        event = self._plan_meeting("2026-03-05", other)
        brief = self._brief()
        self.assertEqual(brief["contact_ids"], other.ids)
        self.assertEqual(brief["lines"][0]["res_id"], event.id)

    def test_meetings_of_others_are_theirs(self):
        self._plan_meeting("2026-03-05", user=self.mate)
        self.assertEqual(self._brief()["contact_ids"], [])

    def test_chosen_contacts_say_no_meeting(self):
        self._review("2026-03-10")
        brief = self._brief(self.contact)
        self.assertNotIn("meeting", [line["kind"] for line in brief["lines"]])
        self.assertEqual(self._brief(self.contact.browse())["contact_ids"], [])

    def test_a_consultant_may_come(self):
        bureau = self.env["res.partner"].create({"name": "Bureau", "is_company": True})
        guest = self._contact("Carla", parent_id=bureau.id)
        self.assertEqual(self._texts("person", guest), ["Carla, Bureau · not on the map"])

    def test_who_cannot_come(self):
        gone = self._contact("Gone")
        ids = gone.ids
        gone.unlink()
        with self.assertRaisesRegex(AccessError, "not there, or you may not read it"):
            self.as_kam.get_brief(ids)
        for wrong in ("x", [True], [0], 3, [1.5]):
            with self.assertRaises(UserError):
                self.as_kam.get_brief(wrong)

    def test_doors_to_it(self):
        review = self._review("2026-03-10")
        event = self._plan_meeting("2026-03-05")
        opened = {
            "plan": self.as_kam.action_open_brief(),
            "review": review.with_user(self.kam).action_open_brief(),
            "customer": self.customer.with_user(self.kam).action_open_kam_brief(),
            "contact": self.contact.with_user(self.kam).action_open_kam_brief(),
            "event": event.with_user(self.kam).action_open_kam_brief(),
        }
        contacts = {name: action["params"]["contact_ids"] for name, action in opened.items()}
        mine = self.contact.ids
        self.assertEqual(
            contacts,
            {"plan": None, "review": mine, "customer": None, "contact": mine, "event": mine},
        )
        self.assertEqual({one["params"]["plan_id"] for one in opened.values()}, {self.plan.id})
        self.assertEqual({one["tag"] for one in opened.values()}, {"kam_brief"})

    def test_events_know_the_plan_of_their_guests(self):
        event = self._plan_meeting("2026-03-05")
        stranger = self._plan_meeting("2026-03-05", self.mate.partner_id)
        events = (event | stranger).with_user(self.kam)
        self.assertEqual(events.mapped("kam_plan_id"), self.plan)
        self.assertFalse(events[1].kam_plan_id)
        with self.assertRaisesRegex(UserError, "Nobody invited"):
            events[1].action_open_kam_brief()
        with self.assertRaises(AccessError):
            event.with_user(self.outsider).action_open_kam_brief()

    def test_a_customer_without_a_plan(self):
        other = self.env["res.partner"].create({"name": "Other", "is_company": True})
        with self.assertRaisesRegex(UserError, "No account plan of “Other” is in force"):
            other.with_user(self.kam).action_open_kam_brief()


@freeze_time(TODAY)
class TestNoJudgement(BriefCommon):
    """Whoever asks, also who may know: what is thought of people is in none of the doors."""

    def _judge_all(self):
        """A value of its own in each field that only the group sees; {value: field}."""
        told, values = {}, {}
        for name, field in self.jane._fields.items():
            if field.groups != PEOPLE_GROUP or field.readonly or name.startswith("kam_fault"):
                continue
            if field.type in ("char", "text", "html"):
                values[name] = f"{SECRET} {name}"
                told[values[name]] = name
            elif field.type == "selection":
                values[name] = field.get_values(self.env)[-1]
                told[field.convert_to_export(values[name], self.jane)] = name
        self.jane.sudo().write(values)
        for role in self.env["kam.buying.role"].search([]):
            self.jane.sudo().role_ids = [Command.link(role.id)]
            told[role.name] = "role_ids"
        return told

    def test_in_none_of_the_doors(self):
        told = self._judge_all()
        self.assertGreaterEqual(
            set(told.values()), {"needs", "note", "decision_criteria", "influence", "support"}
        )
        self.assertIn("role_ids", told.values())
        self._fill(3)
        self.jane.sudo().relationship_ids.write({"level_actual": "3", "level_desired": "3"})
        risk = self._line("kam.risk", user=self.judge, name="Delivery times")
        objective = self._create_objective(self.plan)
        force = self._line(
            "kam.force",
            user=self.judge,
            objective_id=objective.id,
            name=f"{SECRET} force",
            kind="restraining",
            is_judgement=True,
        )
        self.plan.sudo()._refresh_gaps()
        told |= {"Trusted adviser": "level", f"{SECRET} force": "force", SECRET: "any"}
        for user in (self.kam, self.judge, self.boss):
            plan = self.plan.with_user(user)
            told_of = {
                "brief": plan.get_brief(self.contact.ids),
                "any": plan.get_brief(),
                "summary": plan.get_plan_summary(),
                "changes": plan.get_changes(),
            }
            for door, answer in told_of.items():
                text = json.dumps(answer, default=str, ensure_ascii=False)
                for value, field in told.items():
                    self.assertNotIn(value, text, (user.login, door, field))
        self.assertTrue(risk.name and force.name)

    def test_no_line_is_a_judgement(self):
        self._fill(2)
        for user in (self.judge, self.boss):
            for line in self._brief(self.contact, user)["lines"]:
                self.assertNotIn(line["res_model"], JUDGING)
                if line["res_model"] == "kam.gap":
                    gap = self.env["kam.gap"].sudo().browse(line["res_id"])
                    self.assertEqual((gap.kind, gap.is_judgement), ("silence", False))


@freeze_time(TODAY)
class TestRights(BriefCommon):
    def test_who_may_read_the_plan(self):
        self.plan.confidentiality = "team"
        for user in (self.outsider, self.foreign, self.portal, self.reader, self.alone):
            for door in ("get_brief", "get_changes", "get_plan_summary", "action_open_brief"):
                with self.subTest(user=user.login, door=door), self.assertRaises(AccessError):
                    getattr(self.plan.with_user(user), door)()

    def test_changes_that_one_may_read(self):
        self._change()
        self.assertTrue(self._texts("change", user=self.kam))
        # He reads no opportunities.
        self.assertEqual(self._texts("change", user=self.mate), [])

    def test_none_and_several(self):
        other = self._create_plans(1)
        for plans in (self.as_kam.browse(), self.as_kam | other):
            with self.assertRaisesRegex(UserError, "choose one record"):
                plans.get_brief()

    def test_in_the_users_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.kam.lang = "fr_FR"
        self._line("kam.key.date", name="Tender", date=date(2026, 3, 31))
        plan = self.plan.with_user(self.kam).with_context(lang=None)
        line = next(one for one in plan.get_brief()["lines"] if one["kind"] == "key_date")
        self.assertIn("31/03/2026", line["text"])
        self.assertEqual(line["date"], "2026-03-31")

    def test_queries_do_not_grow(self):
        self._fill(3)
        contacts = self.contact
        few = self._count_queries(lambda: self.as_kam.get_brief(contacts.ids))
        self._fill(12)
        for number in range(12):
            contact = self._contact(f"Guest {number}")
            self._relationship(self._person(partner_id=contact.id))
            contacts |= contact
        many = self._count_queries(lambda: self.as_kam.get_brief(contacts.ids))
        self.assertLessEqual(many, few + 1)
        self.assertLess(many, 100)

    def test_it_writes_nothing(self):
        self._fill()
        # What was prepared before writes as well, what waits for the commit too.
        self.env.cr.flush()
        self.env.invalidate_all()
        with self.env.cr.savepoint(flush=False) as savepoint:
            self.env.cr.execute("SET TRANSACTION READ ONLY")
            self.as_kam.get_brief(self.contact.ids)
            self.as_kam.get_plan_summary()
            self.as_kam.get_changes()
            self.as_kam.get_capture_kinds()
            # What writes fails there.
            with mute_logger("odoo.sql_db"), self.assertRaises(ReadOnlySqlTransaction):
                self.as_kam.capture_note("Call Jane", ["action"], "token-1234")
            savepoint.rollback()


@freeze_time(TODAY)
class TestPaper(PaperMixin, BriefCommon):
    def test_all_its_lines(self):
        self._fill(3)
        html = self._print_html(self.plan, report=REPORT)
        for text in self._texts():
            self.assertIn(" ".join(text.split()), html)
        self.assertIn("We owe them", html)
        self.assertIn("Acme", html)

    def test_for_chosen_contacts(self):
        action = self.as_kam.action_print_brief(self.contact.ids)
        self.assertEqual(action["report_name"], "kam_planning.report_brief")
        report = self.env["ir.actions.report"].with_user(self.kam)
        html, _kind = report._render_qweb_html(REPORT, None, data=action["data"])
        self.assertIn("Jane Buyer", html.decode())
        with self.assertRaises(AccessError):
            self.plan.with_user(self.outsider).action_print_brief()
        with self.assertRaises(AccessError):
            report.with_user(self.outsider)._render_qweb_html(REPORT, None, data=action["data"])
