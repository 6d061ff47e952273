from odoo import api, fields, models
from odoo.tools import SQL

from ..models.common.accents import AlikeChar
from ..models.common.arguments import check_one
from ..models.common.known import KnownFloat
from ..models.plan.kam_plan_workflow import OPEN_STATES
from ..models.relationship.kam_gap import LIVE
from ..models.relationship.kam_plan import MATURITIES
from ..models.relationship.kam_stakeholder_judgement import PEOPLE_GROUP
from ..tools.stakeholders import KEY_INFLUENCES, SUPPORTIVE

# Ids are made of those of the account and of the company.
MOST_COMPANIES = 100_000


class KamAccountMap(models.Model):
    """One row for each customer with a plan or with people, and company: how far its map is.

    The plan is the one in force among those that the user may read.
    """

    _name = "kam.account.map"
    _description = "Relationship Map of an Account"
    _inherit = ["kam.totals"]
    _auto = False
    _order = "name, id"

    name = AlikeChar("Account", readonly=True)
    account_id = fields.Many2one("res.partner", "Customer", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    plan_id = fields.Many2one("kam.plan", "Account Plan", readonly=True)
    user_id = fields.Many2one("res.users", "Key Account Manager", readonly=True)
    tier_id = fields.Many2one("kam.tier", readonly=True)
    person_count = fields.Integer("People", readonly=True, aggregator="sum")
    known_count = fields.Integer(
        "Known",
        readonly=True,
        aggregator="sum",
        help="People whom somebody of ours knows: by hand, or with a strength of 25 or more.",
    )
    real_count = fields.Integer(
        "People Without Open Roles",
        readonly=True,
        aggregator="sum",
        help="Roles that nobody fills yet do not count.",
    )
    coverage = KnownFloat(
        "Coverage (%)",
        readonly=True,
        aggregator="avg",
        ratio="_get_coverage_parts_sql",
        help="Of a hundred people on the map, how many somebody of ours knows. Roles that nobody "
        "fills do not count.",
    )
    map_maturity = fields.Selection(
        MATURITIES, "Maturity of the Map", readonly=True, groups=PEOPLE_GROUP
    )
    gap_count = fields.Integer("Open Gaps", readonly=True, aggregator="sum")
    last_contact_date = fields.Date("Last Interaction", readonly=True, aggregator="max")
    is_account_read = fields.Boolean(
        compute="_compute_is_account_read", search="_search_is_account_read", compute_sudo=False
    )

    _depends = {
        "kam.gap": ["account_id", "company_id", "is_judgement", "state"],
        "kam.plan": [
            "access_user_ids",
            "active",
            "company_id",
            "confidentiality",
            "partner_id",
            "state_rank",
            "tier_id",
            "user_id",
        ],
        "kam.stakeholder": [
            "account_id",
            "company_id",
            "coverage_count",
            "influence",
            "is_placeholder",
            "last_contact_date",
            "parked_reason",
            "support",
        ],
        "res.partner": ["complete_name"],
    }

    @api.depends("account_id", "company_id")
    @api.depends_context("uid")
    def _compute_is_account_read(self):
        access = self.env["kam.account.line"]._read_account_access(self.account_id.ids)
        for line in self:
            place = (line.account_id.id, line.company_id.id)
            line.is_account_read = access.get(place, (False, False))[0]

    def _search_is_account_read(self, operator, value):
        lines = self.env["kam.account.line"]
        reading = lines._get_reading_sql
        return lines._search_account_access(operator, reading, "is_account_read")

    @property
    def _table_query(self):
        return SQL(
            """
            WITH people AS (%(people)s), gaps AS (%(gaps)s), plans AS (%(plans)s)
            SELECT account_id::bigint * %(most)s + place.company_id AS id,
                   partner.complete_name AS name, account_id, place.company_id,
                   plans.id AS plan_id, plans.user_id, plans.tier_id,
                   COALESCE(people.person_count, 0) AS person_count,
                   COALESCE(people.known_count, 0) AS known_count,
                   COALESCE(people.real_count, 0) AS real_count,
                   100.0 * people.known_count / NULLIF(people.real_count, 0) AS coverage,
                   CASE WHEN COALESCE(people.person_count, 0) = 0 THEN 'empty'
                        WHEN people.key_count = 0 THEN 'no_key'
                        WHEN people.supportive_count = 0 THEN 'no_support'
                        ELSE 'supported' END AS map_maturity,
                   COALESCE(gaps.gap_count, 0) AS gap_count, people.last_contact_date
              FROM (
                    SELECT partner_id AS account_id, company_id FROM kam_plan
                     UNION
                    SELECT account_id, company_id FROM kam_stakeholder
                   ) place
         LEFT JOIN people USING (account_id, company_id)
         LEFT JOIN gaps USING (account_id, company_id)
         LEFT JOIN plans USING (account_id, company_id)
              JOIN res_partner partner ON partner.id = account_id
            """,
            people=self._select_people(),
            gaps=self._select_gaps(),
            plans=self._select_plans(),
            most=MOST_COMPANIES,
        )

    @api.model
    def _select_people(self):
        """Counts of the people who are not parked, by account and company."""
        return SQL(
            """
            SELECT account_id, company_id, COUNT(*) AS person_count,
                   COUNT(*) FILTER (WHERE NOT is_placeholder) AS real_count,
                   COUNT(*) FILTER (
                       WHERE NOT is_placeholder AND coverage_count > 0) AS known_count,
                   COUNT(*) FILTER (WHERE influence IN %(key)s) AS key_count,
                   COUNT(*) FILTER (
                       WHERE influence IN %(key)s AND support IN %(supportive)s
                   ) AS supportive_count,
                   MAX(last_contact_date) AS last_contact_date
              FROM kam_stakeholder WHERE parked_reason IS NULL
             GROUP BY account_id, company_id
            """,
            key=KEY_INFLUENCES,
            supportive=SUPPORTIVE,
        )

    @api.model
    def _select_gaps(self):
        """How many gaps wait that this user may read, by account and company."""
        is_told = self.env.user.has_group(PEOPLE_GROUP)
        return SQL(
            """
            SELECT account_id, company_id, COUNT(*) AS gap_count
              FROM kam_gap WHERE state IN %s AND %s
             GROUP BY account_id, company_id
            """,
            LIVE,
            SQL("TRUE") if is_told else SQL("NOT is_judgement"),
        )

    @api.model
    def _select_plans(self):
        """The plan in force of those that this user may read, by account and company."""
        return SQL(
            """
            SELECT DISTINCT ON (plan.partner_id, plan.company_id)
                   plan.partner_id AS account_id, plan.company_id, plan.id, plan.user_id,
                   plan.tier_id
              FROM kam_plan plan WHERE plan.active AND plan.state IN %s AND (%s)
             ORDER BY plan.partner_id, plan.company_id, plan.state_rank, plan.id
            """,
            OPEN_STATES,
            self.env["kam.account.line"]._get_reading_sql(),
        )

    @api.model
    def _get_coverage_parts_sql(self, query):
        names = ("known_count", "real_count")
        return tuple(self._field_to_sql(self._table, name, query) for name in names)

    def action_open_map(self):
        """Open the relationship map of the account."""
        check_one(self)
        return self.account_id._prepare_kam_map_action(self.company_id)

    def action_open_gaps(self):
        """Open the gaps in the map of the account."""
        check_one(self)
        action = self.env["ir.actions.act_window"]._for_xml_id("kam_planning.kam_gap_action")
        place = [("account_id", "=", self.account_id.id), ("company_id", "=", self.company_id.id)]
        return {**action, "domain": place}
