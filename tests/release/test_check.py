from datetime import date
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from .check import CheckCommon


class TestCheck(CheckCommon):
    def _read(self, dialogue):
        return {line.name: line for line in dialogue.line_ids}

    def test_all_that_leaves_is_shown_before_it_does(self):
        dialogue = self._check()
        lines = self._read(dialogue)
        self.assertEqual(
            set(lines), {self.plan.name, "Cut returns", "Send labels", "Name a warehouse contact"}
        )
        self.assertFalse(self.plan.is_shared)
        self.assertFalse(dialogue.fault)
        self.assertEqual(dialogue.leaving_count, 3)
        self.assertEqual(set(dialogue.line_ids.mapped("status")), {False})
        self.assertEqual(lines["Cut returns"].kind, "Objectives")
        self.assertIn("Your gain: Fewer returns", lines["Cut returns"].text)
        self.assertIn(f"Who on our side: {self.kam.name}", lines["Send labels"].text)
        self.assertIn("Leaves without its", lines["Name a warehouse contact"].warnings)
        self.assertIn("Raise our margin", lines["Name a warehouse contact"].warnings)
        self.assertFalse(lines["Send labels"].warnings)
        with self.assertRaises(UserError):
            dialogue.action_share()
        self.assertEqual(self.share.state, "draft")
        dialogue.is_acknowledged = True
        dialogue.action_share()
        self.assertEqual(self.share.state, "shared")
        self.assertTrue(self.plan.is_shared)
        log = "".join(self.share.message_ids.mapped("body"))
        self.assertIn("Raise our margin", log)
        self.assertIn(self.kam.name, log)
        self.assertNotIn("Raise our margin", "".join(self.plan.message_ids.mapped("body")))

    def test_what_differs_from_the_last_version_is_marked(self):
        self._share("propose")
        self.assertEqual(self.told, [self.share.proposed_id])
        self._agree()
        self.ours.with_user(self.kam).date_deadline = date(2026, 9, 1)
        self.objective.with_user(self.kam).is_shared = False
        self._create_action(self.plan, is_shared=True, name="Train them")
        dialogue = self._check("propose")
        self.assertEqual(dialogue.version, 2)
        lines = self._read(dialogue)
        statuses = {name: line.status for name, line in lines.items()}
        self.assertEqual(statuses["Train them"], "new")
        self.assertEqual(statuses["Send labels"], "changed")
        self.assertEqual(statuses["Cut returns"], "gone")
        self.assertFalse(statuses["Name a warehouse contact"])
        self.assertRegex(lines["Send labels"].changes, "^By when: .* → 09/01/2026")
        counts = (dialogue.new_count, dialogue.changed_count, dialogue.gone_count)
        self.assertEqual(counts, (1, 1, 1))

    def test_a_line_that_is_taken_off_is_internal_again(self):
        dialogue = self._check()
        with Form(dialogue) as form:
            place = dialogue.line_ids.mapped("name").index("Cut returns")
            with form.line_ids.edit(place) as line:
                line.is_shared = False
            form.is_acknowledged = True
        dialogue.action_share()
        self.assertFalse(self.objective.is_shared)
        self.assertEqual(self.share.state, "shared")
        lines = self.share._read_released_sudo(self.plan)[self.plan]
        self.assertNotIn("Cut returns", {line["name"] for line in lines})

    def test_nothing_leaves_that_nobody_looked_at(self):
        dialogue = self._check()
        dialogue.is_acknowledged = True
        self.secret.with_user(self.kam).is_shared = True
        with self.assertRaisesRegex(UserError, "changed meanwhile"):
            dialogue.action_share()
        self.assertEqual(self.share.state, "draft")
        made = self.env["kam.share.check"].with_user(self.kam)
        with self.assertRaises(AccessError):
            made.create({"plan_id": self.plan.id, "share_id": self.share.id})

    def test_warnings_of_real_records(self):
        competitor = self.env["res.partner"].create({"name": "Globex Corp."})
        self.env["kam.competitor.position"].with_user(self.kam).create(
            {"account_id": self.customer.id, "competitor_id": competitor.id}
        )
        anna = self.env["res.partner"].create(
            {"name": "Anna Petrova", "parent_id": self.customer.id}
        )
        self.env["kam.stakeholder"].with_user(self.kam).create(
            {"account_id": self.customer.id, "partner_id": anna.id}
        )
        self.objective.with_user(self.kam).customer_gain = (
            "Better than Globex, so says Petrova: margin 18 %, ask ann@ours.example. Horst Kloss "
            "sees this."
        )
        self.env["res.company"].sudo().browse(self.plan.company_id.id).email = "x@ours.example"
        dialogue = self._check()
        warned = [bool(line.warnings) for line in dialogue.line_ids]
        self.assertEqual(warned, sorted(warned, reverse=True), "They are to be seen first.")
        self.assertFalse(all(warned))
        warnings = self._read(dialogue)["Cut returns"].warnings
        for part in ("Globex Corp.", "Anna Petrova", "margin 18 %", "ann@ours.example"):
            self.assertIn(part, warnings)
        self.assertNotIn("Kloss", warnings)
        self.plan.with_user(self.kam).show_objectives = False
        self.assertIn("switched off", self._read(self._check())["Cut returns"].warnings)

    def test_what_stands_beside_the_lines_leaves_too(self):
        file = self.env["ir.attachment"].with_user(self.kam)
        file = file.create({"name": "Prices Globex.pdf", "raw": b"x"})
        intro = "Our margin of 18 % stays between us"
        self.share.with_user(self.kam).write({"intro": intro, "attachment_ids": file.ids})
        dialogue = self._check()
        kinds = {line.kind: line for line in dialogue.line_ids}
        self.assertIn("margin of 18 %", kinds["Page"].warnings)
        self.assertEqual(kinds["Document"].name, "Prices Globex.pdf")
        self.assertFalse(kinds["Page"].is_tickable or kinds["Document"].is_tickable)
        dialogue.write({"note": "The price is 4 €", "is_acknowledged": True})
        self.share.with_user(self.kam).intro = "Otherwise"
        with self.assertRaisesRegex(UserError, "changed meanwhile"):
            dialogue.action_share()
        dialogue = self._check()
        dialogue.write({"note": "The price is 4 €", "is_acknowledged": True})
        dialogue.action_share()
        self.assertIn("price is 4 €", self.share.message_ids[0].body)

    def test_readers_share_nothing_by_any_door(self):
        share = self.share.with_user(self.reader)
        doors = (share.action_check, share.action_propose, share.action_invite)
        for door in (*doors, share.action_preview, share.action_share_as_before):
            with self.assertRaises(AccessError):
                door()
        dialogue = self._check()
        with self.assertRaises(AccessError):
            dialogue.with_user(self.reader).action_share()
        with self.assertRaises(AccessError):
            self.share.with_user(self.kam).is_release_requested = True

    def test_see_as_the_customer_opens_the_page_and_writes_nothing(self):
        dialogue = self._check()
        line = self._read(dialogue)["Cut returns"]
        line.is_shared = False
        action = dialogue.action_preview()
        path = f"/kam_planning/share/{self.share.id}/preview"
        expected = f"{path}?access={self.access.id}&check={dialogue.id}"
        self.assertEqual(action["url"], expected)
        self.assertTrue(self.objective.is_shared)
        share = self.share.with_user(self.kam)
        self.assertTrue(share._prepare_preview_sudo(self.access.sudo())["objectives"])
        without = share._without_unticked_sudo(str(dialogue.id))
        page = without._prepare_preview_sudo(self.access.sudo())
        self.assertFalse(page["objectives"])
        self.assertEqual([one["objective"] for one in page["we_owe"]], [""])
        # Nobody sees by another one's check.
        mate = self.share.with_user(self.mate)
        for check in (str(dialogue.id), "0", "-1", "x", "9" * 99):
            self.assertEqual(mate._without_unticked_sudo(check).env.context, mate.env.context)

    def test_secrets_are_read_once_for_a_check(self):
        """However many documents and lines it has."""
        files = self.env["ir.attachment"].with_user(self.kam)
        files = files.create([{"name": f"{n}.pdf", "raw": b"x"} for n in range(3)])
        self.share.with_user(self.kam).attachment_ids = files.ids
        shares = type(self.env["kam.share"])
        read = shares._prepare_secrets_sudo
        with patch.object(shares, "_prepare_secrets_sudo", autospec=True, side_effect=read) as once:
            dialogue = self._check()
        self.assertEqual(len(dialogue.line_ids.filtered(lambda one: one.kind == "Document")), 3)
        self.assertEqual(once.call_count, 1)

    def test_of_two_checks_one_goes_live(self):
        first, second = self._check("propose"), self._check("propose", self.manager)
        first.is_acknowledged = second.is_acknowledged = True
        first.action_share()
        with self.assertRaisesRegex(UserError, "changed meanwhile"):
            second.action_share()
        self.assertEqual(self.share.version_ids.mapped("version"), [1])

    def test_where_a_version_is_seen_the_next_one_is_asked_for(self):
        self._share("propose")
        for _once in range(2):
            dialogue = self._check()
            self.assertEqual((dialogue.mode, dialogue.is_version_only), ("propose", True))
            with self.assertRaisesRegex(UserError, "ask for agreement to the next"):
                self.share.with_user(self.kam)._go_live("share", "", [])
            if self.share.proposed_id:
                self._agree()
