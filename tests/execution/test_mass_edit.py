"""Many records changed at once: one message for each person, and queries that do not grow."""

from ..common.common import KamCommon

FEW, MANY = 20, 200


class TestExplore(KamCommon):
    def _cq(self, operation):
        self.env.cr.flush()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        operation()
        self.env.cr.flush()
        return self.env.cr.sql_log_count - before

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
        if field.comodel_name == "res.users" and field.type == "many2one":
            return (self.mate if record[name] != self.mate else self.reader).id
        if field.comodel_name == "res.users":
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
            if value is None or (value is False and few._fields[name].type != "boolean"):
                print("SKIP", few._name, name)
                continue
            try:
                with self.env.cr.savepoint():
                    small = self._cq(lambda: few.write({name: value}))
                    large = self._cq(lambda: many.write({name: value}))
                    print(
                        "RES",
                        few._name,
                        name,
                        repr(value)[:30],
                        small,
                        large,
                        "!!!" if large > small + 40 else "",
                        flush=True,
                    )
                    raise ZeroDivisionError
            except ZeroDivisionError:
                pass
            except Exception as e:
                print("ERR", few._name, name, value, str(e)[:150], flush=True)

    def test_explore(self):
        self.env = self.env(context={**self.env.context, "tracking_disable": False})
        plan = self._create_plan(
            member_ids=[(0, 0, {"user_id": self.mate.id}), (0, 0, {"user_id": self.reader.id})]
        )
        self._activate(plan)
        partners = self.env["res.partner"].create(
            [{"name": f"Person {i}", "parent_id": self.customer.id} for i in range(220)]
        )
        self.admin.write({"group_ids": [(4, self.env.ref("kam_planning.group_kam_people").id)]})
        env = self.env(user=self.admin.id)

        def two(make):
            few = make(range(20))
            many = make(range(20, 220))
            self.env.cr.flush()
            return few, many

        S = env["kam.stakeholder"]
        people = S.create([{"partner_id": p.id, "account_id": self.customer.id} for p in partners])

        boss = S.create({"name": "Boss", "account_id": self.customer.id})
        print(
            "RES manager",
            self._cq(lambda: people[:20].write({"manager_id": boss.id})),
            self._cq(lambda: people[20:].write({"manager_id": boss.id})),
        )
        center = env["kam.buying.center"].create({"name": "C", "account_id": self.customer.id})
        print(
            "RES center",
            self._cq(lambda: people[:20].write({"buying_center_id": center.id})),
            self._cq(lambda: people[20:].write({"buying_center_id": center.id})),
        )
        roles = env["kam.buying.role"].search([])[:2]
        print(
            "RES roles",
            self._cq(lambda: people[:20].write({"role_ids": [(6, 0, roles.ids)]})),
            self._cq(lambda: people[20:].write({"role_ids": [(6, 0, roles.ids)]})),
        )
        R = env["kam.relationship"]
        rels = R.create([{"stakeholder_id": p.id, "user_id": self.kam.id} for p in people])
        self._explore(rels[:20], rels[20:])
        infl = env["kam.influence"].create(
            [{"source_id": a.id, "target_id": b.id} for a, b in zip(people[:219], people[1:])]
        )
        self._explore(infl[:20], infl[20:])
        gaps = env["kam.gap"].search([("account_id", "=", self.customer.id)])
        print("gaps", len(gaps))
        if len(gaps) >= 220:
            self._explore(gaps[:20], gaps[20:220])
        offs = env["kam.offering"].create([{"name": f"Off {i}"} for i in range(220)])
        self._explore(offs[:20], offs[20:])
        cells = env["kam.whitespace"].search([("account_id", "=", self.customer.id)])
        print("cells", len(cells))
        if len(cells) < 220:
            have = cells.offering_id
            cells |= env["kam.whitespace"].create(
                [{"account_id": self.customer.id, "offering_id": o.id} for o in offs - have]
            )
        self._explore(cells[:20], cells[20:220])
        bc = env["kam.buying.center"].create(
            [{"name": f"BC {i}", "account_id": self.customer.id} for i in range(220)]
        )
        self._explore(bc[:20], bc[20:])
        sec = env["kam.plan.section"].create(
            [{"name": f"BC {i}", "plan_id": plan.id} for i in range(220)]
        )
        self._explore(sec[:20], sec[20:])
        review = env["kam.review"].create({"plan_id": plan.id})
        dec = env["kam.review.decision"].create(
            [{"name": f"BC {i}", "review_id": review.id} for i in range(220)]
        )
        self._explore(dec[:20], dec[20:])
        mem = env["kam.team.member"].create(
            [{"contact_id": p.id, "plan_id": plan.id} for p in partners]
        )
        self._explore(mem[:20], mem[20:])
        plans = self._create_plans(220)
        mem = env["kam.team.member"].create(
            [{"user_id": self.reader.id, "plan_id": p.id} for p in plans]
        )
        self._explore(mem[:20], mem[20:])
        measure = env["kam.measure"].search([], limit=1)
        tar = env["kam.target"].create(
            [
                {
                    "plan_id": p.id,
                    "measure_id": measure.id,
                    "date_from": "2026-01-01",
                    "date_to": "2026-12-31",
                }
                for p in plans
            ]
        )
        self._explore(tar[:20], tar[20:])
