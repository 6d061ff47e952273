import inspect

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..common.common import KamCommon

# Public methods that answer anybody: they give window actions, which open with the reader's rights.
HARMLESS = {
    "fields_get",
    "action_open_plans",
    "action_open_actions",
    "action_open_leads",
    "action_open_entries",
    "action_open_activity_history",
}


@tagged("standard", "post_install", "-at_install")
class TestRpc(KamCommon, HttpCase):
    """The same refusals over the wire, as the web client and integrations call."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.secret = cls._create_plan(
            name="Secret plan", confidentiality="team", template_id=cls.full.id
        )
        account = {"account_id": cls.customer.id}
        offering = cls.env["kam.offering"].create({"name": "Tea"})
        cls.cell = cls.env["kam.whitespace"].create({**account, "offering_id": offering.id})
        cls.env["kam.buying.center"].create({**account, "name": "Secret lab"})
        person = cls.env["kam.stakeholder"].create({**account, "name": "Secret person"})
        cls.env["kam.relationship"].create({"stakeholder_id": person.id, "user_id": cls.kam.id})
        cls.env["kam.gap"].create({**account, "kind": "silence", "stakeholder_id": person.id})
        measure = cls.env.ref("kam_planning.measure_satisfaction")
        cls.env["kam.measure.entry"].create({**account, "measure_id": measure.id, "value": 5})
        cls.env["kam.target"].create(
            {
                "plan_id": cls.secret.id,
                "measure_id": cls.env.ref("kam_planning.measure_revenue").id,
                "target_value": 1,
            }
        )

    def _call(self, user, model, method, *args, **kwargs):
        self.authenticate(user.login, user.login)
        with mute_logger("odoo.http"):
            return self.url_open(
                f"/web/dataset/call_kw/{model}/{method}",
                json={"params": {"model": model, "method": method, "args": args, "kwargs": kwargs}},
            ).json()

    def _assert_refused(self, answer):
        self.assertIn("error", answer)
        self.assertIn("AccessError", answer["error"]["data"]["name"])

    def test_a_user_does_not_approve_by_writing_the_state(self):
        self._assert_refused(
            self._call(self.kam, "kam.plan", "write", self.secret.ids, {"state": "active"})
        )
        self._assert_refused(self._call(self.kam, "kam.plan", "action_approve", self.secret.ids))
        self.env.invalidate_all()
        self.assertEqual(self.secret.state, "draft")

    def test_a_manager_approves(self):
        answer = self._call(self.manager, "kam.plan", "action_approve", self.secret.ids)
        self.assertNotIn("error", answer)
        self.env.invalidate_all()
        self.assertEqual(self.secret.state, "active")

    def test_the_figures_of_a_hidden_plan_are_not_read(self):
        place = (self.customer.id, self.env.company.id)
        for user in (self.reader, self.outsider, self.foreign, self.portal):
            self._assert_refused(self._call(user, "kam.whitespace", "get_grid", *place))
            for method in ("get_peers", "read_grid_cells", "action_create_opportunity"):
                self._assert_refused(self._call(user, "kam.whitespace", method, self.cell.ids))
            for method, args in (
                ("action_refresh_figures", []),
                ("action_open_figure", ["revenue"]),
            ):
                answer = self._call(user, "kam.plan", method, self.secret.ids, *args)
                self._assert_refused(answer)

    def test_figures_are_not_asked_for_by_rpc(self):
        measure = self.env.ref("kam_planning.measure_revenue")
        for method in ("_get_figures", "_get_figures_of_scope", "_read_figures_sudo"):
            answer = self._call(self.manager, "kam.measure", method, measure.ids)
            self.assertIn("error", answer)

    def test_a_hidden_plan_is_not_read(self):
        for method, args in (
            ("read", [self.secret.ids, ["name"]]),
            ("web_read", [self.secret.ids, {"name": {}}]),
            ("get_score_explanation", [self.secret.ids, "progress"]),
        ):
            self._assert_refused(self._call(self.reader, "kam.plan", method, *args))
        answer = self._call(self.reader, "kam.plan", "web_search_read", [], {"name": {}})
        self.assertNotIn("Secret plan", str(answer))

    def test_private_methods_are_not_callable(self):
        for method in ("_send_back", "_read_shared_sudo", "_cron_review_reminders"):
            self.assertIn("error", self._call(self.manager, "kam.plan", method, self.secret.ids))

    def test_the_activity_is_ticked_over_the_wire(self):
        self.secret.with_user(self.kam).action_submit()
        action = self.secret.action_ids[0]
        self._call(self.kam, "mail.activity", "action_feedback", action.activity_id.ids)
        self.env.invalidate_all()
        self.assertEqual(action.state, "done")

    def _public_methods(self, model):
        """Names of the public methods that our own classes define on a model."""
        for cls in type(model).__mro__:
            if not cls.__module__.startswith("odoo.addons.kam_planning"):
                continue
            for name, member in vars(cls).items():
                if inspect.isfunction(member) and not name.startswith("_"):
                    yield name

    def test_every_public_method_refuses_whoever_has_no_access(self):
        standard = {"create", "write", "unlink", "copy", "copy_data", "default_get"}
        tried = 0
        for name, model in self.env.items():
            if not name.startswith("kam.") or model._abstract or model._transient:
                continue
            record = model.search([], limit=1)
            for method in set(self._public_methods(model)) - standard - HARMLESS:
                if not record:
                    continue
                arguments = ["progress"] if method == "get_score_explanation" else []
                answer = self._call(self.outsider, name, method, record.ids, *arguments)
                self.assertIn("error", answer, f"{name}.{method}")
                tried += 1
        self.assertGreaterEqual(tried, 25)
