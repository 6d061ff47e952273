"""A small world as a year of work leaves it, for the walk through all screens; no tests of its own.

Names are as long as names are, figures as big, and the company's currency has a symbol of letters.

| role    | who                                                             |
|---------|-----------------------------------------------------------------|
| admin   | administrator of Key Account Management and of Odoo             |
| manager | KAM manager, who may judge people                               |
| kam     | account manager of the plan, salesperson                        |
| mate    | on the team of the plan, may judge people                       |
| reader  | key account manager of other accounts, without judgements       |
| nobody  | an employee without Key Account Management                      |
"""

from dateutil.relativedelta import relativedelta

from odoo import Command

from ..measure.common import FiguresCommon
from .world_reward import WalkReward
from .world_strategy import WalkStrategy

CUSTOMER = "Consolidated Holdings Import and Export of the North, Société Anonyme"
PERSON = "Maximiliane Featherstonehaugh-Wolffenbuettel"
PLAN = "Growth plan for the northern plants, with the harbours and all of their subsidiaries"
OBJECTIVE = "Become the preferred supplier of the {} plants before the framework agreement ends"
ACTION = "Agree with the head of purchasing on the delivery terms and the volumes of plant {}"
TITLE = "Vice President Global Procurement and Supply Chain Management"
LINKS = 60


class WalkWorld(WalkStrategy, WalkReward, FiguresCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan.sudo().unlink()
        cls._make_users()
        cls._make_currency()
        cls.customer.write(
            {"name": CUSTOMER, "kam_tier_id": cls.env.ref("kam_planning.tier_strategic").id}
        )
        cls.plan = cls._make_plan()
        cls._trade()
        cls._make_work()
        cls._make_people()
        cls._make_account()
        cls._make_strategy()
        cls.plan.with_user(cls.kam).action_submit()
        cls._activate(cls.plan)
        cls._age()
        cls._make_other_plans()
        cls._make_reward()
        cls.env.flush_all()
        cls.plan.with_user(cls.kam).action_refresh_figures()
        cls.plan.with_user(cls.mate).action_find_gaps()

    @classmethod
    def _day(cls, **distance):
        return cls.today + relativedelta(**distance)

    @classmethod
    def _make_users(cls):
        groups = ("group_kam_admin", "group_kam_people", "base.group_system")
        cls.admin = cls._create_user("walkadmin", *groups, "sales_team.group_sale_manager")
        cls.nobody = cls._create_user("nobody", "base.group_user")
        people = cls.env.ref("kam_planning.group_kam_people")
        (cls.manager | cls.mate).group_ids = [Command.link(people.id)]
        for user in cls.admin | cls.manager | cls.kam | cls.mate | cls.reader:
            user.name = f"{PERSON} {user.login}"
        cls.roles = {
            "admin": cls.admin,
            "manager": cls.manager,
            "kam": cls.kam,
            "mate": cls.mate,
            "reader": cls.reader,
        }

    @classmethod
    def _make_currency(cls):
        cls.company.currency_id = cls.env["res.currency"].create(
            {"name": "WLK", "symbol": "CHF", "position": "before", "rounding": 0.01}
        )

    @classmethod
    def _make_plan(cls):
        return cls._create_plan(
            name=PLAN,
            template_id=cls.full.id,
            date_start=cls._day(months=-6),
            date_end=cls._day(months=6),
            sponsor_id=cls.manager.id,
            member_ids=[
                Command.create({"user_id": cls.mate.id, "role_id": cls.role_sales.id}),
                Command.create({"user_id": cls.admin.id, "role_id": cls.role_service.id}),
            ],
        )

    @classmethod
    def _trade(cls):
        partners = cls.env["res.partner"].create(
            [
                {"name": f"{CUSTOMER}, branch {number}", "is_company": True}
                | {"parent_id": (cls.plant if number % 2 else cls.customer).id}
                for number in range(8)
            ]
        )
        for months, partner in enumerate((cls.customer, cls.north, cls.plant, partners[0])):
            cls._invoice(12345678.9 * (months + 1), partner=partner, months_ago=months + 1)
            cls._invoice(9876543.2, partner=partner, product=cls.salt, months_ago=months + 13)
        for number in range(3):
            cls._lead(
                1234567.8,
                name=f"Framework agreement for the plants of the north, lot {number}",
                user_id=cls.kam.id,
                kam_plan_id=cls.plan.id,
                date_deadline=cls._day(months=number),
            )

    @classmethod
    def _make_work(cls):
        measure = cls.env.ref("kam_planning.measure_revenue")
        objectives = [
            cls._create_objective(
                cls.plan,
                name=OBJECTIVE.format(name),
                user_id=cls.mate.id,
                date_deadline=cls._day(months=month),
            )
            for name, month in (("northern", 1), ("southern", 2), ("overseas", 5))
        ]
        for number in range(14):
            cls._create_action(
                cls.plan,
                name=ACTION.format(number),
                objective_id=objectives[number % 3].id if number < 12 else False,
                date_start=cls._day(days=number - 40),
                date_deadline=cls._day(days=4 * number - 20),
                user_id=(cls.kam | cls.mate)[number % 2].id,
                priority=str(number % 2),
                effort=12.5,
                **({"state": "done"} if number in (3, 4) else {}),
            )
        cls.env["kam.target"].with_user(cls.kam).create(
            [
                {
                    "plan_id": cls.plan.id,
                    "measure_id": measure.id,
                    "target_value": 123456789,
                    "objective_id": objectives[0].id,
                    "date_start": cls._day(months=-month),
                    "date_end": cls._day(months=3 - month),
                }
                for month in (6, 3, 0)
            ]
        )
        reviews = cls.env["kam.review"].with_user(cls.kam)
        held = reviews.create(
            {"plan_id": cls.plan.id, "kind": "customer", "date_planned": cls._day(months=-2)}
        )
        held.decision_ids = [
            Command.create({"name": f"Decided: {ACTION.format(n)}", "user_id": cls.mate.id})
            for n in range(3)
        ]
        held.action_hold()
        reviews.create({"plan_id": cls.plan.id, "date_planned": cls._day(days=-3)})
        reviews.create({"plan_id": cls.plan.id, "date_planned": cls._day(months=1)})
        for section in cls.plan.section_ids:
            section.content = f"<p>{' '.join([OBJECTIVE.format('northern')] * 6)}</p>"

    @classmethod
    def _make_people(cls):
        contacts = cls.env["res.partner"].create(
            [
                {
                    "name": f"{PERSON} {number}",
                    "parent_id": cls.customer.id,
                    "function": TITLE,
                    "email": f"person{number}@north.example",
                    "phone": "+41 44 123 45 67",
                }
                for number in range(LINKS)
            ]
        )
        stakeholders = cls.env["kam.stakeholder"].with_user(cls.mate)
        roles = cls.env["kam.buying.role"].search([])
        supports = stakeholders._fields["support"].get_values(cls.env)
        people = stakeholders.browse()
        for number, contact in enumerate(contacts):
            people |= stakeholders.create(
                {
                    "account_id": cls.customer.id,
                    "company_id": cls.company.id,
                    "partner_id": contact.id,
                    "manager_id": people[(number - 1) // 4].id if number else False,
                    "influence": str(number % 3 + 1),
                    "support": supports[number % len(supports)],
                    "role_ids": [Command.set(roles[number % len(roles)].ids)],
                }
            )
        people[1].action_ask_questions()
        cls.person = people[1]
        cls.env["kam.relationship"].with_user(cls.mate).create(
            [
                {
                    "stakeholder_id": person.id,
                    "user_id": (cls.kam | cls.mate | cls.manager)[number % 3].id,
                    "level_actual": str(number % 3),
                    "level_desired": "3",
                }
                for number, person in enumerate(people[:20])
            ]
        )
        cls.env["kam.influence"].with_user(cls.mate).create(
            {"source_id": people[2].id, "target_id": people[9].id, "kind": "alliance"}
        )

    @classmethod
    def _make_account(cls):
        offerings = cls.env["kam.offering"].create(
            [{"name": f"Maintenance and spare parts for plants, package {n}"} for n in range(9)]
        )
        centers = cls.env["kam.buying.center"].create(
            [
                {
                    "account_id": cls.customer.id,
                    "name": f"Purchasing of the northern plants, department {number}",
                    "budget_date_start": cls._day(months=1),
                    "budget_date_end": cls._day(months=13),
                }
                for number in range(5)
            ]
        )
        for offering in offerings[:4]:
            for center in centers[:3]:
                cls._cell(
                    offering,
                    buying_center_id=center.id,
                    potential_manual=123456789,
                    state_manual="open",
                )
        satisfaction = cls.env.ref("kam_planning.measure_satisfaction")
        cls.env["kam.measure.entry"].with_user(cls.kam).create(
            [
                {
                    "account_id": cls.customer.id,
                    "measure_id": satisfaction.id,
                    "value": 70 + month,
                    "date": cls._day(months=-month),
                    "note": ACTION.format(month),
                }
                for month in range(6)
            ]
        )

    @classmethod
    def _age(cls):
        """What was confirmed long ago waits to be confirmed again."""
        for lines in (cls.plan.section_ids, cls.plan.objective_ids, cls.person):
            lines.sudo().confirmed_date = "2020-01-01 08:00:00"

    @classmethod
    def _make_other_plans(cls):
        """One of each state, for customers of their own, and one of `reader`."""
        period = {"date_start": cls._day(months=-3), "date_end": cls._day(months=9)}
        draft, submitted, closed, active = cls._create_plans(4, **period)
        for plan in draft | submitted | closed | active:
            plan.sudo().partner_id.name = f"{CUSTOMER} {plan.id}"
            cls._create_action(plan, name=ACTION.format(plan.id), date_deadline=cls._day(days=9))
        (submitted | closed | active).with_user(cls.kam).action_submit()
        cls._activate(closed | active)
        closed.with_user(cls.kam).action_close()
        other = cls.env["res.partner"].create(
            {"name": f"{CUSTOMER} of another", "is_company": True}
        )
        cls._create_plan(user=cls.reader, partner_id=other.id, user_id=cls.reader.id, **period)
        cls.plan.is_global = True
        for partner in cls.north | cls.plant:
            values = {"partner_id": partner.id, "global_plan_id": cls.plan.id, **period}
            cls._create_plan(**values).sudo().write(
                {"revenue": 123456789.0, "margin": 12345678.9, "pipeline": 0.0}
            )
