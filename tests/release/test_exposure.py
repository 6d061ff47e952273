from odoo.exceptions import AccessError

from .check import CheckCommon


class TestExposure(CheckCommon):
    def _read(self, user=None):
        exposure = self.env["kam.share.exposure"].with_user(user or self.admin)
        exposure.action_open_now()
        return exposure.search([("plan_id", "=", self.plan.id)])

    def _lines(self, rows):
        models = self.share._get_shared_models()
        return rows.filtered(lambda row: row.ref.partition(",")[0] in models)

    def _page(self):
        return self.share._prepare_page_sudo(self.access.sudo())

    def _released(self):
        lines = self.share._read_released_sudo(self.plan)[self.plan]
        return {line["ref"] for line in lines}

    def test_it_is_what_the_release_function_gives(self):
        self.assertFalse(self._read())
        self._share()
        rows = self._lines(self._read())
        self.assertEqual(set(rows.mapped("ref")), self._released())
        self.assertEqual(len(rows), 4)
        self.assertEqual(set(rows.mapped("people_count")), {2})
        self.assertEqual(
            set(rows.mapped("people")), {", ".join((self.contact + self.horst).mapped("name"))}
        )
        self.assertEqual(set(rows.mapped("source")), {"today"})
        self.assertEqual(rows.partner_id, self.customer)
        self.assertEqual({str(row.date_since) for row in rows}, {"2026-03-02"})
        self.ours.with_user(self.kam).is_shared = False
        self.assertEqual(set(self._lines(self._read()).mapped("ref")), self._released())

    def test_what_stands_beside_the_lines_is_in_it(self):
        """As the page says it."""
        self._share()
        self.assertEqual(self._beside(), {"Page": [self.share.name]})
        file = self.env["ir.attachment"].with_user(self.kam)
        files = file.create([{"name": f"{n}.pdf", "raw": b"x"} for n in "ab"])
        self.share.with_user(self.kam).write({"intro": "Hello", "attachment_ids": files.ids})
        self.kam.sudo().write({"kam_share_contact": True, "phone": "+1 555"})
        for text in ("One", "Two"):
            self.share._comment_sudo(self.access.sudo(), text)
        self.env["kam.review"].with_user(self.kam).create(
            {"plan_id": self.plan.id, "kind": "customer", "date_planned": "2026-04-01"}
        )
        page = self._page()
        [person] = [one for one in page["people"] if one["has_photo"]]
        expected = {
            "Page": [page["title"]],
            "Introduction": [page["intro"]],
            "Document": [one["name"] for one in page["documents"]],
            "Next Meeting": ["; ".join([page["meeting"]["when"], *page["meeting"]["items"]])],
            "Photo and Phone": [f"{person['name']} · {person['phone']}"],
            "Comments": [f"Comments: {len(page['comments'])}"],
        }
        self.assertEqual(self._beside(), expected)
        self.assertEqual((len(page["documents"]), len(page["comments"])), (2, 2))
        self.plan.with_user(self.kam).show_survey = True
        survey = self.env["kam.survey.round"].with_user(self.kam).create({"plan_id": self.plan.id})
        questions = [one["name"] for one in self._page()["questions"]]
        asked = self._beside()["Survey Question"]
        self.assertEqual([one.partition(" · ")[0] for one in asked], questions)
        self.assertTrue(questions)
        survey.action_close()
        self.assertNotIn("Survey Question", self._beside())
        rows = self._read()
        opened = (rows - self._lines(rows))[0].action_open_line()
        self.assertEqual((opened["res_model"], opened["res_id"]), ("kam.share", self.share.id))

    def _beside(self):
        rows = self._read()
        beside = (rows - self._lines(rows)).sorted("id").grouped("kind")
        return {kind: same.mapped("name") for kind, same in beside.items()}

    def test_after_an_agreement_it_is_what_was_agreed(self):
        self._share("propose")
        self._agree()
        agreed = {line["ref"] for line in self.share.agreed_id._get_content()}
        self.ours.with_user(self.kam).is_shared = False
        rows = self._lines(self._read())
        self.assertEqual(set(rows.mapped("ref")), agreed)
        self.assertEqual(set(rows.mapped("source")), {"agreed"})

    def test_what_nobody_can_see_is_not_in_it(self):
        self._share()
        (self.access + self.looking).with_user(self.kam).action_revoke()
        self.assertFalse(self._read())
        self.access.with_user(self.kam).action_renew()
        self.assertEqual(set(self._read().mapped("people_count")), {1})
        self.share.with_user(self.kam).action_withdraw()
        self.assertFalse(self._read())

    def test_administrators_of_these_companies_only(self):
        self._share()
        for user in (self.kam, self.manager, self.outsider, self.buyer):
            with self.assertRaises(AccessError):
                self.env["kam.share.exposure"].with_user(user).action_open_now()
        other = self._create_user(
            "otheradmin",
            "group_kam_admin",
            company_id=self.other_company.id,
            company_ids=[(6, 0, self.other_company.ids)],
        )
        self.assertFalse(self._read(other))
        rows = self._read()
        self.assertFalse(rows.with_user(other).search([("id", "in", rows.ids)]))
        self.assertEqual(rows[0].action_open_line()["res_model"], rows[0].ref.partition(",")[0])
