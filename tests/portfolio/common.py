"""A round of three raters: sales, service and finance score the customers of a company."""

from odoo import Command
from odoo.fields import Domain

from ..common.common import KamCommon

# Weights of the worked example.
ATTRACTIVE, STRONG = (30, 25, 20, 15, 10), (40, 30, 30)


class PortfolioCommon(KamCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Who once led a plan has one for good: those that tests of several connections left.
        cls.env["kam.capacity"].search(Domain.TRUE).unlink()
        criteria = cls.env["kam.criterion"].with_user(cls.admin)
        cls.attractive = criteria.create(
            [
                {"name": f"Attractive {number}", "axis": "attractiveness", "weight": weight}
                for number, weight in enumerate(ATTRACTIVE)
            ]
        )
        cls.strong = criteria.create(
            [
                {"name": f"Strong {number}", "axis": "strength", "weight": weight}
                for number, weight in enumerate(STRONG)
            ]
        )
        cls.criteria = cls.attractive | cls.strong
        cls.other = cls.env["res.partner"].create({"name": "Beta", "is_company": True})
        cls.round = cls._create_round("First")

    @classmethod
    def _create_round(cls, name, partners=None, **values):
        one = (
            cls.env["kam.assessment.round"]
            .with_user(cls.manager)
            .create(
                {
                    "name": name,
                    "rater_ids": [Command.set((cls.kam | cls.mate | cls.manager).ids)],
                    "criterion_ids": [Command.set(cls.criteria.ids)],
                    **values,
                }
            )
        )
        one._add_candidates(partners or (cls.customer | cls.other))
        return one

    @classmethod
    def _score(cls, one, user, account, scores):
        """Scores of one rater by the worked example's criteria; None is not scored."""
        cls.env["kam.assessment"].with_user(user).create(
            [
                {
                    "round_id": one.id,
                    "account_id": account.id,
                    "criterion_id": criterion.id,
                    "score": score,
                    "rater_id": user.id,
                }
                for criterion, score in zip(cls.criteria, scores, strict=True)
                if score is not None
            ]
        )

    @classmethod
    def _run(cls, one, *scores, user=None, account=None):
        """Open a round, let one rater score one customer, and close it; give the result."""
        account = account or cls.customer
        one.action_open()
        cls._score(one, user or cls.kam, account, scores)
        one.action_close()
        return cls._result(one, account)

    @classmethod
    def _result(cls, one, account):
        return one.result_ids.filtered(lambda result: result.account_id == account)
