"""A world in which every text tells where it stands, and visitors who try what comes to mind."""

import random
import re

from odoo.fields import Domain
from odoo.tests import new_test_user
from odoo.tools import SQL

from ..common.common import TODAY
from ..whole.everything import EverythingCommon

TOKEN = re.compile(r"QZ\d+Q")
TEXTS = ("char", "text", "html")
# Beside our models: what hangs on our records, and what our people write about a customer.
BESIDE = {
    "mail.message": ("subject", "body"),
    "mail.activity": ("summary", "note"),
    "mail.tracking.value": ("old_value_char", "new_value_char"),
    "res.partner": ("comment",),
    "crm.lead": ("name", "description"),
}
METHODS = ("search_read", "read", "name_search", "web_search_read", "formatted_read_group")
METHODS += ("export_data", "copy", "get_views", "onchange", "default_get", "web_read", "fields_get")


class LeakWorld(EverythingCommon):
    """One record of each kind for Acme, half of them shared; each text is a token of its own.

    `live` sees Acme's share, `revoked` saw it, `other` sees that of another customer.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visitors = {"public": None}
        for name in ("live", "revoked", "other"):
            customer = cls.other_partner if name == "other" else cls.customer
            person = cls.env["res.partner"].create({"name": name, "parent_id": customer.id})
            cls.visitors[name] = new_test_user(
                cls.env, f"{name}.visitor", groups="base.group_portal", partner_id=person.id
            )

    def _share(self, plan, visitor):
        share = plan.share_ids or self.env["kam.share"].create({"plan_id": plan.id})
        partner = self.visitors[visitor].partner_id
        access = share.access_ids.create(
            {"share_id": share.id, "partner_id": partner.id, "can_agree": True}
        )
        access.sudo().invited_date = TODAY
        share._share_sudo()
        return access

    def _make_world(self):
        """Make everything, switch every other line on, and mark all texts.

        :return: dict {visitor: set of tokens that he may see}
        """
        made = self._make_all()
        theirs = self._create_plan(partner_id=self.other_partner.id, name="Theirs")
        for model in self.env["kam.share.lines"]._get_shared_models():
            lines = self.env[model].search(Domain.TRUE, order="id")
            lines[::2].sudo().write({"is_shared": True})
        for plan in (self.plan, theirs):
            plan.sudo().is_shared = True
        shares = {"live": self._share(self.plan, "live"), "other": self._share(theirs, "other")}
        self._share(self.plan, "revoked").action_revoke()
        self.plan.message_post(body="Internal word")
        self.plan.activity_schedule("mail.mail_activity_data_todo", user_id=self.kam.id)
        self.marks = 0
        self._mark_all(made)
        shares["live"].share_id._propose_sudo()
        allowed = {name: self._find_allowed(access) for name, access in shares.items()}
        return {"public": set(), "revoked": set(), **allowed}

    def _find_allowed(self, access):
        """Tokens in what may leave, in the share's own words, and in comments for the customer."""
        share = access.share_id
        lines = share._read_released_sudo(share.plan_id)[share.plan_id]
        found = set(TOKEN.findall(str(lines)))
        found |= set(TOKEN.findall(f"{share.name} {share.intro} {access.partner_id.name}"))
        found |= set(TOKEN.findall(str(share._prepare_page_sudo(access))))
        return found

    def _mark_all(self, made):
        self.env.flush_all()
        for model in sorted({*self._own_models(), *made}):
            if model.startswith("kam.") and self.env[model]._auto:
                self._mark(model, self._find_texts(self.env[model]))
        for model, names in BESIDE.items():
            self._mark(model, names)
        self.env.invalidate_all()

    def _find_texts(self, records):
        """Fields that people type in, and those of history that repeat it."""
        technical = records._get_technical_names() if "_get_technical_names" in dir(records) else ()
        return [
            name
            for name, field in records._fields.items()
            if field.type in TEXTS
            and field.store
            and not field.translate
            and field.column_type
            and name not in technical
        ]

    def _mark(self, model, names):
        """Give each text of each record a token of its own, past all rules."""
        records = self.env[model].with_context(active_test=False).sudo()
        for record_id in records.search(Domain.TRUE).ids:
            for name in names:
                self.marks += 1
                self.env.cr.execute(
                    SQL(
                        "UPDATE %s SET %s = %s WHERE id = %s AND COALESCE(%s, '') != ''",
                        SQL.identifier(records._table),
                        SQL.identifier(name),
                        f"QZ{self.marks}Q",
                        record_id,
                        SQL.identifier(name),
                    )
                )


class Tries:
    """What somebody might try: addresses and calls, drawn from a seed."""

    def __init__(self, env, seed):
        self.draw = random.Random(seed)
        self.models = sorted(name for name in env if name.startswith("kam."))
        self.models += ["mail.message", "ir.attachment", "mail.activity", "mail.followers"]
        self.models += ["res.partner", "crm.lead", "calendar.event", "mail.tracking.value"]
        self.methods = {name: self._list_methods(env[name]) for name in self.models}
        self.ids = {
            name: env[name].sudo().with_context(active_test=False).search(Domain.TRUE).ids
            if env[name]._auto and not env[name]._abstract
            else []
            for name in self.models
        }
        rules = env["ir.http"].routing_map().iter_rules()
        self.rules = sorted({rule.rule for rule in rules if self._is_tried(rule)})

    def _list_methods(self, records):
        own = [
            name
            for name in dir(type(records))
            if not name.startswith("_") and callable(getattr(type(records), name, None))
        ]
        odoos = set(dir(records.pool["base"]))
        return [*METHODS, *(name for name in own if name not in odoos)]

    def _is_tried(self, rule):
        """Not what ends the session or the server, nor what waits."""
        methods = rule.endpoint.routing.get("methods") or ["GET"]
        words = ("logout", "longpoll", "websocket", "database", "/web/tests", "assets", "bus")
        return "GET" in methods and not any(word in rule.rule for word in words)

    def draw_id(self, model):
        """An id of a record that is there, or of none."""
        known = self.ids.get(model) or [1]
        return self.draw.choice([*known, self.draw.randint(1, 10**6), 2**40])

    def draw_address(self):
        """A route of the server with something in its places."""
        if self.draw.random() < 0.4:
            return self._draw_own_address()
        return re.sub(r"<([^>]+)>", self._fill, self.draw.choice(self.rules))

    def _draw_own_address(self):
        model = self.draw.choice(self.models)
        record_id = self.draw_id(model)
        plan_id, share_id = self.draw_id("kam.plan"), self.draw_id("kam.share")
        return self.draw.choice(
            [
                f"/my/account-plans/{share_id}",
                f"/my/account-plans/{share_id}/pdf",
                f"/my/account-plans/{share_id}/document/{self.draw.randint(0, 5)}",
                f"/my/account-plans/{share_id}/photo/{self.draw.randint(0, 5)}",
                f"/kam_planning/share/{share_id}/preview?access={self.draw_id('kam.share.access')}",
                f"/kam_planning/plan/{plan_id}/workbook",
                f"/kam_planning/plan/{plan_id}/deck",
                f"/web/image/{model}/{record_id}/name",
                f"/web/content/{model}/{record_id}/name",
                f"/web/content/{self.draw_id('ir.attachment')}",
                f"/mail/view?model={model}&res_id={record_id}",
                f"/report/html/kam_planning.report_kam_plan_one_page/{plan_id}",
                f"/odoo/{model}/{record_id}",
                f"/web/dataset/call_kw/{model}/read",
            ]
        )

    def _fill(self, place):
        kind, _colon, name = place[1].rpartition(":")
        if "int" in kind or "id" in name:
            return str(self.draw_id(self.draw.choice(["kam.plan", "kam.share", "ir.attachment"])))
        model = self.draw.choice(self.models)
        return {"model": model, "res_model": model, "field": "name"}.get(name, "1")

    def draw_call(self):
        """A call by RPC: (model, method, args)."""
        model = self.draw.choice(self.models)
        method = self.draw.choice(self.methods[model])
        ids = [self.draw_id(model) for _one in range(self.draw.randint(1, 3))]
        by_domain = {
            "search_read": [[]],
            "web_search_read": [[], {"display_name": {}}],
            "name_search": [""],
            "formatted_read_group": [[], ["create_uid"], ["__count"]],
            "get_views": [[[False, "form"], [False, "list"]]],
            "fields_get": [],
            "default_get": [["name"]],
        }
        if method in by_domain:
            return model, method, by_domain[method]
        by_ids = {
            "export_data": [["id", "display_name"]],
            "web_read": [{"display_name": {}}],
            "onchange": [{}, [], {"display_name": {}}],
        }
        return model, method, [ids, *by_ids.get(method, [])]
