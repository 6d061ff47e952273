"""What the strategy and the deliveries of the walker's world hold; no tests of its own.

Of every model a full line, and one of which only is known what has to be.
"""

import base64

from odoo import Command

LINE = "The head of production asks for smaller deliveries to {} before the winter begins"
EVIDENCE = "Said by their vice president of procurement in the meeting of March, and in writing"
MONEY = 12345678.9


class WalkStrategy:
    """Mixed into `WalkWorld`, which has the plan, the people and the cells."""

    @classmethod
    def _make_strategy(cls):
        cls.place = {"account_id": cls.customer.id, "company_id": cls.company.id}
        cls.goals = cls._make_goals()
        cls._make_situation()
        cls._make_investments()
        cls._make_risks()
        cls._make_forces()
        cls.values = cls._make_values()
        cls._make_answers()
        cls._make_scorecard()
        cls._make_deliveries()
        cls._make_lost()

    @classmethod
    def _lines(cls, model, *rows, **common):
        """Lines of the plan or of its account, made by its account manager."""
        lines = cls.env[model].with_user(cls.kam)
        own = {"plan_id": cls.plan.id} if "account_id" not in lines._fields else cls.place
        return lines.create([{**own, **common, **row} for row in rows])

    @classmethod
    def _make_goals(cls):
        goals = cls._lines(
            "kam.customer.goal",
            *(
                {
                    "name": LINE.format(place),
                    "kind": kind,
                    "source": source,
                    "evidence": EVIDENCE,
                    "contact_id": cls.person.partner_id.id,
                    "is_shared": True,
                }
                for place, kind, source in (
                    ("the plants of the north", "goal", "customer"),
                    ("the southern plants", "pressure", "public"),
                    ("their harbours", "trend", "assumed"),
                )
            ),
            {"name": "No more"},
        )
        cls._lines(
            "kam.customer.goal",
            {"name": LINE.format("plant 4"), "kind": "initiative", "parent_id": goals[0].id},
        )
        return goals

    @classmethod
    def _make_situation(cls):
        kinds = ("trend", "opportunity", "strength", "vulnerability", "threat")
        lines = cls._lines(
            "kam.appraisal",
            *(
                {
                    "name": LINE.format(f"plant {number}"),
                    "kind": kind,
                    "effect": effect,
                    "evidence": EVIDENCE,
                    "is_red_flag": effect < 0,
                    "source": "customer",
                }
                for number, (kind, effect) in enumerate(zip(kinds, (0, 2, 3, -2, -3), strict=True))
            ),
            {"name": LINE.format("all of them"), "kind": "threat", "effect_unknown": True},
            {"name": "New"},
        )
        lines[1].objective_id = cls.plan.objective_ids[0]
        lines[2].action_id = cls.plan.action_ids[0]
        rivals = cls.env["res.partner"].create(
            [
                {"name": f"Amalgamated Rivals of the {name} Provinces", "is_company": True}
                for name in ("Northern", "Southern")
            ]
        )
        cls.rival = rivals[0]
        cls._lines(
            "kam.competitor.position",
            {
                "competitor_id": rivals[0].id,
                "strength": 4,
                "customer_values": LINE.format("each plant"),
                "our_answer": LINE.format("their stores"),
                "evidence": EVIDENCE,
            },
            {"competitor_id": rivals[1].id},
        )
        cells = cls.env["kam.whitespace"].search([("account_id", "=", cls.customer.id)])
        cells[:2].with_user(cls.kam).write(
            {"competitor_id": rivals[0].id, "contract_end": cls._day(days=20)}
        )

    @classmethod
    def _make_investments(cls):
        cls._lines(
            "kam.investment",
            {
                "name": LINE.format("the plants"),
                "amount": MONEY,
                "hours": 1234.5,
                "expected_return": MONEY,
                "note": EVIDENCE,
            },
            {"name": "Samples", "kind": "stop", "state": "going", "amount": MONEY},
            {"name": "No more"},
        )

    @classmethod
    def _make_risks(cls):
        marks = ("1", "2", "3", "4", "5")
        risks = cls._lines(
            "kam.risk",
            *(
                {
                    "name": LINE.format(f"plant {number}"),
                    "probability": marks[number],
                    "impact": marks[number],
                    "inherent_probability": "5",
                    "inherent_impact": "5",
                    "target_probability": "1",
                    "target_impact": "2",
                    "response": "reduce",
                    "reason": EVIDENCE,
                    "description": EVIDENCE,
                    "action_ids": [Command.set(cls.plan.action_ids[3:5].ids)],
                }
                for number in range(5)
            ),
            {
                "name": LINE.format("the harbours"),
                "probability": "3",
                "amount": MONEY,
                "response": "accept",
                "accepted_by_id": cls.manager.id,
                "accepted_until": cls._day(months=2),
            },
            {"name": "New"},
        )
        risks[0].with_user(cls.kam).action_close()
        risks[1].with_user(cls.kam).write({"probability": "4", "reason": EVIDENCE})
        cls.risk = risks[1]

    @classmethod
    def _make_forces(cls):
        objective = cls.plan.objective_ids[0]
        forces = cls._lines(
            "kam.force",
            *(
                {
                    "name": LINE.format(f"plant {number}"),
                    "kind": ("driving", "restraining")[number % 2],
                    "strength": number,
                    "evidence": EVIDENCE,
                    "reason": EVIDENCE,
                }
                for number in range(1, 6)
            ),
            objective_id=objective.id,
        )
        cls.force = forces[3]
        cls.env["kam.force.effect"].with_user(cls.kam).create(
            [
                {"force_id": cls.force.id, "action_id": action.id, "expected_strength": 1}
                for action in cls.plan.action_ids[2:5]
            ]
        )
        cls.force.with_user(cls.kam).strength = 3
        cls._lines("kam.force", {"name": "New"}, objective_id=cls.plan.objective_ids[1].id)

    @classmethod
    def _make_values(cls):
        figures = {
            "method": LINE.format("each plant"),
            "unit": "percent",
            "baseline_value": 33.25,
            "target_value": 22.5,
            "volume": 4000000,
            "unit_value": 1234.56,
            "our_share": 72.5,
            "evidence": EVIDENCE,
            "goal_id": cls.goals[0].id,
            "objective_id": cls.plan.objective_ids[0].id,
            "date_deadline": cls._day(days=-3),
        }
        values = cls._lines(
            "kam.value",
            *({"name": LINE.format(f"plant {number}"), **figures} for number in range(6)),
            {"name": "New"},
        )
        values[1:6].action_agree()
        readings = cls.env["kam.value.reading"].with_user(cls.kam)
        readings.create(
            [
                {
                    "value_id": value.id,
                    "current_value": 25.75 - month,
                    "date": cls._day(months=-month),
                    "evidence": EVIDENCE,
                }
                for value in values[2:6]
                for month in (2, 1, 0)
            ]
        )
        values[2:6].action_deliver()
        return values

    @classmethod
    def _make_answers(cls):
        answers = cls.env["kam.value.answer"].with_user(cls.kam)
        for value, answer in zip(
            cls.values[3:6],
            (
                {"decision": "full"},
                {"decision": "partly", "confirmed_amount": MONEY, "reason": EVIDENCE},
                {"decision": "disputed", "reason": EVIDENCE},
            ),
            strict=True,
        ):
            file = answers.env["ir.attachment"].create(
                {
                    "name": "Minutes of the meeting on the deliveries.eml",
                    "datas": base64.b64encode(b"Yes"),
                }
            )
            answers.create(
                {
                    "value_id": value.id,
                    "contact_id": cls.person.partner_id.id,
                    "attachment_ids": [Command.set(file.ids)],
                    **answer,
                }
            )

    @classmethod
    def _make_scorecard(cls):
        """Three of ours, so that averages are shown, and one of theirs, whose are not."""
        criteria = cls.env["kam.value.criterion"]._get_of_templates(cls.full)[cls.full]
        for user in (cls.kam, cls.mate, cls.admin):
            cls.env["kam.value.rating"].with_user(user).create(
                [
                    {"plan_id": cls.plan.id, "criterion_id": criterion.id}
                    | {"importance": 5, "us": number % 5 + 1, "next_best": 3}
                    for number, criterion in enumerate(criteria)
                ]
            )

    @classmethod
    def _make_deliveries(cls):
        """An order late, one in time, and one of which nobody said when."""
        for days, name in ((-20, LINE.format("plant 1")), (20, "In time"), (None, "At some time")):
            product = cls.env["product.product"].create({"name": name, "type": "consu"})
            order = cls.env["sale.order"].create(
                {
                    "partner_id": cls.customer.id,
                    "user_id": cls.kam.id,
                    "commitment_date": days and cls._day(days=days),
                    "order_line": [
                        Command.create(
                            {
                                "product_id": product.id,
                                "product_uom_qty": 12345,
                                "price_unit": 999.9,
                                "tax_ids": False,
                            }
                        )
                    ],
                }
            )
            order.action_confirm()
            cls.line = order.order_line
            if days:
                cls._lines(
                    "kam.delivery.note",
                    {"name": EVIDENCE, "needs": LINE.format("the plant"), "res_id": cls.line.id},
                )
        cls._lines(
            "kam.key.date",
            {
                "name": LINE.format("the plants"),
                "kind": "contract_end",
                "date": cls._day(days=45),
                "is_yearly": True,
                "note": EVIDENCE,
            },
            {"name": "Their fiscal year ends", "date": cls._day(days=-9)},
            {"name": "Tender", "date": cls._day(months=8), "user_id": cls.mate.id},
        )
        cls.kam.with_user(cls.kam).action_renew_kam_feed()

    @classmethod
    def _make_lost(cls):
        lead = cls._lead(MONEY, name=LINE.format("the harbours"), user_id=cls.kam.id)
        lead.kam_lost_to_id = cls.rival
        lead.action_set_lost()
