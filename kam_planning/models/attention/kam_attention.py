from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.attention.audit import HIGH, LOW, NO_TARGET, POTENTIAL_WEIGHT, TARGETS
from ..common.arguments import check_one
from ..common.known import KnownFloat, KnownMonetary

STATES = [
    ("under", "Under-served"),
    ("fair", "In Balance"),
    ("over", "Over-served"),
    ("no_value", "No Value"),
    ("unknown", "Not Known"),
]
QUADRANTS = [
    ("strategic", "Strategic"),
    ("star", "Star"),
    ("status", "Status"),
    ("streamline", "Streamline"),
]
# A group and its subsidiary tell of the same hours and money.
ONCE = {"readonly": True, "aggregator": "sum", "total_once": True}
ALONE = {"readonly": True, "aggregator": None}


class KamAttention(models.Model):
    """Whether our time goes where the value is: the last 12 months of each account with a plan.

    `tools.attention.audit` says the same in plain Python.
    """

    _name = "kam.attention"
    _description = "Attention"
    _inherit = ["kam.attention.line"]
    _auto = False
    _rec_name = "account_id"
    _order = "index desc, hours desc, id"

    hours = KnownFloat(
        "Hours, 12 Months",
        digits=(16, 2),
        help="Meetings times our people in them, calls and other activities, and timesheets where "
        "they are kept. Empty: nothing is recorded, so it is not known.",
        **ONCE,
    )
    margin = KnownMonetary("Gross Margin, 12 Months", **ONCE)
    potential = KnownMonetary(help="What they could buy on top of what they buy now.", **ONCE)
    value = KnownMonetary(
        help="Margin, where it is above zero, and a quarter of the potential.", **ONCE
    )
    hours_share = KnownFloat("Share of Hours (%)", **ALONE)
    value_share = KnownFloat("Share of Value (%)", **ALONE)
    index = KnownFloat(
        "Attention Index",
        digits=(16, 2),
        help="Share of the hours by share of the value: 1 where both are the same.",
        **ALONE,
    )
    quadrant = fields.Selection(QUADRANTS, readonly=True)
    target_index = KnownFloat(
        "Target",
        digits=(16, 2),
        help="What the index should be, by the quadrant. Empty where you may not read the last "
        "assessment.",
        **ALONE,
    )
    state = fields.Selection(
        STATES,
        "Attention",
        readonly=True,
        help="Under-served: less than half of the target. Over-served: more than twice of it. No "
        "value: neither a margin above zero nor a potential. Not known: no hours or no margin are "
        "recorded.",
    )
    verdict = fields.Char("In Words", compute="_compute_verdict")
    margin_per_hour = KnownMonetary(**ALONE)
    cost_to_serve = KnownMonetary(
        help="Hours times the hourly rate of the settings; empty while none is set.", **ONCE
    )
    invested = KnownMonetary(
        "Investments",
        compute="_compute_investments",
        compute_sudo=False,
        aggregator=None,
        help="Planned or going on, of the kind “Focus”, in plans that you may read.",
    )
    invested_hours = KnownFloat(
        "Hours to Invest", compute="_compute_investments", compute_sudo=False, aggregator=None
    )
    expected_return = KnownMonetary(
        compute="_compute_investments", compute_sudo=False, aggregator=None
    )

    _depends = {
        "calendar.attendee": ["event_id", "partner_id", "state"],
        "calendar.event": ["active", "allday", "duration", "start", "stop"],
        "kam.plan": ["active", "company_id", "figures_date", "margin", "partner_id", "state"],
        "kam.whitespace": ["account_id", "buying_center_id", "company_id", "potential"],
        "mail.activity": ["active", "activity_type_id", "date_done", "user_id"],
        "res.company": ["kam_hourly_rate"],
        "res.partner": ["kam_tier_id", "parent_id"],
    }

    @api.depends("state", "margin", "hours")
    @api.depends_context("lang")
    def _compute_verdict(self):
        """What the index would hide, said in words."""
        words = {
            "under": self.env._("Less time than its value asks for"),
            "fair": self.env._("Time and value in balance"),
            "over": self.env._("More time than its value asks for"),
            "unknown": self.env._("Not known: no margin was read"),
        }
        for line in self:
            line.verdict = words.get(line.state)
            if line.state == "no_value":
                line.verdict = self.env._("Time without value: no margin above zero, no potential")
            elif line.state == "unknown" and not line.hours:
                line.verdict = self.env._("Not known: no hours are recorded")
            elif line.margin is not False and line.margin <= 0:
                line.verdict = self.env._("%s (no margin, potential only)", line.verdict)

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_investments(self):
        """What is put into the account, of plans that this user may read: one query for all."""
        lines = self.env["kam.investment"]
        domain = lines._get_live_domain() & fields.Domain("kind", "=", "focus")
        domain &= fields.Domain("partner_id", "in", self.account_id.ids)
        names = ("amount", "hours", "expected_return")
        groups = lines._read_group(
            domain, ["partner_id", "company_id"], [f"{name}:sum" for name in names]
        )
        sums = {(partner, company): rest for partner, company, *rest in groups}
        for line in self:
            found = sums.get((line.account_id, line.company_id), (False, False, False))
            line.invested, line.invested_hours, line.expected_return = (
                False if one is None else one for one in found
            )

    @property
    def _table_query(self):
        """One row for each account; shares are of all accounts of the company, whoever asks."""
        self.env["kam.whitespace"].flush_model()
        self.env["res.company"].flush_model(["kam_hourly_rate"])
        return SQL(
            """
            %(tables)s,
            direct AS MATERIALIZED (SELECT place_id, SUM(hours) AS hours FROM entry GROUP BY 1),
            spent AS (SELECT place_id AS id, SUM(hours) AS hours
                        FROM (SELECT * FROM direct UNION ALL
                              SELECT above.upper_id, direct.hours FROM above
                                JOIN direct ON direct.place_id = above.place_id) AS one
                       GROUP BY 1),
            worth AS (SELECT DISTINCT ON (partner_id, company_id) partner_id, company_id, margin
                        FROM kam_plan WHERE active AND figures_date IS NOT NULL
                             AND margin IS NOT NULL
                       ORDER BY partner_id, company_id, figures_date DESC, id),
            could AS (%(potential)s),
            fact AS (
                SELECT place.*, NULLIF(spent.hours, 0) AS hours, worth.margin, could.potential,
                       GREATEST(0, worth.margin) + %(weight)s * COALESCE(could.potential, 0)
                       AS value
                  FROM place
             LEFT JOIN spent ON spent.id = place.id
             LEFT JOIN worth ON worth.partner_id = place.account_id
                       AND worth.company_id = place.company_id
             LEFT JOIN could ON could.account_id = place.account_id
                       AND could.company_id = place.company_id),
            known AS MATERIALIZED (SELECT id, company_id, hours, value FROM fact
                                    WHERE hours IS NOT NULL AND margin IS NOT NULL),
            -- Told by a group that is known; of a group that is not, its parts are the whole.
            part AS (SELECT above.place_id FROM above JOIN known ON known.id = above.upper_id),
            whole AS (SELECT company_id, SUM(hours) AS hours, SUM(value) AS value FROM known
                       WHERE id NOT IN (SELECT place_id FROM part) GROUP BY 1),
            shared AS (
                SELECT fact.*, (partner.kam_tier_id ->> fact.company_id::text)::int AS tier_id,
                       CASE WHEN fact.margin IS NOT NULL
                            THEN 100 * fact.hours / NULLIF(whole.hours, 0) END AS hours_share,
                       CASE WHEN fact.hours IS NOT NULL AND fact.margin IS NOT NULL
                            THEN COALESCE(100 * fact.value / NULLIF(whole.value, 0), 0)
                            END AS value_share,
                       CASE WHEN choice.id IN %(readable)s THEN choice.quadrant END AS quadrant,
                       COALESCE(choice.target, %(no_target)s) AS aim,
                       fact.hours * NULLIF(company.kam_hourly_rate, 0) AS cost_to_serve
                  FROM fact
                  JOIN res_partner partner ON partner.id = fact.account_id
                  JOIN res_company company ON company.id = fact.company_id
             LEFT JOIN whole ON whole.company_id = fact.company_id
             LEFT JOIN %(quadrants)s ON choice.account_id = fact.account_id
                       AND choice.company_id = fact.company_id)
            SELECT id, account_id, company_id, tier_id, hours, margin, potential, value,
                   hours_share, value_share, quadrant, cost_to_serve,
                   CASE WHEN quadrant IS NOT NULL OR aim = %(no_target)s THEN aim END
                   AS target_index,
                   margin / hours AS margin_per_hour,
                   hours_share / NULLIF(value_share, 0) AS index,
                   CASE WHEN hours_share IS NULL THEN 'unknown'
                        WHEN value_share = 0 THEN 'no_value'
                        WHEN hours_share / value_share < %(low)s * aim THEN 'under'
                        WHEN hours_share / value_share > %(high)s * aim THEN 'over'
                        ELSE 'fair' END AS state
              FROM shared
            """,
            tables=self.env["kam.attention.hours"]._get_with_sql(),
            potential=self._select_potential(),
            weight=POTENTIAL_WEIGHT,
            quadrants=self._select_quadrants_sudo(),
            readable=self._select_readable_results(),
            no_target=NO_TARGET,
            low=LOW,
            high=HIGH,
        )

    @api.model
    def _select_quadrants_sudo(self):
        """Where the accounts stand in the portfolio by their last assessment, and what the index
        should be there. As superuser: the verdict is the same whoever looks at it.
        """
        results = self.env["kam.assessment.result"].sudo()
        known = [("is_last", "=", True), ("quadrant", "!=", False)]
        found = results._search(known, order="id")
        names = ("id", "account_id", "company_id", "quadrant")
        columns = [results._field_to_sql(results._table, name, found) for name in names]
        return SQL(
            "(SELECT one.id, one.account_id, one.company_id, one.quadrant, aim.target FROM "
            "(%s) AS one (id, account_id, company_id, quadrant) JOIN "
            "unnest(%s::varchar[], %s::float8[]) AS aim (quadrant, target) "
            "ON aim.quadrant = one.quadrant) AS choice",
            found.select(*columns),
            list(TARGETS),
            list(TARGETS.values()),
        )

    @api.model
    def _select_readable_results(self):
        """Ids of the last assessments that this user may read: to him their quadrants are shown."""
        results = self.env["kam.assessment.result"]
        if not results.has_access("read"):
            return SQL("(SELECT 0 WHERE FALSE)")
        return results._search([("is_last", "=", True)], order="id").subselect()

    @api.model
    def _select_potential(self):
        """What each account could still buy, as a whole; of an offering and its parts the whole."""
        return SQL(
            """
            SELECT cell.account_id, cell.company_id, SUM(cell.potential) AS potential
              FROM kam_whitespace cell
              JOIN kam_offering offering ON offering.id = cell.offering_id
             WHERE cell.buying_center_id IS NULL AND cell.potential IS NOT NULL
                   AND (offering.parent_id IS NULL OR NOT EXISTS (
                        SELECT FROM kam_whitespace upper
                          JOIN kam_offering whole ON whole.id = upper.offering_id
                         WHERE upper.account_id = cell.account_id
                               AND upper.company_id = cell.company_id
                               AND upper.buying_center_id IS NULL
                               AND upper.potential IS NOT NULL AND whole.id != offering.id
                               AND offering.parent_path LIKE whole.parent_path || '%%'))
             GROUP BY 1, 2
            """
        )

    @api.model
    def _get_total_rows_sql(self, ids):
        """A row tells of its customer and of every company below; its id is that of a plan."""
        return SQL(
            "SELECT plan.id, plan.company_id, plan.partner_id, 0, ARRAY[0], 0 "
            "FROM kam_plan plan WHERE plan.id IN (%s)",
            ids,
        )

    def action_open_entries(self):
        """Open the meetings and activities behind the hours.

        :return: window action
        :raise AccessError: when the user may not see the account
        """
        check_one(self)
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "kam_planning.kam_attention_entry_action"
        )
        domain = [
            ("account_id", "=", self.account_id.id),
            ("company_id", "=", self.company_id.id),
        ]
        name = self.env._("Hours for %s", self.account_id.display_name)
        return {**action, "name": name, "display_name": name, "domain": domain}

    def _describe(self):
        """The row in a sentence or two."""
        return f"{self._tell_spent()} {self.verdict}."

    def _tell_spent(self):
        self.ensure_one()
        if self.state == "unknown":
            return self.env._("%.1f hours in 12 months.", self.hours)
        return self.env._(
            "%(hours).1f hours in 12 months: %(hours_share).0f %% of our time for "
            "%(value_share).0f %% of the value.",
            hours=self.hours,
            hours_share=self.hours_share,
            value_share=self.value_share,
        )
