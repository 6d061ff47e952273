"""Many records changed at once: what 200 cost beyond 20, for each field and each step."""

from odoo import Command

from ..common.common import KamCommon

FEW, MANY = 20, 200
MOST_MORE = 40
# Fields in which no two records may have the same, or which say of what a record is part.
OWN_OR_OWNER = {
    "kam.relationship": {"stakeholder_id"},
    "kam.stakeholder": {"account_id", "partner_id"},
    "kam.team.member": {"contact_id", "plan_id"},
    "kam.target": {"measure_id", "plan_id"},
    "kam.whitespace": {"offering_id"},
    "kam.review.decision": {"review_id"},
}
# Odoo's own.
PASSED_OVER = ("activity_", "message_", "website_", "rating_")
TEXTS = ("char", "text", "html")
NUMBERS = ("integer", "float", "monetary")


class TestMassEdit(KamCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": False})
        people = cls.env.ref("kam_planning.group_kam_people")
        cls.manager.write({"group_ids": [Command.link(people.id)]})
        cls.office = cls.env(user=cls.manager)
        cls.plan = cls._create_plan(
            member_ids=[
                Command.create({"user_id": user.id}) for user in (cls.mate, cls.reader, cls.manager)
            ]
        ).with_env(cls.office)
        cls.objective = cls._create_objective(cls.plan).with_env(cls.office)
        cls.center = cls.office["kam.buying.center"].create(
            {"account_id": cls.customer.id, "name": "Purchasing"}
        )
        cls.head = cls.office["kam.stakeholder"].create(
            {"account_id": cls.customer.id, "name": "Head"}
        )
        # Values that fit where the first one found would not: by field.
        cls.fitting = {
            "contact_id": cls.contact.id,
            "counterpart_id": cls.contact.id,
            "date_start": "2026-02-01",
            "objective_id": cls.objective.id,
            "buying_center_id": cls.center.id,
            "manager_id": cls.head.id,
            "role_ids": [Command.set(cls.env["kam.buying.role"].search([], limit=2).ids)],
            "contact_ids": [Command.set(cls.contact.ids)],
            "competitor_id": cls.env["res.partner"].create({"name": "Rival"}).id,
            "state": None,
            # Only of what is done.
            "date_done": None,
        }
        cls.env.flush_all()

    def setUp(self):
        super().setUp()
        self.fitting = dict(self.fitting)

    def _count(self, operation):
        """Queries up to the commit, with what changed noted and people told."""
        self.env.cr.flush()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        operation()
        self.env.cr.flush()
        return self.env.cr.sql_log_count - before

    def _assert_bounded(self, records, change, label):
        """Assert that a change of many records costs little more than of few."""
        small = self._count(lambda: change(records[:FEW]))
        large = self._count(lambda: change(records[FEW:]))
        self.assertLessEqual(large, small + MOST_MORE, f"{records._name}, {label}")

    def _list_fields(self, records):
        """What a user may write in these records: pairs (name of the field, field)."""
        excluded = OWN_OR_OWNER.get(records._name, set())
        for name, field in sorted(records._fields.items()):
            is_own = field.store and not (field.readonly or field.related)
            if is_own and not name.startswith(PASSED_OVER) and name not in excluded:
                yield name, field

    def _propose(self, record, field):
        """A value that the record does not have, or None."""
        if field.name in self.fitting:
            return self.fitting[field.name]
        if field.comodel_name == "res.users":
            user = self.mate if record[field.name] != self.mate else self.reader
            return user.id if field.type == "many2one" else [Command.set(user.ids)]
        if field.type == "selection":
            values = [v for v in field.get_values(self.env) if v != record[field.name]]
            return values[0]
        if field.type == "boolean":
            return not record[field.name]
        if field.type == "date":
            return "2026-07-01"
        if field.type == "many2one" and field.comodel_name.startswith(("kam.tier", "kam.team.r")):
            others = self.env[field.comodel_name].search([("id", "!=", record[field.name].id)])
            return others[:1].id
        return 7 if field.type in NUMBERS else "Other" if field.type in TEXTS else None

    def _assert_fields_bounded(self, records, least):
        """Write each field in few and in many records; `least` fields must be among them."""
        records, written = records.with_env(self.office), []
        for name, field in self._list_fields(records):
            value = self._propose(records[:1], field)
            if value is None:
                continue
            with self.subTest(model=records._name, field=name):
                self._assert_bounded(records, lambda r, n=name, v=value: r.write({n: v}), name)
                written.append(name)
        self.assertGreaterEqual(len(written), least, written)

    def _assert_steps_bounded(self, records, steps):
        for step in steps:
            with self.subTest(model=records._name, step=step):
                self._assert_bounded(records, lambda r, s=step: getattr(r, s)(), step)

    def _create(self, model, make):
        """So many records: `make` gives the values of one by its number."""
        records = self.office[model].create([make(number) for number in range(FEW + MANY)])
        self.env.cr.flush()
        return records

    def _create_actions(self):
        return self._create(
            "kam.action",
            lambda number: {
                "plan_id": self.plan.id,
                "name": f"Act {number}",
                "user_id": self.kam.id,
                "date_start": "2026-01-01",
                "date_deadline": "2026-06-01",
            },
        )

    def _create_people(self):
        contacts = self.env["res.partner"].create(
            [{"name": f"P {n}", "parent_id": self.customer.id} for n in range(FEW + MANY)]
        )
        return self._create(
            "kam.stakeholder",
            lambda number: {"partner_id": contacts[number].id, "account_id": self.customer.id},
        )

    def test_fields_of_actions(self):
        self._assert_fields_bounded(self._create_actions(), 15)

    def test_steps_of_actions(self):
        steps = ("action_start", "action_done", "action_reopen", "action_cancel", "action_reopen")
        self._assert_steps_bounded(self._create_actions(), (*steps, "action_confirm_still_true"))

    def test_activities_of_actions(self):
        activities = self._create_actions().activity_id
        for label, change in (
            ("assigned", lambda a: a.write({"user_id": self.mate.id})),
            ("moved", lambda a: a.write({"date_deadline": "2026-08-01"})),
            ("done", lambda a: a.write({"active": False})),
        ):
            self._assert_bounded(activities, change, label)

    def test_objectives(self):
        objectives = self._create(
            "kam.objective", lambda number: {"plan_id": self.plan.id, "name": f"Aim {number}"}
        )
        self.fitting["progress_mode"] = "actions"
        self._assert_fields_bounded(objectives, 12)
        self._assert_steps_bounded(
            objectives, ("action_achieve", "action_reopen", "action_drop", "action_reopen")
        )

    def test_reviews_and_decisions(self):
        reviews = self._create("kam.review", lambda _number: {"plan_id": self.plan.id})
        self._assert_bounded(reviews, lambda r: r.write({"kind": "customer"}), "kind")
        self.fitting["kind"] = None
        self._assert_fields_bounded(reviews, 6)
        self._assert_steps_bounded(reviews, ("action_hold", "action_reopen", "action_cancel"))
        decisions = self._create(
            "kam.review.decision",
            lambda number: {"review_id": reviews[0].id, "name": f"Decision {number}"},
        )
        self._assert_fields_bounded(decisions, 5)
        self._assert_steps_bounded(decisions, ("action_make_action",))

    def test_fields_of_plans(self):
        plans = self._create_plans(FEW + MANY, template_id=self.light.id)
        self._assert_fields_bounded(plans, 20)

    def test_customer_of_plans(self):
        """Their former customers are named in what is noted."""
        plans = self._create_plans(FEW + MANY).with_env(self.office)
        other = self.env["res.partner"].create({"name": "Other", "is_company": True})
        self._assert_bounded(plans, lambda p: p.write({"partner_id": other.id}), "partner_id")

    def test_steps_of_plans(self):
        plans = self._create_plans(FEW + MANY, template_id=self.light.id).with_env(self.office)
        for label, change in (
            ("submit", lambda p: p.action_submit()),
            ("send back", lambda p: p._send_back("No figures")),
            ("submit again", lambda p: p.action_submit()),
            ("approve", lambda p: p.action_approve()),
            ("close", lambda p: p.action_close()),
            ("reopen", lambda p: p.action_reopen()),
            ("cancel", lambda p: p.action_cancel()),
            ("draft again", lambda p: p.action_reopen()),
            ("archive", lambda p: p.action_archive()),
            ("restore", lambda p: p.action_unarchive()),
        ):
            with self.subTest(step=label):
                self._assert_bounded(plans, change, label)

    def test_team_members(self):
        plans = self._create_plans(FEW + MANY)
        members = self._create(
            "kam.team.member",
            lambda number: {"plan_id": plans[number].id, "user_id": self.reader.id},
        )
        self._assert_fields_bounded(members, 5)
        self._assert_bounded(members, lambda m: m.unlink(), "unlink")

    def test_people_and_relationships(self):
        people = self._create_people()
        self.fitting["parked_reason"] = "left"
        relationships = self._create(
            "kam.relationship",
            lambda number: {"stakeholder_id": people[number].id, "user_id": self.kam.id},
        )
        self._assert_fields_bounded(relationships, 4)
        self._assert_fields_bounded(people, 10)

    def test_gaps(self):
        people = self._create_people()
        for person in people:
            person.influence = "3"
        self.env["kam.gap"].create(
            [
                {
                    "account_id": self.customer.id,
                    "company_id": self.env.company.id,
                    "stakeholder_id": person.id,
                    "kind": "silence",
                    "owner_id": self.kam.id,
                }
                for person in people
            ]
        )
        self.env.cr.flush()
        gaps = self.office["kam.gap"].search([("kind", "=", "silence")], limit=FEW + MANY)
        self.assertEqual(len(gaps), FEW + MANY)
        self._assert_steps_bounded(gaps, ("action_dismiss", "action_reopen", "action_make_action"))
        gaps.action_id.action_cancel()
        gaps.sudo().state = "open"
        self._assert_steps_bounded(gaps, ("action_make_action",))

    def test_whitespace_cells(self):
        offerings = self.env["kam.offering"].create(
            [{"name": f"Offering {number}"} for number in range(FEW + MANY)]
        )
        cells = self._create(
            "kam.whitespace",
            lambda number: {
                "account_id": self.customer.id,
                "offering_id": offerings[number].id,
            },
        )
        self._assert_fields_bounded(cells, 8)
