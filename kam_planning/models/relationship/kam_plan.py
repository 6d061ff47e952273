from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools import gaps
from ...tools.stakeholders import maturity
from ..common.arguments import check_one
from ..common.jobs import Step
from ..plan.kam_plan_workflow import OPEN_STATES
from .kam_stakeholder_judgement import PEOPLE_GROUP

PLANS_AT_ONCE = 200
GAP_RANK = 60
MATURITIES = [
    ("empty", "Nobody on the map"),
    ("no_key", "No key person"),
    ("no_support", "No supportive key person"),
    ("supported", "A supportive key person"),
]


class KamPlan(models.Model):
    """The relationship map of the plan's customer: how far it is, its gaps, its hand-over."""

    _inherit = "kam.plan"

    gaps_date = fields.Datetime("Gaps As Of", readonly=True, copy=False)
    stakeholder_count = fields.Integer("People on the Map", compute="_compute_map_counts")
    gap_count = fields.Integer("Open Gaps", compute="_compute_map_counts")
    map_maturity = fields.Selection(
        MATURITIES,
        "Maturity of the Map",
        compute="_compute_map_maturity",
        groups=PEOPLE_GROUP,
        help="A key person shapes or decides. Supportive: favourable or more.",
    )

    @api.depends("partner_id", "company_id")
    @api.depends_context("uid")
    def _compute_map_counts(self):
        people = self._count_on_maps("kam.stakeholder", Domain("parked_reason", "=", False))
        open_gaps = self._count_on_maps("kam.gap", Domain("state", "in", ("open", "planned")))
        for plan in self:
            place = plan._origin._get_place()
            plan.stakeholder_count = people.get(place, 0)
            plan.gap_count = open_gaps.get(place, 0)

    def _count_on_maps(self, model, domain):
        groups = self.env[model]._read_group(
            domain & self._get_places_domain(), ["account_id", "company_id"], ["__count"]
        )
        return {(account, company): count for account, company, count in groups}

    @api.depends("partner_id", "company_id")
    @api.depends_context("uid")
    def _compute_map_maturity(self):
        groups = self.env["kam.stakeholder"]._read_group(
            self._get_places_domain() & Domain("parked_reason", "=", False),
            ["account_id", "company_id", "influence", "support"],
        )
        found = {}
        for account, company, influence, support in groups:
            found.setdefault((account, company), []).append((influence, support))
        for plan in self:
            plan.map_maturity = maturity(found.get(plan._origin._get_place(), []))

    def _refresh_gaps(self, is_job=False):
        """Find the gaps of these plans' maps anew, as superuser: rules ask more than a user sees.

        Of several open plans of one customer, the one in force decides which roles are required.

        :param bool is_job: make actions where the template says so
        """
        plans = self.sudo()
        in_force = plans._find_in_force(plans.partner_id, plans.company_id)
        people, known = plans._read_map_people(), plans._read_recorded_gaps()
        Gap, today, values = plans.env["kam.gap"], fields.Date.context_today(self), []
        for place in {plan._get_place() for plan in plans}.intersection(in_force):
            plan = in_force[place]
            on_map = people.get(place, [])
            # A map on which nobody is yet has no gaps: its maturity says so.
            roles = plan.template_id.required_role_ids.ids if on_map else []
            found = gaps.find(on_map, roles, plan.user_id.id, today)
            values += Gap._record_found(place, found, known.get(place, Gap))
        Gap.create(values)
        plans.gaps_date = fields.Datetime.now()
        if is_job:
            plans.filtered("template_id.makes_gap_actions")._make_gap_actions()

    @api.model
    def _get_refresh_steps(self):
        """Gaps rest on the strength of relationships."""
        return [*super()._get_refresh_steps(), (GAP_RANK, self._get_gap_step())]

    def _refresh_gaps_at_night(self):
        self._refresh_gaps(is_job=True)

    @api.model
    def _get_gap_step(self):
        """Active plans on whose maps nobody looked for gaps today."""
        return Step(
            self,
            Domain("state", "=", "active") & self._get_outdated_domain("gaps_date"),
            "_refresh_gaps_at_night",
            "Gaps of account plan %s (%s) failed",
            PLANS_AT_ONCE,
        )

    def _read_recorded_gaps(self):
        """The recorded gaps of these plans' maps: dict {(account, company): kam.gap}."""
        known = self.env["kam.gap"].search(self._get_places_domain())
        return known.grouped(lambda gap: gap._get_place())

    def _make_gap_actions(self):
        """Make actions of the gaps that never had one."""
        domain = Domain("state", "=", "open") & Domain("action_id", "=", False)
        found = self.env["kam.gap"].search(domain & self._get_places_domain())
        found._plan_actions({plan._get_place(): plan for plan in self})

    def _read_map_people(self):
        """The people on these plans' maps as the rules take them, parked ones left out.

        :return: dict {(account, company): list of tools.gaps.Person}
        """
        domain = self._get_places_domain() & Domain("parked_reason", "=", False)
        people = self.env["kam.stakeholder"].search(domain)
        intervals, found = people._get_touch_days(), {}
        for person in people:
            found.setdefault((person.account_id, person.company_id), []).append(
                gaps.Person(
                    id=person.id,
                    influence=person.influence or "",
                    roles=tuple(person.role_ids.ids),
                    interval=intervals[person],
                    is_placeholder=person.is_placeholder,
                    relationships=[
                        relationship._prepare_relationship()
                        for relationship in person.relationship_ids
                        if relationship.user_id.active
                    ],
                )
            )
        return found

    def action_find_gaps(self):
        """Find the gaps of the map now.

        :raise AccessError: when the user may not work on the plan
        """
        self.check_access("write")
        self._refresh_gaps()

    def action_open_gaps(self):
        """Open the gaps in the map of the plan's customer."""
        check_one(self)
        action = self.env["ir.actions.act_window"]._for_xml_id("kam_planning.kam_gap_action")
        return {**action, "domain": list(self._get_places_domain())}

    def action_open_map(self):
        """Open the relationship map of the plan's customer on a page of its own."""
        check_one(self)
        return self.partner_id._prepare_kam_map_action(self.company_id)

    def write(self, vals):
        """Hand over the gaps of the former key account manager, and point to the sheet."""
        former = {}
        if vals.get("user_id"):
            former = {
                plan: plan.user_id
                for plan in self
                if plan.user_id.id != vals["user_id"] and plan.state in OPEN_STATES
            }
        result = super().write(vals)
        if former:
            self.browse().concat(*former)._hand_over_map_sudo(former)
        return result

    def _hand_over_map_sudo(self, former):
        """Open gaps that waited for the former key account manager wait for the new one.

        As superuser: who hands a plan over may lose the right to write it by that.

        :param dict former: {plan: res.users, who was key account manager}
        """
        plans = self.sudo()
        people = plans._count_on_maps("kam.stakeholder", Domain.TRUE)
        gaps = (
            self.env["kam.gap"].sudo().search([*plans._get_places_domain(), ("state", "=", "open")])
        )
        for plan in plans:
            own = gaps.filtered(
                lambda gap, plan=plan: (
                    gap._get_place() == plan._get_place() and gap.owner_id == former[plan]
                )
            )
            own.owner_id = plan.user_id
        told = plans.filtered(lambda plan: people.get(plan._get_place()))
        # Who takes over from somebody who left is told once, about all of it.
        told = told.filtered(lambda plan: former[plan].sudo()._can_work_in(plan.company_id))
        for plan in told:
            plan._remind_of_handover(former[plan])

    def _remind_of_handover(self, former):
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            user_id=self.user_id.id,
            summary=self.env._("Take over “%s”", self.name),
            note=Markup('<p>%s <a href="/report/pdf/kam_planning.report_handover/%s">%s</a></p>')
            % (
                self.env._("%s was key account manager until now.", former.name),
                self.id,
                self.env._("People, relationships, open gaps and promises: the hand-over sheet"),
            ),
        )
