"""A link needs the right on both ends: nothing goes into, or out of, what is not one's own."""

from odoo import Command
from odoo.exceptions import AccessError

from ..relationship.common import AttackCommon
from .guarded import NOT_MADE, GuardedCommon

# Read by everybody who plans: lists of an administrator without rules.
OPEN_LISTS = {
    "kam.buying.role",
    "kam.criterion",
    "kam.measure",
    "kam.review.criterion",
    "kam.stakeholder.question",
    "kam.survey.question",
    "kam.team.role",
    "kam.tier",
    # Their rules are those of their templates.
    "kam.plan.template.objective",
}


class TestEveryLink(GuardedCommon):
    """`warden` may do everything in his company, and nothing in the other one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hidden = cls._make_hidden()

    @classmethod
    def _make_hidden(cls):
        """One record of each model that is linked, in the other company: {model: record}."""
        company = {"company_id": cls.other_company.id}
        account = {"account_id": cls.other_partner.id, **company}
        plan = cls._create_plan(
            user=cls.env.user, partner_id=cls.other_partner.id, user_id=cls.foreign.id, **company
        )
        line = {"plan_id": plan.id, "name": "Hidden"}
        offering = cls.env["kam.offering"].create({"name": "Hidden", **company})
        values = {
            "kam.objective": line,
            "kam.action": {**line, "user_id": cls.foreign.id},
            "kam.review": {"plan_id": plan.id},
            "kam.stakeholder": {**account, "name": "Hidden"},
            "kam.buying.center": {**account, "name": "Hidden"},
            "kam.whitespace": {**account, "offering_id": offering.id},
            "kam.customer.goal": {**account, "name": "Hidden"},
            "kam.value": line,
            "kam.risk": line,
            "kam.survey.round": {"plan_id": plan.id},
            "kam.share": {"plan_id": plan.id},
            "kam.assessment.round": {"name": "Hidden", **company},
            "kam.target": {
                "plan_id": plan.id,
                "measure_id": cls.env.ref("kam_planning.measure_satisfaction").id,
                "target_value": 1,
            },
            "kam.reward.scheme": {"name": "Hidden", **company},
            "kam.change": {
                "plan_id": plan.id,
                "kind": "order_lost",
                "date": "2026-03-01",
                "res_model": "kam.offering",
                "res_id": offering.id,
                "bucket": "1",
            },
            "kam.value.rate": {"plan_id": plan.id},
            "kam.plan.template": {"name": "Hidden", **company},
            "kam.deck.template": {"name": "Hidden", **company, "file": cls._create_deck()},
            "crm.lead": {"name": "Hidden", **company, "user_id": cls.foreign.id, "team_id": False},
        }
        made = {name: cls.env[name].create(one) for name, one in values.items()}
        scheme = {"scheme_id": made["kam.reward.scheme"].id}
        line = {**scheme, "kind": "judged", "name": "Hidden"}
        made["kam.reward.line"] = cls.env["kam.reward.line"].create(line)
        member = {**scheme, "user_id": cls.foreign.id, "target_amount": 1}
        made["kam.reward.statement"] = cls.env["kam.reward.statement"].create(member)
        criterion = {"template_id": made["kam.plan.template"].id, "name": "Hidden"}
        made["kam.value.criterion"] = cls.env["kam.value.criterion"].create(criterion)
        force = {"objective_id": made["kam.objective"].id, "name": "Hidden"}
        made["kam.force"] = cls.env["kam.force"].create(force)
        action = {"template_id": made["kam.plan.template"].id, "name": "Hidden"}
        made["kam.plan.template.action"] = cls.env["kam.plan.template.action"].create(action)
        dialogue = {"plan_ids": [Command.set(plan.ids)]}
        made["kam.plan.print"] = cls.env["kam.plan.print"].create(dialogue)
        return {"kam.plan": plan, "kam.offering": offering, **made}

    def _linking(self):
        """All models with links of ours: pairs (model's name, link's name)."""
        names = self.env.registry.descendants(["kam.linked"], "_inherit")
        return [
            (model, name)
            for model in sorted(names)
            if not self.env[model]._abstract
            for name in self.env[model]._get_link_names()
        ]

    def test_every_link_of_ours_stands_behind_the_guard(self):
        guarded = set(self._linking())
        for model, records in self.env.items():
            for name, field in records._fields.items():
                if (
                    "kam_planning" in field._modules
                    and not (records._abstract or field.readonly or not records._auto)
                    and field.type in ("many2one", "many2many")
                    and field.comodel_name.startswith("kam.")
                    and model != "res.config.settings"
                    # Every tier is open to all who may write the field at all.
                    and (model, name) != ("res.partner", "kam_tier_id")
                ):
                    self.assertIn((model, name), guarded)
                    known = {*self.hidden, *OPEN_LISTS}
                    self.assertIn(field.comodel_name, known, f"{model}.{name}")

    def test_what_belongs_to_a_record_says_so(self):
        for model, name in self._linking():
            field = self.env[model]._fields[name]
            is_part = field.type == "many2one" and field.required and field.ondelete == "cascade"
            if is_part and not self.env[model]._transient and model not in NOT_MADE:
                self.assertIn(name, self.env[model]._owner_fields, model)

    def test_no_link_leads_to_what_may_not_be_used(self):
        values = {**self._prepare_values(), "crm.lead": {"name": "Mine"}}
        for model, name in self._linking():
            target = self.hidden.get(self.env[model]._fields[name].comodel_name)
            if model in NOT_MADE or not target:
                continue
            commands = ([Command.link(target.id)], [Command.set(target.ids)])
            is_many = self.env[model]._fields[name].type == "many2many"
            for forged in commands if is_many else [target.id]:
                for way, link in self._ways_to_link(model, values[model], name, forged).items():
                    self._refuse(f"{model}.{name} {way}", link)

    def _ways_to_link(self, model, values, name, forged):
        given = {one: value for one, value in values.items() if one != name}
        records = self.env[model].with_user(self.warden)
        context = {f"default_{name}": forged}
        return {
            "given": lambda: records.create({**given, name: forged}),
            "context": lambda: records.with_context(**context).create(given),
            "written": lambda: records.create(values).write({name: forged}),
        }

    def _refuse(self, message, link):
        with self.assertRaises(AccessError, msg=message) as refused, self.env.cr.savepoint():
            link()
        for secret in ("Hidden", "Beta"):
            self.assertNotIn(secret, str(refused.exception), message)

    def test_an_unchanged_link_is_passed_over(self):
        lead, other = self.env["crm.lead"].create(
            [{"name": name, "user_id": self.outsider.id} for name in ("Theirs", "Others")]
        )
        self.action.sudo().lead_id = lead
        mine = self.action.with_user(self.kam)
        mine.write({"lead_id": lead.id, "name": "Renamed"})
        self.assertEqual((mine.lead_id, mine.name), (lead, "Renamed"))
        with self.assertRaises(AccessError):
            mine.write({"lead_id": other.id})


class TestAttacks(AttackCommon):
    def test_a_copy_goes_without_what_is_hidden(self):
        lead = self.env["crm.lead"].with_user(self.kam).create({"name": "Mine"})
        lead.sudo().kam_plan_id = self.secret_plan
        self.assertFalse(lead.copy().kam_plan_id)
        lead.kam_plan_id = self.plan
        self.assertEqual(lead.copy().kam_plan_id, self.plan)

    def test_nobody_says_by_hand_where_a_centre_stands(self):
        """Figures of a centre are those of all below its path."""
        account = {"account_id": self.zeta.id, "name": "Zeta lab"}
        hidden = self.env["kam.buying.center"].create(account)
        centers = self.env["kam.buying.center"].with_user(self.kam)
        own = centers.create({"account_id": self.customer.id, "name": "Ours"})
        with self.assertRaises(AccessError):
            own.write({"parent_path": hidden.parent_path})

    def test_nobody_puts_himself_on_a_team(self):
        for plan in (self.plan, self.secret_plan):
            for user in (self.reader, self.trusted):
                member = {"plan_id": plan.id, "user_id": user.id}
                with self.assertRaisesRegex(AccessError, "Account Plan"):
                    self.env["kam.team.member"].with_user(user).create(member)
        own = self._create_plans(1)
        place = own.member_ids[:1].with_user(self.kam)
        with self.assertRaises(AccessError):
            place.write({"plan_id": self.secret_plan.id})

    def test_an_assignee_does_not_take_the_action_away(self):
        action = (
            self.env["kam.action"]
            .with_user(self.mate)
            .create({"plan_id": self.secret_plan.id, "name": "Theirs", "user_id": self.kam.id})
        )
        mine = action.with_user(self.kam)
        self.assertTrue(mine.has_access("write"))
        own = self._create_plans(1).with_user(self.kam)
        for way in (
            lambda: mine.write({"plan_id": own.id}),
            lambda: mine.web_save({"plan_id": own.id}, {}),
            lambda: own.write({"action_ids": [Command.link(action.id)]}),
            lambda: own.write({"action_ids": [Command.set(action.ids)]}),
            lambda: mine.unlink(),
        ):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                way()
        self.assertEqual(action.plan_id, self.secret_plan)
        mine.write({"plan_id": self.secret_plan.id, "name": "Seen"})
        self.assertEqual(action.name, "Seen")

    def test_a_plan_does_not_take_over_another_ones_succession(self):
        own = self._create_plans(1).with_user(self.kam)
        values = {"partner_id": own.partner_id.id, "date_start": "2027-01-01"}
        values |= {"date_end": "2027-12-31", "previous_plan_id": self.secret_plan.id}
        for way in (
            lambda: own.write({"previous_plan_id": self.secret_plan.id}),
            lambda: own.create(values),
            lambda: own.write({"next_plan_ids": [Command.link(self.secret_plan.id)]}),
        ):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                way()
        self.assertFalse(self.secret_plan.next_plan_ids)

    def test_nothing_is_put_into_a_hidden_plan_or_map(self):
        review = (
            self.env["kam.review"].with_user(self.mate).create({"plan_id": self.secret_plan.id})
        )
        own_review = self.env["kam.review"].with_user(self.kam).create({"plan_id": self.plan.id})
        decision = self.env["kam.review.decision"].with_user(self.kam)
        mine = decision.create({"review_id": own_review.id, "name": "Mine"})
        relationship = self.jane.relationship_ids[:1]
        lead = self.env["crm.lead"].with_user(self.kam).create({"name": "Mine"})
        for way in (
            lambda: decision.create({"review_id": review.id, "name": "Injected"}),
            lambda: mine.write({"review_id": review.id}),
            lambda: review.with_user(self.kam).write({"decision_ids": [Command.link(mine.id)]}),
            lambda: self._relationship(self.zed),
            lambda: relationship.with_user(self.judge).write({"stakeholder_id": self.zed.id}),
            lambda: lead.write({"kam_plan_id": self.secret_plan.id}),
            lambda: lead.copy({"kam_plan_id": self.secret_plan.id}),
        ):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                way()
        self.assertFalse(review.decision_ids)
        self.assertFalse(self.secret_plan.sudo().lead_ids)

    def test_a_foreign_opportunity_keeps_its_name_when_a_person_is_erased(self):
        gap = self.jane.gap_ids.filtered(lambda gap: gap.state == "open" and not gap.action_id)[:1]
        gap.with_user(self.judge).action_make_action()
        action = gap.action_id.sudo()
        foreign = self.env["crm.lead"].create({"name": action.name, "user_id": self.outsider.id})
        with self.assertRaises(AccessError):
            action.with_user(self.judge).lead_id = foreign.id
        # Linked all the same, before this was guarded.
        foreign.kam_plan_id = self.plan
        action.lead_id = foreign
        self.jane.with_user(self.judge).action_erase_person()
        self.assertEqual(action.name, "About a person who was erased")
        self.assertNotIn("erased", foreign.name)
