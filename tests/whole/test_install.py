import ast

from odoo.tests import Form

from ..common.common import KamCommon


class TestInstall(KamCommon):
    def _own(self, model, **domain):
        data = self.env["ir.model.data"].search(
            [("module", "=", "kam_planning"), ("model", "=", model)]
        )
        return self.env[model].browse(data.mapped("res_id"))

    def test_every_window_action_opens_for_its_users(self):
        # What is switched off, and not an administrator's by himself, opens for its users, too.
        names = ("group_kam_use_reward", "group_kam_reward")
        self.admin.group_ids += self.env["res.groups"].concat(
            *(self.env.ref(f"kam_planning.{name}") for name in names)
        )
        admin = self.env(user=self.admin)
        for action in self._own("ir.actions.act_window"):
            views = [(view_id, mode) for view_id, mode in action.views]
            # Settings are those of the whole system.
            env = self.env if action.res_model == "res.config.settings" else admin
            result = env[action.res_model].get_views(views)
            self.assertEqual(set(result["views"]), {mode for _view, mode in views})
            if action.context:
                self.assertIsInstance(ast.literal_eval(action.context), dict)

    def test_every_action_helps_when_it_is_empty(self):
        for action in self._own("ir.actions.act_window").filtered(lambda a: a.target != "new"):
            if self.env[action.res_model]._transient:
                continue  # A dialogue or the settings: there is always something.
            self.assertIn("o_view_nocontent_smiling_face", action.help or "", action.name)

    def test_every_menu_leads_somewhere(self):
        for menu in self._own("ir.ui.menu"):
            self.assertTrue(menu.action or menu.child_id, menu.complete_name)

    def test_a_user_without_sales_rights_finds_the_menu(self):
        visible = self.env["ir.ui.menu"].with_user(self.mate)._visible_menu_ids()
        self.assertIn(self.env.ref("kam_planning.kam_menu_plans").id, visible)
        self.assertNotIn(self.env.ref("kam_planning.kam_menu_templates").id, visible)

    def test_existing_crm_users_get_nothing_but_sales_administrators(self):
        kam = self.env.ref("kam_planning.group_kam_user")
        for name in ("base.group_user", "sales_team.group_sale_salesman_all_leads"):
            self.assertNotIn(kam, self.env.ref(name).all_implied_ids, name)
        manager = self.env.ref("kam_planning.group_kam_manager")
        self.assertIn(manager, self.env.ref("sales_team.group_sale_manager").all_implied_ids)

    def test_forms_open_for_a_new_record(self):
        plan = self._create_plan()
        for model in ("kam.objective", "kam.action", "kam.review"):
            context = {"default_plan_id": plan.id}
            form = Form(self.env[model].with_user(self.kam).with_context(**context))
            form.name = "New"
            self.assertTrue(form.save())

    def test_views_are_named_after_their_model_and_type(self):
        for data in self.env["ir.model.data"].search(
            [("module", "=", "kam_planning"), ("model", "=", "ir.ui.view")]
        ):
            view = self.env["ir.ui.view"].browse(data.res_id)
            if view.type != "qweb":
                expected = f"{view.model.replace('.', '_')}_view_{view.type}"
                self.assertTrue(data.name.startswith(expected), data.name)
