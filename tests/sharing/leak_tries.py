"""What somebody might try who wants to see what was not shared with him, drawn from a seed."""

import inspect
import json
import random
import re
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from odoo.fields import Domain

PATH = "/my/account-plans"
METHODS = ("search_read", "read", "name_search", "web_search_read", "formatted_read_group")
METHODS += ("export_data", "copy", "get_views", "onchange", "default_get", "web_read", "fields_get")
METHODS += ("search", "search_count", "create", "write", "unlink", "web_save", "get_metadata")
ODOOS = ["mail.message", "ir.attachment", "mail.activity", "mail.followers", "res.partner"]
ODOOS += ["crm.lead", "calendar.event", "mail.tracking.value", "mail.mail", "mail.notification"]
ODOOS += [
    "res.users",
    "res.company",
    "ir.actions.report",
    "spreadsheet.dashboard.share",
    "discuss.channel",
]
# What ends the session or the server, waits, or says nothing of anybody.
SKIPPED = ("logout", "destroy", "authenticate", "longpoll", "websocket", "database", "/web/tests")
SKIPPED += ("assets", "bundle", "bus", "password", "deactivate", "login", "signup", "become")
ACTS = ("agree", "changes", "comment", "done", "confirm", "survey", "mails", "open", "sign")
# What a parameter that ends in "_id" asks for; others ask for the model that is tried.
LINKS = {"account": "res.partner", "partner": "res.partner", "customer": "res.partner"}
LINKS |= {"company": "res.company", "user": "res.users", "message": "mail.message"}
LINKED = ("share", "access", "action", "value", "question", "answer", "version", "plan", "partner")
# Switches of ours and of Odoo that somebody might send.
CONTEXTS = [
    {},
    {"active_test": False},
    {"kam_as_if_shared": True},
    {"kam_to_person": 1},
    {"kam_forgetting": True},
    {"bin_size": True, "lang": "en_US"},
    {"allowed_company_ids": [1, 2]},
    {"force_report_rendering": True},
]
KINDS = {"address": 4, "form": 4, "route": 4, "call": 4, "json2": 2, "file": 2, "paper": 1}
KINDS |= {"export": 1}


@dataclass
class Try:
    """An address, with a form or JSON that is sent there, and whether the visitor's key for
    programs goes with it instead of his session.
    """

    address: str
    form: dict | None = None
    json: dict | None = None
    has_key: bool = False


class Tries:
    """
    :param env: in which the routes, the records and the reports are found
    :param seed: the same seed draws the same tries in the same world
    :param list forms: tuples (address, values) of the forms on the customer's page
    """

    def __init__(self, env, seed, forms):
        self.draw, self.forms = random.Random(seed), forms
        known = {value for _address, said in forms for name, value in said.items() if "che" in name}
        self.marks = [*sorted(known), "", "x" * 20]
        self.env = env
        self.models = sorted(name for name in env if name.startswith("kam.")) + ODOOS
        self.methods = {name: self._list_methods(env[name]) for name in self.models}
        self.ids = {name: self._list_ids(env[name].sudo()) for name in self.models}
        self.kept = [name for name in self.models if self.ids[name]]
        self.reports = self._list_reports()
        rules = env["ir.http"].routing_map().iter_rules()
        tried = [rule for rule in rules if not any(word in rule.rule for word in SKIPPED)]
        self.rules = sorted(tried, key=lambda rule: (rule.rule, sorted(rule.methods or ())))

    def _list_methods(self, records):
        own = [
            name
            for name in dir(type(records))
            if not name.startswith("_") and callable(getattr(type(records), name, None))
        ]
        odoos = set(dir(records.pool["base"]))
        return [*METHODS, *(name for name in own if name not in odoos)]

    def _list_ids(self, records):
        if records._abstract or not records._auto:
            return []
        return records.with_context(active_test=False).search(Domain.TRUE).ids

    def _list_reports(self):
        """Pairs (name of a report, model) of those of our module and of Odoo that are printed."""
        reports = self.env["ir.actions.report"].sudo().search(Domain.TRUE, order="id")
        return [(report.report_name, report.model) for report in reports]

    def draw_try(self, number):
        """Everybody begins with each form of the customer's page, twice.

        :param int number: of the try among those of its visitor, from 0
        :return: `Try`
        """
        if number < 2 * len(self.forms):
            address, shown = self.forms[number % len(self.forms)]
            return Try(address, form=self._draw_said() | shown)
        [kind] = self.draw.choices(list(KINDS), list(KINDS.values()))
        return getattr(self, f"_draw_{kind}")()

    def _draw_model(self):
        """Rather one of which there is something."""
        return self.draw.choice(self.kept if self.draw.random() < 0.8 else self.models)

    def _draw_id(self, model):
        """An id of a record that is there, or of none."""
        known = self.ids.get(model) or [1]
        return self.draw.choice([*known, self.draw.randint(1, 10**6), 2**40])

    def _draw_ids(self, model):
        return [self._draw_id(model) for _one in range(self.draw.randint(1, 3))]

    # addresses

    def _draw_address(self):
        if self.draw.random() < 0.5:
            address = self._draw_own_address()
        else:
            rule = self.draw.choice([one for one in self.rules if self._is_read(one)])
            address = self._fill(rule)
        sign = "&" if "?" in address else "?"
        return Try(address + self.draw.choice(["", "", "", f"{sign}debug=1"]))

    def _draw_own_address(self):
        model = self._draw_model()
        record_id = self._draw_id(model)
        plan_id, share_id = self._draw_id("kam.plan"), self._draw_id("kam.share")
        place = self.draw.randint(0, 5)
        access_id = self._draw_id("kam.share.access")
        return self.draw.choice(
            [
                f"{PATH}/{share_id}",
                f"{PATH}/{share_id}?access={access_id}&seen=1&access_token=x",
                f"{PATH}/{share_id}/{self.draw.choice(ACTS)}",
                f"{PATH}/{share_id}/pdf",
                f"{PATH}/{share_id}/document/{place}",
                f"{PATH}/{share_id}/photo/{place}",
                f"{PATH}/{share_id}/nothing",
                f"/kam_planning/share/{share_id}/preview?access={access_id}",
                f"/kam_planning/plan/{plan_id}/workbook",
                f"/kam_planning/plan/{plan_id}/deck",
                f"/mail/view?model={model}&res_id={record_id}",
                f"/mail/message/{self._draw_id('mail.message')}",
                f"/odoo/{model}/{record_id}",
                f"/web#model={model}&id={record_id}",
                f"/json/1/{model}/{record_id}",
                f"/dashboard/share/{self._draw_id('spreadsheet.dashboard.share')}/x",
                f"/dashboard/data/{self._draw_id('spreadsheet.dashboard.share')}/x",
                "/my",
                PATH,
            ]
        )

    def _is_read(self, rule):
        routing = rule.endpoint.routing
        return routing["type"] == "http" and "GET" in (routing.get("methods") or ["GET"])

    def _fill(self, rule):
        """The address of a route, with something in its places."""
        return re.sub(r"<([^>]+)>", self._fill_place, rule.rule)

    def _fill_place(self, place):
        kind, _colon, name = place[1].rpartition(":")
        named = re.search(r"model\w*\([\"']([\w.]+)", kind)
        if named:
            return str(self._draw_id(named[1]))
        if "int" in kind or name.endswith("id"):
            return str(self._draw_id(self.draw.choice(["kam.plan", "kam.share", *ODOOS])))
        guess = self._guess(name, self._draw_model())
        return quote(guess if isinstance(guess, str) else "1")

    # the forms of the customer's page

    def _draw_form(self):
        """A form as it stands there, or one that somebody made up."""
        share_id, act = self._draw_id("kam.share"), self.draw.choice(ACTS)
        address, said = f"{PATH}/{share_id}/{act}", self._draw_said()
        if self.draw.random() < 0.6:
            address, shown = self.draw.choice(self.forms)
            said |= shown
        forged = {f"{name}_id": str(self._draw_id(f"kam.{name}")) for name in LINKED}
        said |= {name: value for name, value in forged.items() if self.draw.random() < 0.2}
        if address.endswith("/sign"):
            signed = {"name": "Somebody", "signature": "x", **forged}
            return Try(f"{address}?check={said['check']}", json={"params": signed})
        return Try(address, form=said)

    def _draw_said(self):
        mark = self.draw.choice(self.marks)
        return {
            "line": self.draw.choice(["1", "2", "3", "0", str(self._draw_id("kam.action"))]),
            "check": mark,
            "name": self.draw.choice(["Somebody", ""]),
            "words": self.draw.choice(["Words", ""]),
            "decision": self.draw.choice(["full", "partly", "disputed", "agreed"]),
            "amount": self.draw.choice(["1", "0", "1e9", "x"]),
            **{f"score_{place}": "4" for place in range(1, 9)},
            **{f"check_{place}": mark for place in range(1, 9)},
            "versions": "1",
        }

    # any route, any call

    def _draw_route(self):
        """What is sent to a route of Odoo's or of ours, by the names that it asks for."""
        rule = self.draw.choice([one for one in self.rules if not self._is_read(one)])
        model = self._draw_model()
        values = self._guess_all(rule.endpoint, model)
        if rule.endpoint.routing["type"] == "http":
            sent = {name: v if isinstance(v, str) else json.dumps(v) for name, v in values.items()}
            return Try(self._fill(rule), form=sent)
        return Try(self._fill(rule), json={"params": values})

    def _guess_all(self, function, model):
        taken = inspect.signature(function).parameters.values()
        kinds = (inspect.Parameter.VAR_KEYWORD, inspect.Parameter.VAR_POSITIONAL)
        names = [one.name for one in taken if one.kind not in kinds and one.name != "self"]
        return {name: self._guess(name, model) for name in names}

    def _guess(self, name, model):
        """What stands for a parameter of this name."""
        ids = self._draw_ids(model)
        known = {
            **dict.fromkeys(("model", "res_model", "thread_model", "model_name"), model),
            "method": self.draw.choice(self.methods[model]),
            "args": [ids],
            "kwargs": {},
            "context": self.draw.choice(CONTEXTS),
            **dict.fromkeys(("field", "field_name", "fname"), self._draw_field(model)),
            **dict.fromkeys(("fields", "field_names", "fields_list"), ["id", "display_name"]),
            **dict.fromkeys(("specification", "fields_spec"), {"display_name": {}}),
            "domain": self.draw.choice([[], [["id", "in", ids]]]),
            "groupby": ["create_uid"],
            "aggregates": ["__count"],
            "vals_list": [{"name": "Words"}],
            **dict.fromkeys(("values", "vals"), {"is_shared": True}),
            "counters": ["kam_share_count", "order_count", "invoice_count"],
            "fetch_params": self._draw_fetched(model, ids[0]),
            "post_data": {"body": "Words", "partner_ids": self._draw_ids("res.partner")},
            "data": self._draw_exported(model, ids),
            **dict.fromkeys(("limit", "offset"), self.draw.choice([0, 10])),
            "order": "id",
            "reportname": self.draw.choice(self.reports)[0],
            "converter": self.draw.choice(["html", "pdf", "text"]),
            "docids": ",".join(map(str, ids)),
        }
        if name in known:
            return known[name]
        about = re.sub(r"_?ids?$", "", name)
        if about == name:
            return "1"
        linked = LINKS.get(about, f"kam.{about}")
        found = self._draw_ids(linked) if linked in self.ids else ids
        return found if name.endswith("ids") else found[0]

    def _draw_field(self, model):
        return self.draw.choice(sorted(self.env[model]._fields))

    def _draw_fetched(self, model, record_id):
        asked = ["messages", "followers", "attachments", "activities", "display_name", "scheduled"]
        thread = {"thread_model": model, "thread_id": record_id, "request_list": asked}
        every = [["mail.thread", thread], "init_messaging", "failures", "systray_get_activities"]
        return self.draw.choice([every, {"limit": 30}, {"search_term": "QZ"}])

    def _draw_call(self):
        model = self._draw_model()
        method = self.draw.choice(self.methods[model])
        ids = self._draw_ids(model)
        args = {
            "search_read": [[]],
            "web_search_read": [[], {"display_name": {}}],
            "name_search": [""],
            "search": [[]],
            "search_count": [[]],
            "create": [{"name": "Words"}],
            "formatted_read_group": [[], ["create_uid"], ["__count"]],
            "get_views": [[[False, "form"], [False, "list"]]],
            "fields_get": [],
            "default_get": [["name"]],
            "export_data": [ids, ["id", "display_name"]],
            "web_read": [ids, {"display_name": {}}],
            "onchange": [ids, {}, [], {"display_name": {}}],
            "write": [ids, {"is_shared": True}],
            "web_save": [ids, {"is_shared": True}, {"display_name": {}}],
        }.get(method, [ids])
        called = {"model": model, "method": method, "args": args, "kwargs": {}}
        function = getattr(type(self.env[model]), method)
        if method not in METHODS and self.draw.random() < 0.5:
            called["args"] = [] if hasattr(function, "_api_model") else [ids]
            called["kwargs"] = self._guess_all(function, model)
        called["kwargs"]["context"] = self.draw.choice(CONTEXTS)
        way = self.draw.choice(["call_kw", "call_kw", "call_button"])
        return Try(f"/web/dataset/{way}/{model}/{method}", json={"params": called})

    def _draw_json2(self):
        model = self._draw_model()
        method = self.draw.choice(self.methods[model])
        function = getattr(type(self.env[model]), method)
        values = self._guess_all(function, model) | {"context": self.draw.choice(CONTEXTS)}
        if not hasattr(function, "_api_model"):
            values["ids"] = self._draw_ids(model)
        return Try(f"/json/2/{model}/{method}", json=values, has_key=True)

    # files, papers, exports

    def _draw_file(self):
        model = self._draw_model()
        record_id, field = self._draw_id(model), self._draw_field(model)
        file_id, way = self._draw_id("ir.attachment"), self.draw.choice(["content", "image"])
        asked = urlencode({"model": model, "id": record_id, "field": field, "access_token": "x"})
        addresses = [f"{file_id}", f"{file_id}-x/file", f"{file_id}?access_token=x&download=1"]
        addresses += [f"{model}/{record_id}/{field}", f"{model}/{record_id}/{field}/file"]
        return Try(f"/web/{way}/{self.draw.choice(addresses)}".replace("?", f"?{asked}&"))

    def _draw_paper(self):
        report, model = self.draw.choice(self.reports)
        ids = ",".join(map(str, self._draw_ids(model)))
        converter = self.draw.choice(["html", "pdf", "text"])
        printed = f"/report/{converter}/{report}/{ids}"
        if self.draw.random() < 0.7:
            return Try(printed)
        data = json.dumps([printed, f"qweb-{converter}"])
        return Try("/report/download", form={"data": data, "context": "{}"})

    def _draw_export(self):
        model = self._draw_model()
        way = self.draw.choice(["export/csv", "export/xlsx", "pivot/export_xlsx"])
        data = self._draw_exported(model, self._draw_ids(model))
        return Try(f"/web/{way}", form={"data": data})

    def _draw_exported(self, model, ids):
        names = ["id", "display_name", self._draw_field(model)]
        fields = [{"name": name, "label": name, "type": "char"} for name in names]
        exported = {"model": model, "fields": fields, "ids": self.draw.choice([False, ids])}
        return json.dumps({**exported, "domain": [], "import_compat": False, "title": "Words"})
