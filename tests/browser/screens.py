"""The screens of the module, read from its menus, actions, views and buttons."""

import ast
import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import time
from itertools import chain

from dateutil.relativedelta import relativedelta
from lxml import etree

from odoo.fields import Date
from odoo.tools.safe_eval import datetime as safe_datetime
from odoo.tools.safe_eval import safe_eval

from ..whole.everything import undone

MODULE = "kam_planning"
WINDOW = "ir.actions.act_window"
# Records that are tried until a button opens a dialogue: each state has buttons of its own.
TRIED = 8
# What a view adds to another, and a selector of nothing.
ADDED = ("field", "button", "page", "setting", "filter")
NONE = ".o_kam_none"


@dataclass(frozen=True)
class Screen:
    """`key` names it for whoever reads a failure; `steps` is what the client is told to open.

    `only`: selector of what is ours on a screen of Odoo's.
    """

    key: str
    steps: dict = field(compare=False)
    only: str = field(default="", compare=False)

    @property
    def json(self):
        return json.dumps(self.steps)


class Screens:
    """What a user can open.

    :param user: the user
    :param first: {model: record} to open a form of, where another than the first one tells more
    :param passed_over: names of buttons that are not tried
    """

    def __init__(self, user, first, passed_over=()):
        self.user, self.env = user, user.with_user(user).env
        # Buttons that opened nothing, on whichever record.
        self.passed_over, self.silent = passed_over, set()
        self.first = {model: record.with_user(user) for model, record in first.items()}
        self.found, self.extended = {}, {}
        # Tables of dialogues, which are emptied by themselves.
        self.passing = [f'"{model._table}' for model in self.env.values() if model._transient]

    def read(self):
        """:return: {key: `Screen`}, in the order of the menus."""
        for action in self._get_actions():
            self._add_action(action)
        self._add_chapters()
        self._add_extended()
        self._add_buttons()
        return self.found

    def _add(self, key, only="", **steps):
        self.found.setdefault(key, Screen(key, steps, only))

    # menus, actions and their views

    def _get_actions(self):
        """Actions of our menus that the user sees."""
        menus = self.env["ir.ui.menu"].load_web_menus(False)
        for menu in menus.values():
            if menu["xmlid"].startswith(f"{MODULE}.") and menu["actionID"]:
                yield self.env[menu["actionModel"]].sudo().browse(menu["actionID"])

    def _add_action(self, action):
        name = action.xml_id.removeprefix(f"{MODULE}.")
        if action._name != WINDOW or action.target == "new":
            self._add(f"action {name}", action=action.id)
            return
        records = self._get_records(action)
        for _view_id, kind in action.views:
            if kind == "form":
                self._add_forms(action, records)
            else:
                self._add(f"action {name}, {kind}", action=action.id, view=kind)

    def _get_records(self, action):
        context = self._evaluate(action.context or "{}")
        records = self.env[action.res_model].with_context(**context)
        return records.search(self._evaluate(action.domain or "[]"), limit=1)

    def _evaluate(self, text):
        today = Date.context_today(self.user)
        names = {
            "uid": self.user.id,
            "context": {},
            "active_id": False,
            "active_ids": [],
            "allowed_company_ids": self.user.company_ids.ids,
            "current_date": str(today),
            "context_today": lambda: today,
            "relativedelta": relativedelta,
            "datetime": safe_datetime,
            "time": time,
        }
        return safe_eval(text, names)

    def _add_forms(self, action, records):
        """A form is told by its model and view: several actions open the same."""
        views = {kind: view_id for view_id, kind in action.views}
        view_id = records.get_view(views["form"], "form")["id"]
        name = self.env["ir.ui.view"].sudo().browse(view_id).xml_id.removeprefix(f"{MODULE}.")
        steps = {"action": action.id, "view": "form"}
        record = self._get_first(records)
        if record:
            self._add(f"form {name}", **steps, props={"resId": record.id})
        if self._may_create(action, records):
            self._add(f"new form {name}", **steps, props={"resId": False})

    def _get_first(self, records):
        first = self.first.get(records._name)
        return first if first is not None and first.has_access("read") else records

    def _may_create(self, action, records):
        """Whether the views offer a new record, as the client reads them."""
        if not records.has_access("create"):
            return False
        views = records.get_views(action.views)["views"]
        return all(
            etree.fromstring(views[kind]["arch"]).get("create") not in ("0", "false", "False")
            for kind in ("list", "kanban", "form")
            if kind in views
        )

    # chapters of a plan

    def _add_chapters(self):
        plan = self.first.get("kam.plan")
        action = self.env.ref(f"{MODULE}.kam_plan_action").sudo()
        if plan is None or not plan.has_access("read"):
            return
        arch = etree.fromstring(plan.get_view(view_type="form")["arch"])
        for page in arch.iter("page"):
            if self._is_hidden(page, plan):
                continue
            self._add(
                f"chapter {page.get('name')}",
                action=action.id,
                view="form",
                props={"resId": plan.id},
                chapter=page.get("name"),
            )

    def _is_hidden(self, page, plan):
        condition = page.get("invisible") or "False"
        names = {node.id for node in ast.walk(ast.parse(condition)) if isinstance(node, ast.Name)}
        return bool(safe_eval(condition, {name: plan[name] for name in names}))

    # what the module adds to Odoo's own screens

    def _add_extended(self):
        """Pages, fields and blocks that our views put into those of Odoo."""
        for (model, root), views in self._get_extensions().items():
            records = self.env[model]
            if not records.has_access("read"):
                continue
            arches = [etree.fromstring(view.arch) for view in views]
            only = self._get_ours(arches)
            self.extended[model] = (
                f"{self.extended[model]}, {only}" if model in self.extended else only
            )
            steps = {"type": WINDOW, "res_model": model, "target": "current", "name": model}
            steps["views"] = [[root.id, root.type]]
            if model == "res.config.settings":
                steps["context"] = {"module": self._get_app(arches)}
            elif root.type == "form":
                record = self._get_first(records.search([], limit=1))
                if not record:
                    continue
                steps["res_id"] = record.id
            self._add(f"Odoo's {root.type} {root.xml_id}", only, action=steps)

    def _get_extensions(self):
        """:return: {(model, view of Odoo's): the views of ours that extend it}"""
        views = self.env["ir.ui.view"].sudo()
        found = defaultdict(views.browse)
        for view in views.search([("inherit_id", "!=", False), ("type", "!=", "search")]):
            records = self.env.get(view.model)
            ours = (view.xml_id or "").startswith(f"{MODULE}.")
            if ours and records is not None and records._original_module != MODULE:
                root = view
                while root.inherit_id:
                    root = root.inherit_id
                found[view.model, root] |= view
        return found

    def _get_app(self, arches):
        return next(node.get("name") for arch in arches for node in arch.iter("app"))

    def _get_ours(self, arches):
        """Selector of the fields, buttons, pages and blocks that our views add."""
        parts = set()
        for node in chain.from_iterable(arch.iter(*ADDED) for arch in arches):
            if not node.get("position") and node.get("id"):
                parts.add(f"[id='{node.get('id')}']")
            elif not node.get("position") and node.get("name"):
                parts.add(f"[name='{node.get('name')}']")
        return ", ".join(sorted(parts)) or NONE

    # what buttons open

    def _add_buttons(self):
        """What buttons of our views open: dialogues, and lists and forms of what they count."""
        for model, node in self._get_buttons():
            if node.get("type") == "object":
                self._add_object_button(model, node.get("name"))
            elif node.get("type") == "action":
                self._add_action_button(model, node)

    def _add_object_button(self, model, method):
        key = f"button {model}.{method}"
        if key in self.found or key in self.silent or key in self.passed_over:
            return
        self.silent.add(key)
        for record in self._get_tried(model):
            if opened := self._opens(record, method):
                call = {"model": model, "method": method, "id": record.id}
                self._add(key, self._get_only(opened), call=call, context=self._get_active(record))
                self.silent.remove(key)
                break

    def _add_action_button(self, model, node):
        action = self.env["ir.actions.actions"].sudo().browse(int(node.get("name")))
        action = self.env[action.type].sudo().browse(action.id)
        for record in self._get_tried(model)[:1]:
            context = safe_eval(node.get("context") or "{}", {"id": record.id, "context": {}})
            self._add(
                f"button {action.xml_id.removeprefix(f'{MODULE}.')}",
                action=action.id,
                context=self._get_active(record) | context,
            )

    def _get_active(self, record):
        return {
            "active_model": record._name,
            "active_id": record.id,
            "active_ids": record.ids,
        }

    def _get_buttons(self):
        """:return: iterable of (model of the record beside the button, node of the button)"""
        views = self.env["ir.ui.view"].sudo().search([("type", "in", ("form", "list", "kanban"))])
        for view in views.filtered(lambda view: view.model in self.env and view.mode == "primary"):
            records = self.env[view.model]
            if records._original_module != MODULE or records._transient:
                continue
            if records.has_access("read"):
                arch = etree.fromstring(records.get_view(view.id, view.type)["arch"])
                for node in arch.iter("button"):
                    yield self._get_model(view.model, node), node

    def _get_model(self, model, node):
        for parent in reversed(list(node.iterancestors("field"))):
            model = self.env[model]._fields[parent.get("name")].comodel_name
        return model

    def _get_tried(self, model):
        first = self.first.get(model)
        others = self.env[model].search([], limit=TRIED)
        return first | others if first is not None and first.has_access("read") else others

    def _opens(self, record, method):
        """:return: the action, if a button only opens one and changes no record that stays"""
        opened, error, written = undone(self.env, getattr(record, method))
        if error or not isinstance(opened, dict) or opened.get("type") != WINDOW:
            return None
        harmless = all(any(table in text for table in self.passing) for text in written)
        return opened if harmless else None

    def _get_only(self, action):
        """On a screen of Odoo's, what we add to it."""
        model = action["res_model"]
        ours = self.env[model]._original_module == MODULE
        return "" if ours else self.extended.get(model, NONE)
