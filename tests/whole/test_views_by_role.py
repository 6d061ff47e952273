"""Every view, filter, menu and button of the registry, opened by every role as the client does.

In the suite each by some roles in turn; `make doors` opens them as all.
"""

from collections import defaultdict
from datetime import time

from dateutil.relativedelta import relativedelta
from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.fields import Date
from odoo.tests import Form
from odoo.tools.safe_eval import datetime as safe_datetime
from odoo.tools.safe_eval import safe_eval

from ..common.samples import take
from .everything import EverythingCommon

# How many roles open each in the suite.
MOST = 3
ROLES = ("kam", "judge", "manager", "admin", "outsider", "foreign", "portal")
EXTENDED = ("res.partner", "crm.lead", "res.users", "res.config.settings")
# They need the action that opens them, which says for what.
NOT_FROM_NOTHING = {"kam.user.leave"}


class TestViewsByRole(EverythingCommon):
    def setUp(self):
        super().setUp()
        self.records = self._make_all()
        self.env["res.config.settings"].create({"group_kam_use_reward": True}).execute()

    def _views(self, *types):
        """Views of ours that stand by themselves: of our models, and of Odoo's that we extend."""
        views = self._ours("ir.ui.view").filtered(lambda view: view.type in types)
        return views.filtered(lambda view: view.mode == "primary" and view.model in self.env)

    def _each_role(self):
        for name in ROLES:
            yield name, getattr(self, name)

    def _each_turn(self, things, may=lambda user, thing: True):
        """Things and who opens them: tuples (role, user, thing), role by role.

        :param may: callable (user, thing), whether he opens it
        """
        users, turns = dict(self._each_role()), []
        for number, thing in enumerate(things):
            roles = [role for role, user in users.items() if may(user, thing)]
            turns.append((take(roles, number, MOST), thing))
        for role, user in users.items():
            yield from ((role, user, thing) for roles, thing in turns if role in roles)

    # forms

    def _forms(self):
        """All forms: list of (model, view or None for the one that opens by itself)."""
        own = [(view.model, view) for view in self._views("form")]
        defaults = {model for model, _view in own} | set(EXTENDED)
        return [*own, *((model, None) for model in sorted(defaults))]

    def _open(self, records, view):
        """Open a form and let it go; a form that nobody may open refuses in words."""
        return lambda: Form(records, view=view.xml_id if view else None)

    def test_forms_of_records(self):
        for role, user, (model, view) in self._each_turn(self._forms()):
            record = self.records[model].with_user(user)
            with self.subTest(role=role, form=view.xml_id if view else model):
                may = record.has_access("read")
                error = self._undone(self._open(record, view))[1]
                if may:
                    self.assertIsNone(error)
                else:
                    self.assertIsInstance(error, AccessError)

    def test_forms_of_new_records(self):
        for role, user, (model, view) in self._each_turn(self._forms()):
            records = self.env[model].with_user(user)
            if not records.has_access("create") or model in NOT_FROM_NOTHING:
                continue
            with self.subTest(role=role, form=view.xml_id if view else model):
                self.assertIsNone(self._undone(self._open(records, view))[1])

    # buttons

    def _buttons(self, user):
        """Object buttons that the role's views hold: set of (model, method)."""
        found = set()
        for view in self._views("form", "list", "kanban"):
            records = self.env[view.model].with_user(user)
            if not records.has_access("read"):
                continue
            tree = etree.fromstring(records.get_view(view.id, view.type)["arch"])
            for node in tree.iter("button", "a"):
                if node.get("type") == "object":
                    found.add((self._get_model(view.model, node), node.get("name")))
        return sorted(found)

    def _get_model(self, model, node):
        """The model of the lines in which a node stands."""
        for field in reversed(list(node.iterancestors("field"))):
            model = self.env[model]._fields[field.get("name")].comodel_name
        return model

    def test_buttons(self):
        for role, user in self._each_role():
            for model, name in self._buttons(user):
                record = self.records[model].with_user(user)
                with self.subTest(role=role, button=f"{model}.{name}"):
                    error = self._undone(getattr(record, name))[1]
                    if error:
                        self.assertIsInstance(error, UserError)
                        self.assertTrue(str(error))

    # lists and their like

    def _actions(self):
        actions = self._ours("ir.actions.act_window")
        return actions.filtered(lambda action: action.res_model in self.env)

    def _evaluate(self, text, user, /, **values):
        """Evaluate a domain or context of a view as the client does."""
        today = Date.context_today(self.env["res.users"])
        names = {
            "uid": user.id,
            "context": {},
            "active_id": self.plan.id,
            "active_ids": self.plan.ids,
            "allowed_company_ids": user.company_ids.ids,
            "current_date": str(today),
            "context_today": lambda: today,
            "relativedelta": relativedelta,
            "datetime": safe_datetime,
            "time": time,
            **values,
        }
        return safe_eval(text or "[]", names)

    def _read(self, action, kind, tree, records, domain):
        """Read what a view shows, as the client does."""
        fields = tree.xpath("//field[@name][not(ancestor::field)]")
        names = {field.get("name") for field in fields}
        if kind in ("list", "kanban"):
            records.web_search_read(domain, {name: {} for name in names}, limit=80)
        elif kind in ("pivot", "graph"):
            groups = [self._get_group(f) for f in fields if f.get("type") != "measure"]
            measures = [f"{f.get('name')}:sum" for f in fields if f.get("type") == "measure"]
            records.formatted_read_group(domain, groups, [*measures, "__count"])
        elif kind == "calendar":
            names |= {tree.get("date_start"), tree.get("date_stop")} - {None}
            records.search_read(domain, list(names))
        elif kind == "activity":
            records.env["mail.activity"].get_activity_data(records._name, domain)

    def _get_group(self, field):
        interval = field.get("interval")
        return f"{field.get('name')}:{interval}" if interval else field.get("name")

    def _is_led_to(self, user, action):
        """Whether the user has menus at all, and may read what the action shows."""
        return not user.share and self.env[action.res_model].with_user(user).has_access("read")

    def test_window_actions(self):
        seen = defaultdict(set)
        for role, user, action in self._each_turn(self._actions(), self._is_led_to):
            records = self.env[action.res_model].with_user(user)
            context = self._evaluate(action.context or "{}", user)
            domain = self._evaluate(action.domain, user)
            records = records.with_context(**context)
            with self.subTest(role=role, action=action.xml_id):
                views = [view for view in action.views if view[1] != "form"]
                if not views:
                    continue
                found = records.get_views([*views, (action.search_view_id.id, "search")])
                for kind, view in found["views"].items():
                    tree = etree.fromstring(view["arch"])
                    if kind == "search":
                        self._apply(tree, records, domain, user)
                    else:
                        self._read(action, kind, tree, records, domain)
                        seen[kind].add(action.xml_id)
        self.assertLessEqual({"list", "kanban", "pivot", "graph", "calendar"}, set(seen))

    def _apply(self, tree, records, domain, user):
        """Apply each filter, each group and each field of a search view."""
        for node in tree.iter("filter"):
            label = node.get("name") or node.get("string")
            with self.subTest(filter=label):
                if node.get("domain"):
                    records.search(domain + self._evaluate(node.get("domain"), user), limit=1)
                if node.get("date"):
                    records.formatted_read_group(domain, [f"{node.get('date')}:month"], ["__count"])
                context = self._evaluate(node.get("context") or "{}", user)
                for group in self._get_groups(records, context.get("group_by")):
                    records.formatted_read_group(domain, [group], ["__count"])
        for node in tree.xpath("//search/field"):
            with self.subTest(field=node.get("name")):
                records.search(domain + self._get_words(records, node, user), limit=1)

    def _get_groups(self, records, name):
        """What the client groups by: dates by month, own fields one by one."""
        field = records._fields.get(name)
        if field and field.type in ("date", "datetime"):
            return [f"{name}:month"]
        if field and field.type == "properties":
            definition = self.records["kam.plan.template.version"].plan_properties_definition
            return [f"{name}.{own['name']}" for own in definition]
        return [name] if name else []

    def _get_words(self, records, node, user):
        """The domain of what is typed into the search bar."""
        if node.get("filter_domain"):
            return self._evaluate(node.get("filter_domain"), user, self="x")
        field = records._fields[node.get("name")]
        if field.type in ("char", "text", "html", "many2one", "many2many", "one2many"):
            operator = node.get("operator") or "ilike"
            return [(field.name, operator, 1 if operator == "child_of" else "x")]
        if field.type == "properties":
            return []
        if field.type == "selection":
            return [(field.name, "=", field.get_values(records.env)[0])]
        return [(field.name, "!=", False)]

    # menus and actions of the server

    def test_menus_lead_to_what_the_role_may_read(self):
        menus, shown = self._ours("ir.ui.menu"), set()
        # Settings are of who administers the database.
        for role, user in (*self._each_role(), ("system", self.env.ref("base.user_admin"))):
            if user.share:
                continue  # has no menus at all
            visible = set(self.env["ir.ui.menu"].with_user(user)._visible_menu_ids())
            for menu in menus.filtered(lambda m, ids=visible: m.id in ids and m.action):
                with self.subTest(role=role, menu=menu.complete_name):
                    model = getattr(menu.action, "res_model", None)
                    if model in self.env:
                        self.assertTrue(self.env[model].with_user(user).has_access("read"))
                    shown.add(menu.id)
        self.assertEqual(set(menus.filtered("action").ids), shown)

    def test_server_actions(self):
        actions = self._ours("ir.actions.server").filtered(lambda a: a.usage == "ir_actions_server")
        for role, user in self._each_role():
            for action in actions:
                record = self.records[action.model_name]
                context = {
                    "active_model": action.model_name,
                    "active_id": record.id,
                    "active_ids": record.ids,
                }
                run = action.with_user(user).with_context(**context).run
                with self.subTest(role=role, action=action.xml_id):
                    error = self._undone(run)[1]
                    if error:
                        self.assertIsInstance(error, UserError)
