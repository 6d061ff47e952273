from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ...tools import strength
from ...tools.gaps import Relationship
from ...tools.rows import NaturalKey
from ..common.days import group_by_zone, today_of
from ..common.known import KnownFloat

LEVELS = [
    ("0", "None"),
    ("1", "Known"),
    ("2", "Trusted for a topic"),
    ("3", "Trusted adviser"),
]
HEALTHS = [("weak", "Weak"), ("shaky", "Shaky"), ("healthy", "Healthy")]


class KamRelationship(models.Model):
    """One of our people and one of theirs: how well they know each other, and how well they should.

    The levels are given by hand. The strength is computed from what Odoo recorded
    (`kam_relationship_strength`) and never overwrites a level.
    """

    _name = "kam.relationship"
    _description = "Relationship"
    _inherit = [
        "kam.relationship.strength",
        "kam.relationship.interactions",
        "kam.refreshable",
        "kam.stakeholder.line",
        "kam.score.mixin",
        "kam.hidden.name",
    ]
    _unoffered_fields = ("traffic", "traffic_before", "traffic_before_date", "strength_date")
    _order = "level_gap desc, strength, id"

    _account_fields = ("stakeholder_id",)
    _owner_fields = ("stakeholder_id",)
    _natural_keys = (NaturalKey(("stakeholder_id", "user_id"), is_unique=True),)
    _score_kinds = {"strength": "_get_strength_scores"}

    stakeholder_id = fields.Many2one(
        "kam.stakeholder", "Their Person", required=True, index=True, ondelete="cascade"
    )
    user_id = fields.Many2one(
        "res.users",
        "Our Person",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
    )
    level_actual = fields.Selection(LEVELS, "Actual Level", required=True, default="0")
    level_desired = fields.Selection(LEVELS, "Desired Level", required=True, default="0")
    level_gap = fields.Integer(
        "Levels Missing",
        compute="_compute_level_gap",
        store=True,
        aggregator="max",
        help="Desired level minus actual level, in steps; 0 when it is reached.",
    )
    owner_id = fields.Many2one(
        "res.users",
        index="btree_not_null",
        ondelete="set null",
        domain="[('share', '=', False)]",
        help="Who sees to it that the relationship gets where it should be.",
    )
    strength = KnownFloat(
        readonly=True,
        copy=False,
        aggregator="avg",
        help="0-100, computed from meetings, calls, mails and activities.",
    )
    traffic = fields.Json("Recorded Interactions", readonly=True, copy=False)
    traffic_before = fields.Json("Recorded Interactions, Before", readonly=True, copy=False)
    traffic_before_date = fields.Datetime("Compared With", readonly=True, copy=False)
    traffic_text = fields.Char("Interactions of 12 Months", compute="_compute_traffic_text")
    last_contact_date = fields.Date("Last Interaction", readonly=True, copy=False)
    last_two_way_date = fields.Date(
        "Last Heard of",
        readonly=True,
        copy=False,
        help="The last meeting, call or mail in which they took part.",
    )
    strength_date = fields.Datetime("Strength As Of", readonly=True, copy=False, index=True)
    health = fields.Selection(
        HEALTHS,
        "X-ray",
        compute="_compute_health",
        store=True,
        help="Weak: strength below 25, or nothing heard of them for twice the interval. Healthy: "
        "60 or more, heard of within the interval, level not below the desired one. "
        "Shaky: all others.",
    )

    is_found = fields.Boolean(
        "Found in the Records",
        readonly=True,
        copy=False,
        help="Made because meetings, calls or mails with this person are recorded.",
    )

    _pair_uniq = models.UniqueIndex(
        "(stakeholder_id, user_id)", "This relationship is recorded already."
    )

    @api.depends("stakeholder_id.name", "user_id.name")
    @api.depends_context("uid")
    def _compute_display_name(self):
        for relationship in self:
            relationship.display_name = (
                f"{relationship.user_id.name} – {relationship.stakeholder_id.name}"
            )
        self._hide_names()

    @api.depends("level_actual", "level_desired")
    def _compute_level_gap(self):
        for relationship in self:
            relationship.level_gap = max(
                0, int(relationship.level_desired or 0) - int(relationship.level_actual or 0)
            )

    @api.depends(
        "strength",
        "last_two_way_date",
        "level_gap",
        "stakeholder_id.touch_interval",
        "strength_date",
    )
    def _compute_health(self):
        intervals = self.stakeholder_id._get_touch_days()
        for relationship in self:
            relationship.health = strength.judge(
                relationship.strength,
                relationship.last_two_way_date,
                intervals.get(relationship.stakeholder_id, 0),
                today_of(relationship.company_id),
                relationship.level_gap > 0,
            )

    def _covers(self):
        """Whether our person really knows theirs."""
        self.ensure_one()
        return self._prepare_relationship().covers

    def _prepare_relationship(self):
        """The relationship as the rules take it."""
        return Relationship(
            user=self.user_id.id,
            actual=int(self.level_actual or 0),
            desired=int(self.level_desired or 0),
            strength=self.strength,
            last_two_way=self.last_two_way_date,
            owner=self.owner_id.id,
        )

    @api.constrains("user_id")
    def _check_user(self):
        for relationship in self:
            if relationship.user_id.share:
                raise ValidationError(
                    self.env._(
                        "“%(user)s” is not one of ours: a relationship of “%(person)s” is with a "
                        "colleague.",
                        user=relationship.user_id.name,
                        person=relationship.stakeholder_id.name,
                    )
                )

    @api.model
    def _discover_sudo(self, people):
        """Record who of ours had interaction with these people, where that is not recorded yet.

        :param people: kam.stakeholder records
        :return: the new relationships, their strength measured
        """
        return self.sudo().create(
            [
                {"stakeholder_id": person_id, "user_id": user_id, "is_found": True}
                for person_id, user_id in self._find_unrecorded(people)
            ]
        )

    @api.model
    def _find_unrecorded(self, people):
        """Pairs of people and colleagues with interaction in both directions and no relationship.

        :return: list of tuples (kam.stakeholder id, res.users id)
        """
        groups = group_by_zone(people)
        return [pair for place in groups for pair in self._select_unrecorded(*place)]

    @api.model
    def _select_unrecorded(self, company, people):
        """The same, of people whose companies are in the time zone of this one."""
        query = SQL(
            """
            WITH person AS MATERIALIZED (
                SELECT person.id, person.partner_id
                  FROM kam_stakeholder person
                  JOIN res_partner partner
                    ON partner.id = person.partner_id AND partner.partner_share
                 WHERE person.id IN %s AND person.parked_reason IS NULL
            ), theirs AS MATERIALIZED (SELECT DISTINCT partner_id AS id FROM person), %s
            SELECT DISTINCT person.id, our.id
              FROM interaction
              JOIN person ON person.partner_id = interaction.theirs
              JOIN res_users our
                ON our.partner_id = interaction.ours AND our.active AND NOT our.share
             WHERE interaction.kind IN ('meeting', 'call', 'mail_in')
               AND NOT EXISTS (
                   SELECT 1 FROM kam_relationship relationship
                    WHERE relationship.stakeholder_id = person.id AND relationship.user_id = our.id)
             ORDER BY person.id, our.id
            """,
            tuple(people.ids),
            self._interactions_sql(company),
        )
        return self._execute_interactions(query)
