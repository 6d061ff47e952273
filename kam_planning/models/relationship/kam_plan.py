from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools import completeness, gaps
from ...tools.stakeholders import maturity
from ..common.arguments import check_one
from ..common.days import today_of
from ..common.jobs import Step
from ..plan.kam_plan_workflow import OPEN_STATES
from .kam_gap import RECORDED_FIELDS
from .kam_stakeholder_judgement import PEOPLE_GROUP

TODO_TYPE = "mail.mail_activity_data_todo"

PLANS_AT_ONCE = 200
# Nobody waits for the gaps of a larger map: the job finds them.
MOST_WHILE_WAITING = 5000
# A line of the account stands on the map of the plan.
PLACE = {"account_id": "partner_id", "company_id": "company_id"}
GAP_RANK = 60
ON_MAP = Domain("parked_reason", "=", False)
LIVE_GAP = Domain("state", "in", ("open", "planned"))
MATURITIES = [
    ("empty", "Nobody on the map"),
    ("no_key", "No key person"),
    ("no_support", "No supportive key person"),
    ("supported", "A supportive key person"),
]


class KamPlan(models.Model):
    """The relationship map of the plan's customer: how far it is, its gaps, its hand-over."""

    _inherit = "kam.plan"
    _unoffered_fields = ("gaps_date",)
    _counted_lines = {
        "stakeholder_count": ("kam.stakeholder", PLACE),
        "gap_count": ("kam.gap", PLACE),
    }

    gaps_date = fields.Datetime("Gaps As Of", readonly=True, copy=False)
    stakeholder_count = fields.Integer(
        "People on the Map",
        compute="_compute_map_counts",
        search="_search_stakeholder_count",
        aggregator=None,
    )
    gap_count = fields.Integer(
        "Open Gaps", compute="_compute_map_counts", search="_search_gap_count", aggregator=None
    )
    map_maturity = fields.Selection(
        MATURITIES,
        "Maturity of the Map",
        compute="_compute_map_maturity",
        store=True,
        groups=PEOPLE_GROUP,
        help="A key person shapes or decides. Supportive: favourable or more.",
    )

    @api.model
    def _get_counted_domain(self, name):
        own = {"stakeholder_count": ON_MAP, "gap_count": LIVE_GAP}
        return own.get(name) or super()._get_counted_domain(name)

    def _search_stakeholder_count(self, operator, value):
        return self._search_count("stakeholder_count", operator, value)

    def _search_gap_count(self, operator, value):
        return self._search_count("gap_count", operator, value)

    @api.depends("partner_id", "company_id")
    @api.depends_context("uid")
    def _compute_map_counts(self):
        people = self._count_on_maps("kam.stakeholder", ON_MAP)
        open_gaps = self._count_on_maps("kam.gap", LIVE_GAP)
        for plan in self:
            place = plan._origin._get_place()
            plan.stakeholder_count = people.get(place, 0)
            plan.gap_count = open_gaps.get(place, 0)

    def _get_chapter_marks(self):
        """Add the people on the map and the gaps."""
        marks = super()._get_chapter_marks()
        mapped = self.filtered("show_map")
        mapped._add_marks(marks, "map", "kam.stakeholder", count=ON_MAP)
        mapped._add_marks(
            marks,
            "gaps",
            "kam.gap",
            count=LIVE_GAP,
            late=LIVE_GAP & Domain("date_deadline", "<", "today"),
        )
        return marks

    @api.model
    def _get_confirm_blocks(self):
        """Add the people on the map."""
        people = ("show_map", "kam.stakeholder", self.env._("People on the Map"))
        return {**super()._get_confirm_blocks(), "map": people}

    def _get_completeness_steps(self):
        """Add the people on the map."""
        steps = super()._get_completeness_steps()
        for plan in self.filtered("show_map"):
            count = plan.stakeholder_count
            people = {
                "label": self.env._("People of the customer"),
                "points": 100.0 if count else 0.0,
                "value": self.env._("%s on the map", count),
                "missing": self.env._("Put the people who decide on the map."),
            }
            steps[plan].append(completeness.Step("people", minutes=3, chapter="map", **people))
        return steps

    def _get_overview_parts(self):
        """Add the gaps."""
        parts = super()._get_overview_parts()
        texts = (self.env._("Gaps in relationships"), self.env._("No gap is open."))
        gaps_part = self._prepare_count_part("gaps", 40, *texts, self.gap_count)
        return [*parts, gaps_part] if self.show_map else parts

    @api.model
    def _get_today(self):
        """Add the gaps that are proposed to the user for this week."""
        soon = Domain("state", "=", "open") & Domain("date_deadline", "<=", "today +7d")
        gaps = {
            "name": "gaps",
            "domain": soon & Domain("owner_id", "=", self.env.uid),
            "action": "kam_planning.kam_gap_action",
            "label": self.env._("Gaps to close: %s"),
        }
        return [*super()._get_today(), gaps]

    def _count_on_maps(self, model, domain):
        groups = self.env[model]._read_group(
            domain & self._get_places_domain(), ["account_id", "company_id"], ["__count"]
        )
        return {(account, company): count for account, company, count in groups}

    @api.depends(
        "partner_id.kam_map_person_ids.influence",
        "partner_id.kam_map_person_ids.support",
        "partner_id.kam_map_person_ids.parked_reason",
        "company_id",
    )
    def _compute_map_maturity(self):
        groups = self.env["kam.stakeholder"]._read_group(
            self._get_places_domain() & Domain("parked_reason", "=", False),
            ["account_id", "company_id", "influence", "support"],
        )
        people = {}
        for account, company, influence, support in groups:
            people.setdefault((account, company), []).append((influence, support))
        for plan in self:
            plan.map_maturity = maturity(people.get(plan._origin._get_place(), []))

    def _refresh_gaps(self, is_job=False):
        """Find the gaps of these plans' maps anew, and record them.

        :param bool is_job: make actions where the template says so
        """
        self._record_gaps_sudo(self._find_gaps_sudo())
        if is_job:
            self._make_gap_actions_sudo()

    def _find_gaps_sudo(self):
        """The gaps that the rules find now. As superuser: the rules ask more than a user sees.

        Of several open plans of one customer, the one in force decides which roles are required.

        :return: dict {(account, company): list of tools.gaps.Gap}
        """
        plans = self.sudo()
        in_force = plans._find_in_force(plans.partner_id, plans.company_id)
        domain = plans._get_places_domain() & Domain("parked_reason", "=", False)
        people, gaps_of = plans.env["kam.gap"]._read_map_people(domain), {}
        for place in {plan._get_place() for plan in plans}.intersection(in_force):
            plan, on_map = in_force[place], people.get(place, [])
            # On a map on which nobody is yet, nobody fills the roles that are required: that is a
            # gap, unless the account is to have no map.
            is_mapped = on_map or plan.show_map
            roles = plan.template_id.required_role_ids.ids if is_mapped else []
            today = today_of(plan.company_id)
            gaps_of[place] = gaps.find(on_map, roles, plan.user_id.id, today)
        return gaps_of

    def _record_gaps_sudo(self, gaps_of):
        """Bring the recorded gaps in line with those found. Users do not write gaps themselves.

        :param dict gaps_of: {(account, company): list of tools.gaps.Gap}
        """
        plans = self.sudo()
        Gap, recorded, values = plans.env["kam.gap"], plans._read_recorded_gaps(), []
        for place, found_gaps in gaps_of.items():
            values += Gap._record_found(place, found_gaps, recorded.get(place, Gap))
        Gap.create(values)
        plans.gaps_date = fields.Datetime.now()

    def _refresh_gaps_soon_sudo(self):
        """Find the gaps of these plans' maps now; those of very large maps are left to the job,
        which is started, for that takes minutes. The job looks at active plans.
        """
        plans = self.sudo()
        people = plans._count_on_maps("kam.stakeholder", Domain("parked_reason", "=", False))
        large = plans.filtered(lambda plan: people.get(plan._get_place(), 0) > MOST_WHILE_WAITING)
        (plans - large)._refresh_gaps()
        if large:
            large.gaps_date = False
            self.env.ref("kam_planning.cron_relationships").sudo()._trigger()
        return large

    @api.model
    def _get_refresh_steps(self):
        """Gaps rest on the strength of relationships."""
        return [*super()._get_refresh_steps(), (GAP_RANK, self._get_gap_step())]

    def _refresh_gaps_at_night(self):
        self._refresh_gaps(is_job=True)

    @api.model
    def _describe_fault(self, method, reason):
        if method == "_refresh_gaps_at_night":
            return self.env._("The gaps of the map cannot be found: %s", reason)
        return super()._describe_fault(method, reason)

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
        recorded = self.env["kam.gap"].search_fetch(self._get_places_domain(), RECORDED_FIELDS)
        recorded.action_id.fetch(["state"])
        return recorded.grouped(lambda gap: gap._get_place())

    def _make_gap_actions_sudo(self):
        """Make actions of the gaps that never had one, where the template says so. This is the
        job's: no user decides about them.
        """
        plans = self.sudo().filtered("template_id.makes_gap_actions")
        domain = Domain("state", "=", "open") & Domain("action_id", "=", False)
        new_gaps = plans.env["kam.gap"].search(domain & plans._get_places_domain())
        new_gaps._plan_actions({plan._get_place(): plan for plan in plans})

    def action_find_gaps(self):
        """Find the gaps of the map now, or, of a map of more than 5,000 people, soon.

        :return: None, or the message that says that it takes a while
        :raise AccessError: when the user may not work on the plan
        """
        self.check_access("write")
        self._hold_places_sudo()
        large = self._refresh_gaps_soon_sudo()
        if not large:
            return None
        message = self.env._(
            "The map of “%(account)s” has more than %(most)s people: its gaps are found in the "
            "background, once the plan is active. That takes some minutes.",
            account=large[0].partner_id.display_name,
            most=MOST_WHILE_WAITING,
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"message": message, "type": "info"},
        }

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
        handed_over = plans.grouped(lambda plan: (former[plan], plan.company_id))
        for (user, _company), same in handed_over.items():
            same._hand_over_gaps_sudo(user)
        # A draft is quiet. Who takes over from somebody who left is told once, about all of it.
        running = plans.filtered(lambda plan: plan._is_under_way())
        left_by_workers = running.filtered(lambda p: former[p].sudo()._can_work_in(p.company_id))
        self.env["mail.activity"].sudo().create(
            [plan._prepare_handover_activity(former[plan]) for plan in left_by_workers]
        )

    def _hand_over_gaps_sudo(self, former):
        """In one statement: nothing depends on the owner of a gap, and a large map has thousands.

        For plans of one company that have the same key account manager now.

        :param former: res.users, whose open gaps become those of the key account manager
        """
        gaps = self.env["kam.gap"].sudo()
        own = self._get_places_domain() & Domain("state", "=", "open")
        own = gaps._search(own & Domain("owner_id", "=", former.id))
        self.env.cr.execute(
            SQL(
                "UPDATE kam_gap SET owner_id = %s, write_uid = %s, write_date = %s WHERE id IN %s",
                self.user_id.id,
                self.env.uid,
                self.env.cr.now(),
                own.subselect(),
            )
        )
        gaps.invalidate_model(["owner_id", "write_uid", "write_date"])

    def _prepare_handover_activity(self, former):
        note = Markup('<p>%s <a href="/report/pdf/kam_planning.report_handover/%s">%s</a></p>') % (
            self.env._("%s was key account manager until now.", former.name),
            self.id,
            self.env._("People, relationships, open gaps and promises: the hand-over sheet"),
        )
        return {
            "activity_type_id": self.env["ir.model.data"]._xmlid_to_res_id(TODO_TYPE),
            "res_model_id": self.env["ir.model"]._get_id(self._name),
            "res_id": self.id,
            "user_id": self.user_id.id,
            "date_deadline": today_of(self.company_id),
            "summary": self.env._("Take over “%s”", self.name),
            "note": note,
            "automated": True,
        }
