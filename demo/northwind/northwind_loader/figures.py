"""Offerings, targets, buying centres and whitespace of the example plans."""

from dateutil.relativedelta import relativedelta

from . import figure_texts as texts
from .account_figures import read_figures
from .desk import SILENT
from .plan_texts import NEW_OBJECTIVE, fill

KINDS = ("running", "renewed", "submitted")


def load_figures(run):
    """Make what is not there yet: the offerings, and the figures of each example plan.

    Each plan's part is one transaction, marked by the external id of its year's target.

    :param Run run: after the plans are loaded
    """
    offerings = _load_offerings(run)
    for kind in KINDS:
        plan = run.ref(f"plan_{kind}")
        if run.ref(f"target_{kind}"):
            continue
        work = PlanFigures(run, plan, offerings)
        run.name_records("target", [kind], work.tell())
        run.env.flush_all()
        run.commit()
        run.say(f"  targets and whitespace of {plan.partner_id.name}")


def _load_offerings(run):
    """One offering for each category of products, and a service that is still to come."""
    categories = run.ids("product.category", "category")
    ids = run.create_missing(
        "kam.offering",
        "offering",
        {**run.data.categories, "service": {"category_name": texts.SERVICE}},
        lambda key, row: {
            "name": row["category_name"],
            "category_ids": [(6, 0, [categories[key]])] if key in categories else [],
            "description": texts.SERVICE_DESCRIPTION if key == "service" else False,
            "sequence": 99 if key == "service" else 10,
        },
    )
    return {key: run.env["kam.offering"].browse(res_id) for key, res_id in ids.items()}


class PlanFigures:
    """The key account manager of one plan, at the plan's figures."""

    def __init__(self, run, plan, offerings):
        self.run, self.offerings = run, offerings
        self.env = run.env(user=plan.user_id, context={"lang": "en_US", **SILENT})
        self.plan = plan.with_env(self.env)
        self.today = run.calendar.today
        self.account = read_figures(run.env, plan.partner_id, self.today)

    def tell(self):
        """Do everything, through the methods that the screens use.

        :return: the target of the year
        """
        self._judge_leads()
        self._enter_satisfaction()
        self._add_buying_centers()
        self.plan.action_refresh_figures()
        self._judge_cells()
        year = self._set_targets()
        self.plan.action_refresh_figures()
        return year

    def _judge_leads(self):
        for lead in self.plan.lead_ids:
            lead.write({"probability": 40.0, "date_deadline": self.today + relativedelta(months=2)})

    def _enter_satisfaction(self):
        satisfaction = self.env.ref("kam_planning.measure_satisfaction")
        self.env["kam.measure.entry"].create(
            [
                {
                    "account_id": self.plan.partner_id.id,
                    "measure_id": satisfaction.id,
                    "date": self.today - relativedelta(months=months),
                    "value": value,
                    "note": note,
                }
                for months, value, note in texts.SATISFACTION
            ]
        )

    def _add_buying_centers(self):
        for values in texts.BUYING_CENTERS:
            values = fill(values, self.account)
            values["account_id"] = self.plan.partner_id.id
            if "budget_share" in values:
                values["budget"] = round(self.account.revenue * values.pop("budget_share"), -2)
                values["budget_date_start"] = self.today.replace(month=1, day=1)
                values["budget_date_end"] = self.today.replace(month=12, day=31)
            self.env["kam.buying.center"].create(values)

    def _judge_cells(self):
        """What the account manager knows: the weakest category, the service, and each centre."""
        cells = self.env["kam.whitespace"].search(
            [("account_id", "=", self.plan.partner_id.id), ("buying_center_id", "=", False)]
        )
        goods = cells.filtered(lambda cell: cell.offering_id.category_ids)
        weakest = goods.sorted(lambda cell: (cell.revenue, cell.id))[:1]
        weakest.write(
            {
                **fill(texts.WEAKEST_CELL, self.account),
                "competitor_id": self._get_competitor().id,
                "contract_end": self.today + relativedelta(months=5),
            }
        )
        service = cells.filtered(lambda cell: cell.offering_id == self.offerings["service"])
        service.write(
            {
                **fill(texts.SERVICE_CELL, self.account),
                "potential_manual": round(self.account.revenue * 0.03, -2),
            }
        )
        self._judge_center_cells(goods)

    def _judge_center_cells(self, goods):
        centers = self.env["kam.buying.center"].search(
            [("account_id", "=", self.plan.partner_id.id)]
        )
        states = ("open", "unknown", "competitor", "not_relevant")
        self.env["kam.whitespace"].create(
            [
                {
                    "account_id": self.plan.partner_id.id,
                    "buying_center_id": center.id,
                    "offering_id": cell.offering_id.id,
                    "state": states[(row + column) % len(states)],
                }
                for row, center in enumerate(centers)
                for column, cell in enumerate(goods)
            ]
        )

    def _get_competitor(self):
        competitor = self.run.ref("partner_competitor")
        if not competitor:
            competitor = self.run.env["res.partner"].create(
                {"name": texts.COMPETITOR, "is_company": True}
            )
            self.run.name_records("partner", ["competitor"], competitor)
        return competitor

    def _set_targets(self):
        """The year's revenue by the season of the year before, and days to pay."""
        name = fill(NEW_OBJECTIVE["name"], self.account)
        goal = self.plan.objective_ids.filtered(lambda objective: objective.name == name)
        wizard = self.env["kam.target.generate"].create(
            {
                "plan_id": self.plan.id,
                "objective_id": goal.id,
                "date_start": self.plan.date_start,
                "target_value": round(self.account.revenue * 1.1, -3),
                "stretch_value": round(self.account.revenue * 1.2, -3),
                "split": "season",
            }
        )
        wizard.action_generate()
        # Progress by hand stays: one of the plans shows that as well.
        goal.filtered(lambda o: o.progress_mode == "actions").progress_mode = "targets"
        days = self.env.ref("kam_planning.measure_days_to_pay")
        self.env["kam.target"].create(
            {
                "plan_id": self.plan.id,
                "measure_id": days.id,
                "baseline": self.plan.days_to_pay,
                "target_value": 30.0,
            }
        )
        revenue = self.env.ref("kam_planning.measure_revenue")
        targets = self.plan.target_ids.filtered(lambda t: t.measure_id == revenue)
        return targets.sorted(lambda target: target.date_end - target.date_start)[-1:]
