"""One record of every model of ours, what a form would say to make another, and forged values."""

import base64

from odoo import Command

from ..relationship.common import DoorsCommon

FORGED = {
    "char": "Forged",
    "text": "Forged",
    "html": "<p>Forged</p>",
    "integer": 987,
    "float": 98.7,
    "monetary": 98.7,
    "date": "2031-01-01",
    "datetime": "2031-01-01 00:00:00",
    "json": {"forged": [1, 0, False]},
}
ANCHORS = ("anchor_1", "anchor_2", "anchor_3", "anchor_4")
# Of a model that has no other record.
NO_ID = 2**31 - 1
# Not made by users at all: by rule, by templates, by scores and by the job.
NOT_MADE = {"kam.gap", "kam.plan.template.version", "kam.score", "kam.relationship.traffic"}
# Only administrators of users archive them.
NOT_MADE |= {"kam.user.leave"}
# What a dialogue offers.
NOT_MADE |= {"kam.plan.confirm.line", "kam.plan.setup.person", "kam.plan.setup.target"}
# Read from orders and other apps.
NOT_MADE |= {"kam.delivery"}
# Kept with each rating and judgement, and when a plan is to be kept as it stands.
NOT_MADE |= {"kam.risk.reading", "kam.force.reading", "kam.snapshot"}
# Kept when a review is moved, and when it was held.
NOT_MADE |= {"kam.review.move", "kam.review.punctuality"}
# Found by the job.
NOT_MADE |= {"kam.change", "kam.change.line", "kam.change.deadline"}
# Said by the customer, shown before anything leaves, and read anew for administrators.
NOT_MADE |= {"kam.share.answer", "kam.share.check", "kam.share.check.line", "kam.share.exposure"}
# Read from meetings and activities.
NOT_MADE |= {"kam.attention", "kam.attention.entry"}
# Read from scores, targets and actions.
NOT_MADE |= {"kam.plan.report", "kam.action.report"}
# Kept as they were reckoned.
NOT_MADE |= {"kam.proof", "kam.proof.pair", "kam.proof.control"}
# Asked with each round.
NOT_MADE |= {"kam.survey.line"}
# Kept when a step is taken, and what its dialogue offers.
NOT_MADE |= {"kam.step", "kam.step.decide.line"}
# Kept when a round opens.
NOT_MADE |= {"kam.assessment.criterion"}


class GuardedCommon(DoorsCommon):
    """`warden` may do in Key Account Management whatever a user may do at all."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.warden = cls._create_user(
            "warden",
            "group_kam_admin",
            "group_kam_people",
            "group_kam_reward",
            "group_kam_use_reward",
            "sales_team.group_sale_salesman_all_leads",
        )
        cls.objective = cls._create_objective(cls.plan)
        cls.action = cls._create_action(cls.plan)
        cls.review = cls.env["kam.review"].with_user(cls.kam).create({"plan_id": cls.plan.id})
        force = {"objective_id": cls.objective.id, "name": "Habit"}
        cls.force = cls.env["kam.force"].with_user(cls.kam).create(force)
        survey = cls.env["kam.survey.round"].with_user(cls.kam)
        cls.survey = survey.create({"plan_id": cls.plan.id})
        cls.share = cls.env["kam.share"].with_user(cls.kam).create({"plan_id": cls.plan.id})
        rounds = cls.env["kam.assessment.round"].with_user(cls.warden)
        cls.portfolio = rounds.create({"name": "Portfolio"})
        cls.portfolio._add_candidates(cls.customer)
        cls.portfolio.action_open()
        schemes = cls.env["kam.reward.scheme"].with_user(cls.warden)
        cls.scheme = schemes.create({"name": "Bonus"})
        member = {"user_id": cls.boss.id, "scheme_id": cls.scheme.id, "target_amount": 100}
        cls.statement = cls.env["kam.reward.statement"].with_user(cls.warden).create(member)
        cls.other_partner = cls.env["res.partner"].create({"name": "Beta", "is_company": True})

    @classmethod
    def _create_change(cls):
        """A change about the objective, as the job records it."""
        target = cls._create_target()
        about = {"res_model": target._name, "res_id": target.id, "bucket": "2026-03-01"}
        values = {"plan_id": cls.plan.id, "kind": "off_pace", **about}
        line = {"res_model": "kam.objective", "res_id": cls.objective.id}
        changes = cls.env["kam.change"]
        return cls._find_same(changes, values) or changes.create(
            {**values, "date": "2026-03-01", "line_ids": [Command.create(line)]}
        )

    @classmethod
    def _find_same(cls, records, values):
        return records.search([(name, "=", value) for name, value in values.items()])

    @classmethod
    def _create_target(cls):
        measure = cls.env.ref("kam_planning.measure_satisfaction")
        values = {"plan_id": cls.plan.id, "measure_id": measure.id, "target_value": 70}
        period = {"date_start": "2026-01-01", "date_end": "2026-06-30"}
        targets = cls.env["kam.target"].with_user(cls.kam)
        same = cls._find_same(targets, values | period)
        return same or targets.create({**values, **period})

    def _guarded_models(self):
        """Names of all models with a guard that have records of their own."""
        names = self.env.registry.descendants(["kam.guarded"], "_inherit")
        return sorted(name for name in names if not self.env[name]._abstract)

    def _prepare_values(self):
        """What a user fills in to make one more record: {model: values}."""
        plan, account = {"plan_id": self.plan.id}, {"account_id": self.customer.id}
        name = {"name": "New"}
        template = {"template_id": self.light.id, **name}
        question = self.env["kam.stakeholder.question"].create(name)
        offering = self.env["kam.offering"].create(name)
        entered = self.env.ref("kam_planning.measure_satisfaction")
        value = self._create_claim()
        criterion = self.env.ref("kam_planning.value_criterion_cost")
        sheet = self.env["kam.value.rate"].with_user(self.warden).create(plan)
        file = self.env["ir.attachment"].with_user(self.warden)
        file = file.create({"name": "mail.eml", "raw": b"Yes"})
        asked = self.env["kam.survey.question"].search([], limit=1)
        dates = {"date_start": "2027-01-01", "date_end": "2027-12-31"}
        dialogue = self._make("kam.plan.print", {"plan_ids": [Command.set(self.plan.ids)]})
        return {
            "kam.plan": {"partner_id": self.other_partner.id, **dates},
            "kam.plan.section": {**plan, **name},
            "kam.objective": {**plan, **name},
            "kam.action": {**plan, **name},
            "kam.team.member": {**plan, "user_id": self.reader.id},
            "kam.review": plan,
            "kam.review.decision": {"review_id": self.review.id, **name},
            "kam.review.item": {"review_id": self.review.id, **name},
            "kam.review.criterion": {**name, **dict.fromkeys(ANCHORS, "Words")},
            "kam.review.rating": {
                "review_id": self.review.id,
                "criterion_id": self.env.ref("kam_planning.review_criterion_value").id,
            },
            "kam.review.postpone": {
                "review_ids": [Command.set(self.review.ids)],
                "reason": "Ill",
            },
            "kam.target": {**plan, "measure_id": entered.id, "target_value": 80},
            "kam.buying.center": {**account, **name},
            "kam.whitespace": {**account, "offering_id": offering.id},
            "kam.customer.goal": {**account, **name},
            "kam.appraisal": {**account, **name},
            "kam.investment": {**plan, **name},
            "kam.competitor.position": {**account, "competitor_id": self.other_partner.id},
            "kam.key.date": {**account, **name, "date": "2027-01-01"},
            "kam.delivery.note": {**account, **name, "res_id": self._sell().id},
            "kam.value": {**plan, **name},
            "kam.value.reading": {"value_id": value.id, "current_value": 1},
            "kam.value.answer": {
                "value_id": value.id,
                "contact_id": self.contact.id,
                "attachment_ids": [Command.set(file.ids)],
            },
            "kam.value.criterion": name,
            "kam.value.rating": {
                **plan,
                "criterion_id": criterion.id,
                **dict.fromkeys(("importance", "us", "next_best"), 3),
            },
            "kam.value.rate": plan,
            "kam.value.rate.line": {"rate_id": sheet.id, "criterion_id": criterion.id},
            "kam.survey.question": {**name, "low": "Bad", "high": "Good"},
            "kam.survey.round": {"plan_id": self._create_plan(self.warden, **dates).id},
            "kam.survey.answer": {
                "round_id": self.survey.id,
                "question_id": asked.id,
                "score": 4,
            },
            "kam.survey.reply": {"round_id": self.survey.id},
            "kam.share": {"plan_id": self._create_later_plan().id},
            "kam.share.reply": {"share_id": self.share.id, "text": "Thank you"},
            "kam.share.access": {"share_id": self.share.id, "partner_id": self.contact.id},
            "kam.risk": {**plan, **name, "probability": "2", "impact": "2"},
            "kam.force": {"objective_id": self.objective.id, **name},
            "kam.force.effect": {
                "force_id": self.force.id,
                "action_id": self.action.id,
                "expected_strength": 2,
            },
            "kam.stakeholder": {**account, **name},
            "kam.relationship": {"stakeholder_id": self.head.id, "user_id": self.mate.id},
            "kam.influence": {
                "source_id": self.head.id,
                "target_id": self.jane.id,
                "kind": "alliance",
            },
            "kam.stakeholder.answer": {
                "stakeholder_id": self.jane.id,
                "question_id": question.id,
            },
            "kam.measure.entry": {**account, "measure_id": entered.id, "value": 70},
            "kam.measure": {**name, "source": "manual", "unit": "count"},
            "kam.offering": {"name": "Newer"},
            "kam.health.input": {**name, "measure_id": entered.id},
            "kam.step.decide": plan,
            "kam.capacity": {"user_id": self.reader.id},
            "kam.capacity.move": {"plan_ids": [Command.set(self.plan.ids)]},
            "kam.criterion": name,
            "kam.assessment.round": {"name": "Newer"},
            "kam.assessment.result": {
                "round_id": self.portfolio.id,
                "account_id": self.other_partner.id,
            },
            "kam.assessment": {
                **account,
                "round_id": self.portfolio.id,
                "criterion_id": self.env.ref("kam_planning.criterion_fit").id,
            },
            "kam.reward.scheme": {"name": "Reward"},
            "kam.reward.line": {
                "scheme_id": self.scheme.id,
                "kind": "judged",
                **name,
            },
            "kam.reward.statement": {
                "scheme_id": self.scheme.id,
                "user_id": self.mate.id,
                "target_amount": 100,
            },
            "kam.reward.what.if": {"statement_id": self.statement.id},
            "kam.tier": name,
            "kam.team.role": name,
            "kam.buying.role": name,
            "kam.stakeholder.question": {"name": "Newer"},
            "kam.plan.template": name,
            "kam.plan.template.field": template,
            "kam.plan.template.section": template,
            "kam.plan.template.objective": template,
            "kam.plan.template.action": template,
            "kam.change.dismiss": {
                "change_ids": [Command.set(self._create_change().ids)],
                "reason": "Known",
            },
            "kam.change.thresholds": {},
            "kam.deck.create": plan,
            "kam.deck.template": {**name, "file": self._create_deck()},
            "kam.proof.reckon": {},
            "kam.plan.create": {"partner_id": self.other_partner.id},
            "kam.plan.confirm": plan,
            "kam.plan.setup": plan,
            "kam.plan.next.period": {**plan, **dates},
            "kam.action.done": {"action_ids": [Command.set(self.action.ids)]},
            "kam.plan.approve": {"plan_ids": [Command.set(self.plan.ids)]},
            "kam.plan.hand.over": {"plan_ids": [Command.set(self.plan.ids)]},
            "kam.plan.mass": {"plan_ids": [Command.set(self.plan.ids)], "step": "close"},
            "kam.plan.print": {"plan_ids": [Command.set(self.plan.ids)]},
            "kam.plan.print.block": {"print_id": dialogue.id, "name": "team"},
            "kam.plan.send.back": {"plan_ids": [Command.set(self.plan.ids)], "reason": "No"},
            "kam.target.generate": {**plan, "target_value": 100},
        }

    def _create_later_plan(self):
        """A plan that nothing else hangs on."""
        return self._create_plan(self.warden, date_start="2029-01-01", date_end="2029-12-31")

    @classmethod
    def _create_deck(cls):
        """The shipped template as a file that is uploaded."""
        return base64.b64encode(cls.env["kam.plan"]._make_sample("customer"))

    def _sell(self):
        """A line of a confirmed order that every seller sees."""
        product = self.env["product.product"].create({"name": "Sold"})
        line = {"product_id": product.id, "product_uom_qty": 2}
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "user_id": False,
                "order_line": [Command.create(line)],
            }
        )
        order.action_confirm()
        return order.order_line

    def _create_claim(self):
        """A value that waits for the customer's answer."""
        values = {"plan_id": self.plan.id, "name": "Claimed", "current_value": 2}
        return self.env["kam.value"].with_user(self.kam).create({**values, "state": "delivered"})

    def _make(self, model, values):
        return self.env[model].with_user(self.warden).create(values)

    def _forge(self, record, name):
        """Another value than the record has, as `write` takes it."""
        field = record._fields[name]
        current = record.sudo()[name]
        if field.type in FORGED:
            return FORGED[field.type]
        if field.type == "boolean":
            return not current
        if field.type in ("selection", "reference"):
            keys = [key for key, _label in field._description_selection(record.env)]
            return next(key for key in keys if key != current)
        if field.type == "many2one_reference":
            return 987
        others = self.env[field.comodel_name].with_context(active_test=False)
        other = others.search([("id", "not in", current.ids)], limit=1).id or NO_ID
        return other if field.type == "many2one" else [Command.link(other)]
