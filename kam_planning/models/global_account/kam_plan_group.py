from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools.misc import format_date

from ...tools.global_account import worldwide
from ..common.at_once import hold
from ..common.switches import is_on
from ..plan.kam_plan_workflow import OPEN_STATES


class KamPlanGroup(models.AbstractModel):
    """Global and local plans: which may hang together, and what is wrong where they do not fit any
    more.

    What another colleague changes is not refused because of a plan: a contact moves to another
    company, a period ends, a global plan is closed. Then it is said in words, to those who may
    read both plans.
    """

    _name = "kam.plan.group"
    _description = "Global and Local Plans"

    global_note = fields.Text("About the Global Account", compute="_compute_global_note")

    @api.model
    def _find_places_above(self, partners):
        """The customers above each customer and itself: {id: list of ids}, in one query."""
        self.env["res.partner"].flush_model(["parent_id"])
        return self._read_places_above(set(partners.ids))

    @api.constrains("global_plan_id", "is_global")
    def _check_global_plan(self):
        for plan in self.filtered("global_plan_id"):
            plan._check_is_below_global()
        # Nobody else makes the plan above a local one at the same moment.
        hold(self.global_plan_id)
        no_more = self.filtered(lambda plan: not plan.is_global)
        left = no_more._find_local_plans_sudo().global_plan_id
        for plan in no_more:
            if plan in left:
                raise ValidationError(
                    self.env._(
                        "“%s” stays a global plan while local plans hang below it. Take them out "
                        "first; some of them may be in companies that you have not chosen.",
                        plan.name,
                    )
                )

    def _check_is_below_global(self):
        if self.is_global or not self.global_plan_id.is_global:
            raise ValidationError(
                self.env._(
                    "“%(plan)s” cannot hang below “%(other)s”: a local plan hangs below a global "
                    "plan, and a global plan below none. Choose another one.",
                    plan=self.name,
                    other=self.global_plan_id.display_name,
                )
            )

    @api.constrains("global_plan_id", "is_global", "partner_id")
    def _check_global_group(self):
        """Refuse to hang a plan below one of another group, from either end."""
        # While customers are merged they are not one group yet.
        if is_on(self, "kam_merging"):
            return
        pairs = [(plan, plan.global_plan_id) for plan in self.filtered("global_plan_id")]
        wholes = self.filtered("is_global")
        locals_ = wholes._find_local_plans_sudo() if wholes else ()
        pairs += [(below, below.global_plan_id) for below in locals_]
        if not pairs:
            return
        every = self.browse().union(*(one for pair in pairs for one in pair))
        above = self._find_places_above(every.partner_id)
        for below, plan in pairs:
            if not worldwide.are_related(above, below.partner_id.id, plan.partner_id.id):
                raise ValidationError(
                    self.env._(
                        "“%(plan)s” cannot hang below “%(other)s”: their customers are not of one "
                        "group. Put one above the other in the contacts, or choose another plan.",
                        plan=below.display_name,
                        other=plan.display_name,
                    )
                )

    def _find_local_plans_sudo(self):
        """All plans below these, whoever may read them. As superuser: a global plan is one for
        everybody.
        """
        plans = self.sudo().with_context(active_test=False)
        return plans.search([("global_plan_id", "in", self.ids)])

    def _find_open_locals(self):
        """The open plans below these, as far as the user may read them, by company."""
        domain = Domain("global_plan_id", "in", self.ids) & Domain("state", "in", OPEN_STATES)
        return self.search(domain, order="company_id, partner_id, state_rank, id")

    # What does not fit any more

    @api.depends("is_global", "global_plan_id", "partner_id", "state", "date_start", "date_end")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_global_note(self):
        faults = self._origin._find_global_faults()
        for plan in self:
            plan.global_note = "\n".join(faults.get(plan._origin, ())) or False

    def _find_global_faults(self):
        """What is to be mended between global and local plans that the user may both read.

        :return: dict {plan: list of sentences}, of those of which there is something to say
        """
        globals_ = self.filtered("is_global")
        readable = self.global_plan_id._filtered_access("read")
        below = globals_._find_open_locals() if globals_ else self.browse()
        linked = self.filtered("global_plan_id").filtered(lambda p: p.global_plan_id in readable)
        if not (below or linked):
            return {}
        every = below | linked
        above = self._find_places_above((every | every.global_plan_id).partner_id)
        found = {plan: plan._list_local_faults(above) for plan in linked}
        for plan, plans in below.grouped("global_plan_id").items():
            found[plan] = plan._list_own_faults(len(plans))
            found[plan] += [
                f"{one.name}: {text}" for one in plans for text in one._list_place_faults(above)
            ]
        return {plan: texts for plan, texts in found.items() if texts}

    def _list_local_faults(self, above):
        """What a local plan says of its global plan."""
        plan, faults = self.global_plan_id, self._list_place_faults(above)
        if self.state in OPEN_STATES and not (plan.active and plan.state in OPEN_STATES):
            faults.append(
                self.env._(
                    "The global plan “%s” is over or put away: choose the one of the next period, "
                    "or none.",
                    plan.name,
                )
            )
        return faults

    def _list_own_faults(self, count):
        """What a global plan says of itself, with so many open local plans below it."""
        if self.active and self.state in OPEN_STATES:
            return []
        return [
            self.env._(
                "This global plan is over or put away. Local plans that go on and that you see: "
                "%s. Hang them below the plan of the next period, or close them.",
                count,
            )
        ]

    def _list_place_faults(self, above):
        """What does not fit between a local plan and its global plan."""
        plan, faults = self.global_plan_id, []
        if not worldwide.are_related(above, self.partner_id.id, plan.partner_id.id):
            faults.append(
                self.env._(
                    "%(customer)s is not of the group of %(other)s any more: take the plan out, or "
                    "mend the contacts.",
                    customer=self.partner_id.display_name,
                    other=plan.partner_id.display_name,
                )
            )
        if self.date_end < plan.date_start or self.date_start > plan.date_end:
            faults.append(
                self.env._(
                    "The global plan is of another time: %(start)s – %(end)s.",
                    start=format_date(self.env, plan.date_start),
                    end=format_date(self.env, plan.date_end),
                )
            )
        return faults

    # From one period to the next

    def _follow_global_sudo(self):
        """Hang new plans below the global plan of their predecessor, or below its next one once
        they begin in that one's period. As superuser: who prepares a local plan need not read the
        global one.
        """
        plans = self.sudo().filtered("previous_plan_id.global_plan_id")
        self._hang_sudo({plan: plan._choose_next_global() for plan in plans})

    def _choose_next_global(self):
        above = self.previous_plan_id.global_plan_id
        later = above.next_plan_ids.filtered(
            lambda one: (
                one.active
                and one.is_global
                and one.state in OPEN_STATES
                and one.date_start <= self.date_start
            )
        )
        return later[:1] or above

    def _take_locals_sudo(self, begun_before):
        """Let the open local plans of the previous global plans hang below these, which follow
        them. As superuser: they are of whichever company.

        :param bool begun_before: also those that began before and go on in this period
        """
        wholes = self.sudo().filtered(lambda plan: plan.is_global and plan.previous_plan_id)
        next_of = {plan.previous_plan_id: plan for plan in wholes}
        day = "date_end" if begun_before else "date_start"
        below = wholes.previous_plan_id._find_open_locals() if wholes else wholes
        pairs = ((one, next_of[one.global_plan_id]) for one in below)
        self._hang_sudo({one: plan for one, plan in pairs if one[day] >= plan.date_start})

    def _return_locals_sudo(self):
        """These plans are not in force any more: local plans that began before them go back."""
        wholes = self.sudo().filtered(lambda plan: plan.is_global and plan.previous_plan_id)
        below = wholes._find_open_locals() if wholes else wholes
        earlier = below.filtered(lambda one: one.date_start < one.global_plan_id.date_start)
        self._hang_sudo({one: one.global_plan_id.previous_plan_id for one in earlier})

    @api.model
    def _hang_sudo(self, targets):
        """Hang plans below others; those whose customers are no group any more stay where they are.

        :param dict targets: {plan: global plan}
        """
        every = self.sudo().union(*targets, *targets.values())
        above = self._find_places_above(every.partner_id) if targets else {}
        moved = {}
        for plan, target in targets.items():
            if worldwide.are_related(above, plan.partner_id.id, target.partner_id.id):
                moved.setdefault(target, []).append(plan.id)
        for target, ids in moved.items():
            self.sudo().browse(ids).write({"global_plan_id": target.id})
