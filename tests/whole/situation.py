"""Investments, competitors and trends for the tests of totals; no tests of its own."""


class SituationMixin:
    """Added to the world of totals, whose plans and random numbers it uses."""

    @classmethod
    def _create_situation(cls):
        """Investments of which some go on from the plan of the year before, and competitors."""
        lines = cls.env["kam.investment"].create(
            [
                {
                    "plan_id": plan.id,
                    "name": f"Investment {number}",
                    "amount": cls._any(False, 0.0),
                    "hours": cls._any(False),
                    "expected_return": cls._any(False),
                }
                for plan in cls.plans
                for number in range(2)
            ]
        )
        for former, later in zip(lines, lines[2:], strict=False):
            if former.plan_id.partner_id == later.plan_id.partner_id and later.name[-1] == "1":
                later.sudo().first_investment_id = former.first_investment_id or former.id
        places = {(plan.partner_id, plan.company_id) for plan in cls.plans}
        rivals = cls.env["res.partner"].create(
            [{"name": f"Rival {number}", "is_company": True} for number in range(2)]
        )
        positions = cls.env["kam.competitor.position"].create(
            [
                {
                    "account_id": account.id,
                    "company_id": company.id,
                    "competitor_id": rival.id,
                    "strength": cls.rng.choice([False, 1, 3, 5]),
                }
                for account, company in sorted(places, key=lambda place: [one.id for one in place])
                for rival in rivals
            ]
        )
        amounts = {name: lambda: cls._any(False, 0.0) for name in ("exposed_revenue", "revenue")}
        cls._set(positions, **amounts)
        cls.env["kam.appraisal"].create(
            [
                {
                    "account_id": account.id,
                    "company_id": company.id,
                    "name": f"Trend {number}",
                    "effect": cls.rng.choice([False, -3, 0, 2]),
                }
                for account, company in sorted(places, key=lambda place: [one.id for one in place])
                for number in range(2)
            ]
        )
