from odoo.fields import Date
from odoo.tests import HttpCase, tagged

from ..common.common import KamCommon
from ..common.samples import take

SIZES = ("1280x900", "1400x900", "1920x1080", "390x844")


@tagged("standard", "post_install", "-at_install")
class TestFirstHourBrowser(KamCommon, HttpCase):
    """A plan from *New* to complete, and confirming what waits. Errors of the console fail.

    In the suite at one width in turn, in `make walk` at each.
    """

    def _tour(self, name, address, login="kam", size="1400x900"):
        self.browser_size = size
        self.start_tour(address, name, login=login)

    def _running_plan(self, **values):
        today = Date.context_today(self.env.user)
        period = {
            "date_start": Date.subtract(today, months=3),
            "date_end": Date.add(today, months=9),
        }
        return self._create_plan(**period, sponsor_id=self.mate.id, **values)

    def test_from_new_to_the_second_section(self):
        places = zip(SIZES[:3], ("kam-plans", "kam-my-plans", "kam-plans"), strict=True)
        for size, path in take(places, 0):
            with self.subTest(size=size):
                self._tour("kam_first_hour", f"/odoo/{path}", size=size)
                plan = self.env["kam.plan"].search([("partner_id", "=", self.customer.id)])
                self.assertIn("They grow", plan.section_ids[0].content)
                plan.sudo().unlink()

    def test_on_a_phone(self):
        plan = self._running_plan(template_id=self.full.id)
        self._tour("kam_first_hour_phone", f"/odoo/kam-plans/{plan.id}", size=SIZES[3])
        self.assertIn("They grow", plan.section_ids[0].content)

    def test_people_targets_and_the_end(self):
        self.env["res.partner"].create({"name": "Bob Clerk", "parent_id": self.customer.id})
        plan = self._running_plan()
        places = (("kam", SIZES[0]), ("mate", SIZES[3]), ("manager", SIZES[2]))
        for login, size in take(places, 1):
            with self.subTest(login=login, size=size):
                self._tour("kam_first_hour_end", f"/odoo/kam-plans/{plan.id}", login, size)
                people = self.env["kam.stakeholder"].search(
                    [("account_id", "=", plan.partner_id.id)]
                )
                self.assertEqual(people.mapped("name"), ["Bob Clerk"])
                people.unlink()

    def test_confirming(self):
        plan = self._running_plan()
        lines = [
            self._create_objective(plan, name="Sure"),
            self._create_objective(plan, name="Doubtful"),
            self._create_action(plan),
        ]
        for login in ("reader", "kam"):
            for line in lines:
                line.sudo().confirmed_date = "2020-01-01 08:00:00"
            tour = "kam_overview_reader" if login == "reader" else "kam_confirm_everything"
            with self.subTest(login=login):
                self._tour(tour, f"/odoo/kam-plans/{plan.id}", login, SIZES[0])
        self.assertEqual(lines[0].confirmed_by_id, self.kam)
        self.assertFalse(any(line.is_stale for line in lines))
