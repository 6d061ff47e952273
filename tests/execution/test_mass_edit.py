"""Many records changed at once: one message for each person, and queries that do not grow."""

from odoo import fields

from ..common.common import KamCommon

FEW, MANY = 20, 200
MOST_MORE = 40


class MassCommon(KamCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": False})
        cls.user_fields = {}

    def setUp(self):
        super().setUp()
        self.env.cr.flush()

    def _count_told(self, user, operation):
        """Messages that an operation sends to a user, mails and inbox together."""
        domain = [("res_partner_id", "=", user.partner_id.id)]
        before = self.env["mail.notification"].search(domain)
        operation()
        self.env.cr.flush()
        return len(self.env["mail.notification"].search(domain) - before)

    def _count_all_queries(self, operation):
        """Queries up to the commit, with what changed noted and people told."""
        self.env.cr.flush()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        operation()
        self.env.cr.flush()
        return self.env.cr.sql_log_count - before

    def _assert_bounded(self, few, many, change):
        """Assert that a change of many records costs little more than of few."""
        small = self._count_all_queries(lambda: change(few))
        large = self._count_all_queries(lambda: change(many))
        return small, large


class TestExplore(MassCommon):
    def _values(self, records):
        record = records[:1]
        for name, field in sorted(records._fields.items()):
            if (
                not field.store
                or field.readonly
                or field.related
                or name in ("plan_id", "company_id", "id")
                or name.startswith(("message_", "activity_", "website_"))
                or field.type in ("one2many",)
            ):
                continue
            yield name, self._other(record, name, field)

    def _other(self, record, name, field):
        if name in ("user_id", "sponsor_id"):
            return (self.mate if record[name] != self.mate else self.reader).id
        if name == "user_ids":
            return [(6, 0, self.mate.ids)]
        if field.type == "selection":
            options = [
                v for v in field.get_values(self.env) if v != record[name] and v != "continued"
            ]
            return options[0]
        if field.type in ("float", "integer", "monetary"):
            return 7
        if field.type == "date":
            return "2026-07-01" if name != "date_start" else "2026-02-01"
        if field.type == "datetime":
            return "2026-07-01 10:00:00"
        if field.type == "boolean":
            return not record[name]
        if field.type in ("char", "text", "html"):
            return "Other"
        if field.type == "many2one":
            if name == "contact_id":
                return self.contact.id
            other = (
                self.env[field.comodel_name].sudo().search([("id", "!=", record[name].id)], limit=1)
            )
            return other.id
        return None

    def _explore(self, few, many):
        for name, value in self._values(few):
            if value in (None, False):
                print("SKIP", few._name, name)
                continue
            if name == "objective_id":
                continue
            try:
                with self.env.cr.savepoint():
                    small, large = self._assert_bounded(
                        few, many, lambda r, n=name, v=value: r.write({n: v})
                    )
                    msg = ""
                    if (
                        few._fields[name].comodel_name == "res.users"
                        and few._fields[name].type == "many2one"
                    ):
                        user = self.env["res.users"].browse(value)
                        back = self.kam
                        msg = "told %s" % self._count_told(
                            back,
                            lambda r=many, n=name: r.with_user(self.manager).write({n: back.id}),
                        )
                    print(
                        "RES",
                        few._name,
                        name,
                        repr(value)[:30],
                        small,
                        large,
                        "!!!" if large > small + 40 else "",
                        msg,
                    )
                    raise ZeroDivisionError
            except ZeroDivisionError:
                pass
            except Exception as e:
                print("ERR", few._name, name, value, str(e)[:150])

    def test_explore(self):
        plan = self._create_plan(
            member_ids=[(0, 0, {"user_id": self.mate.id}), (0, 0, {"user_id": self.reader.id})]
        )
        plan = plan.with_user(self.kam)

        def make(model, count, **vals):
            n = self.env["kam.action"].search_count([])
            recs = (
                self.env[model]
                .with_user(self.kam)
                .create(
                    [
                        {
                            "plan_id": plan.id,
                            **{
                                k: (v % (n + i) if isinstance(v, str) and "%" in v else v)
                                for k, v in vals.items()
                            },
                        }
                        for i in range(count)
                    ]
                )
            )
            self.env.cr.flush()
            return recs

        args = {
            "name": "Act %d",
            "user_id": self.kam.id,
            "date_start": "2026-01-01",
            "date_deadline": "2026-06-01",
        }
        few, many = make("kam.action", 20, **args), make("kam.action", 200, **args)
        self._explore(few, many)
        oargs = {"name": "Obj %d"}
        few, many = make("kam.objective", 20, **oargs), make("kam.objective", 200, **oargs)
        self._explore(few, many)
        few, many = make("kam.review", 20), make("kam.review", 200)
        self._explore(few, many)
        few, many = (
            self._create_plans(20, template_id=self.light.id),
            self._create_plans(200, template_id=self.light.id),
        )
        self.env.cr.flush()
        self._explore(few.with_user(self.manager), many.with_user(self.manager))
