from odoo.exceptions import AccessError

from .check import CheckCommon


class TestExposure(CheckCommon):
    def _read(self, user=None):
        exposure = self.env["kam.share.exposure"].with_user(user or self.admin)
        exposure.action_open_now()
        return exposure.search([("plan_id", "=", self.plan.id)])

    def _released(self):
        lines = self.share._read_released_sudo(self.plan)[self.plan]
        return {line["ref"] for line in lines}

    def test_it_is_what_the_release_function_gives(self):
        self.assertFalse(self._read())
        self._share()
        rows = self._read()
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
        self.assertEqual(set(self._read().mapped("ref")), self._released())

    def test_after_an_agreement_it_is_what_was_agreed(self):
        self._share("propose")
        self._agree()
        agreed = {line["ref"] for line in self.share.agreed_id._get_content()}
        self.ours.with_user(self.kam).is_shared = False
        rows = self._read()
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
