"""Whatever can be called from outside refuses in words, and writes nothing that is not allowed.

The methods are those of the registry: of our models, and of our classes on Odoo's models. Methods
of abstract models are called where they are inherited, for an abstract model has no records.
"""

import inspect

from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.service.model import call_kw
from odoo.tools import mute_logger

from ..common.samples import take, tell_seed
from .everything import CODE, EverythingCommon

# Wrong values for any argument: of a wrong type, out of range, of no record.
WRONG = (None, True, -1, 0, 1.5, 2**40, "x", [], ["x"], [[1]], {"x": 1})
NO_ID = 2**31 - 1
# Odoo says in words what a constraint of the database is about.
CLEAR = (UserError, IntegrityError)
# They answer about the model, whatever the records.
WITHOUT_RECORDS = {"default_get", "fields_get", "onchange", "get_import_templates"}
# Each user of Key Account Management makes plans; none for what he may not see (see test_access).
MADE_BY_ALL = {"kam.plan", "kam.plan.create"}
# They answer about the caller alone, whatever the records.
ABOUT_CALLER = {("kam.plan", "get_today")}
# They answer False: the client asks them before it goes on.
SILENT = {("res.users", "action_ask_kam_heir")}


class TestPublicMethods(EverythingCommon):
    def setUp(self):
        super().setUp()
        self.records = self._make_all()

    def _methods(self):
        """All public methods of ours: list of (model, name, function)."""
        found = {}
        for model, records in self.env.items():
            if records._abstract:
                continue
            for cls in type(records).mro():
                if not cls.__module__.startswith(CODE):
                    continue
                for name, value in vars(cls).items():
                    if name.startswith("_") or not inspect.isfunction(value):
                        continue
                    method = getattr(type(records), name)
                    if not getattr(method, "_api_private", False):
                        found[model, name] = method
        return [(*key, method) for key, method in sorted(found.items())]

    def _is_odoos(self, model, name):
        """Whether Odoo has the method as well: then its arguments are Odoo's to check."""
        classes = type(self.env[model]).mro()
        return any(name in vars(cls) and not cls.__module__.startswith(CODE) for cls in classes)

    def _call(self, user, model, name, method, ids=None, changed=()):
        """Call a method as a client does, with good arguments but for those that are given."""
        parameters = [
            name
            for name, one in list(inspect.signature(method).parameters.items())[1:]
            if one.kind is not inspect.Parameter.VAR_KEYWORD
        ]
        values = {**self._arguments_for(model, name), **dict(changed)}
        # A parameter that no test knows fails here: give it a value in `_arguments_for`.
        arguments = [values[parameter] for parameter in parameters]
        if not getattr(method, "_api_model", False):
            arguments.insert(0, self.records[model].ids if ids is None else ids)
        records = self.env[model].with_user(user)
        with mute_logger("odoo.sql_db"):
            return self._undone(lambda: call_kw(records, name, arguments, {}))

    def _arguments_for(self, model, name):
        values = self._prepare_values().get(model, {}) if name == "create" else {}
        if model.startswith("kam.") and "company_id" in self.env[model]._fields:
            values["company_id"] = self.env.company.id
        return {
            "account_id": self.customer.id,
            "company_id": self.env.company.id,
            "manager_ids": [self.head.id],
            "person_ids": [self.jane.id],
            "top_from": 0,
            "skip": 0,
            "partner_ids": [self.contact.id],
            "subtype_ids": None,
            "text": "Jane",
            "limit": 10,
            "name": "revenue",
            "chapter": "objectives",
            "kind": "strength" if model == "kam.relationship" else "progress",
            "vals_list": [values],
            "vals": {"company_id": self.other_company.id},
            "default": {},
            "fields": [".id"],
            "fields_to_export": ["display_name"],
            "data": [[str(self.records[model].id)]],
            "reason": "left",
            "moves": [],
            "key": "objectives",
            "keys": ["objectives"],
            "opened": {"objectives": 1},
            "filters": {"only": ["open"]},
            "offset": 0,
            "note": "Before the talks",
            "other_id": False,
            "with_figures": False,
            "contact_ids": [self.contact.id],
            "kinds": ["action"],
            "token": "token-1234",
            "date": False,
            "msg_dict": {"body": "Hello", "email_from": "somebody@else.example"},
            "update_vals": None,
            "domain": [],
            "round_id": self.portfolio.id,
        }

    def _list_excluded(self, model, name):
        """Who may not read our record of the model, nor make one of his own."""
        for user in self.outsider | self.foreign | self.portal | self.reader:
            may_make = model in MADE_BY_ALL and self.env[model].with_user(user).has_access("create")
            may_read = self.records[model].with_user(user).has_access("read")
            if not may_read and not (name == "create" and may_make):
                yield user

    def test_who_may_not_read_is_refused(self):
        """Each method by one of them in turn; in `make doors` by all."""
        refused = set()
        for number, (model, name, method) in enumerate(self._methods()):
            if name in WITHOUT_RECORDS or model not in self.records:
                continue
            for user in take(self._list_excluded(model, name), number):
                with self.subTest(method=f"{model}.{name}", user=user.login, seed=tell_seed()):
                    result, error, _written = self._call(user, model, name, method)
                    if (model, name) in SILENT:
                        self.assertIs(result, False)
                    elif (model, name) in ABOUT_CALLER and error is None:
                        self.assertEqual(result, [])
                    elif name == "load" and not error:
                        self.assertIs(result["ids"], False)
                    else:
                        self.assertIsInstance(error, CLEAR)
                    refused.add(model)
        self.assertLessEqual(set(self._own_models()) & set(self.records), refused)

    def test_no_records_many_records_and_records_that_are_gone(self):
        for model, name, method in self._methods():
            if model not in self.records or getattr(method, "_api_model", False):
                continue
            if self._is_odoos(model, name):
                continue
            two = self.records[model].ids + self.env[model].search([], limit=2).ids
            for ids in ([], [NO_ID], two[:2]):
                with self.subTest(method=f"{model}.{name}", ids=ids):
                    _result, error, written = self._call(self.warden, model, name, method, ids)
                    if error:
                        self.assertIsInstance(error, CLEAR)
                    elif len(ids) < 2:
                        self.assertFalse(written)

    def test_wrong_arguments(self):
        for model, name, method in self._methods():
            if model not in self.records or self._is_odoos(model, name):
                continue
            for parameter in list(inspect.signature(method).parameters)[1:]:
                for value in WRONG:
                    with self.subTest(method=f"{model}.{name}", **{parameter: value}):
                        changed = {parameter: value}
                        error = self._call(self.warden, model, name, method, changed=changed)[1]
                        if error:
                            self.assertIsInstance(error, CLEAR)
