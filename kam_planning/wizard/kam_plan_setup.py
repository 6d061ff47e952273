from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..models.common.arguments import check_one
from ..models.measure.unread import Unread

KINDS = [
    ("section", "Narrative"),
    ("people", "People of the Customer"),
    ("targets", "Targets"),
    ("end", "How Complete the Plan Is"),
]
# Measures of which targets are proposed: they add up over the quarters of a year.
PROPOSED_MEASURES = ("revenue", "order_intake", "margin")
# Who is not among them is found on the map.
MOST_CONTACTS = 40


class KamPlanSetup(models.TransientModel):
    """The first hour of a plan: its sections one after another in one editor, the customer's
    contacts for the map, targets from last year's figures, and how complete the plan is then.

    Each step is saved as it is left. The text is that of the section itself, so nothing has to be
    carried over; people and targets are made by *Next*.
    """

    _name = "kam.plan.setup"
    _description = "First Hour of a Plan"
    _inherit = ["kam.plan.dialogue"]

    kind = fields.Selection(KINDS, readonly=True)
    section_id = fields.Many2one("kam.plan.section", readonly=True, ondelete="cascade")
    section_name = fields.Char("Title", related="section_id.name", related_sudo=False)
    question = fields.Text(related="section_id.question", related_sudo=False)
    content = fields.Html(related="section_id.content", readonly=False, related_sudo=False)
    position = fields.Char(compute="_compute_position", compute_sudo=False)
    is_first = fields.Boolean(compute="_compute_position", compute_sudo=False)
    person_ids = fields.One2many("kam.plan.setup.person", "setup_id", "Contacts")
    contacts_left = fields.Integer(readonly=True, aggregator=None)
    target_ids = fields.One2many("kam.plan.setup.target", "setup_id", "Targets")

    @api.model_create_multi
    def create(self, vals_list):
        """Begin with the first step that is not done."""
        setups = super().create(vals_list)
        setups.plan_id.check_access("write")
        for setup in setups:
            setup._show(setup._find_first_open())
        return setups

    @api.depends("kind", "section_id", "plan_id")
    def _compute_position(self):
        for setup in self:
            steps = setup._get_steps()
            number = steps.index(setup._get_step()) + 1 if setup._get_step() in steps else 0
            setup.is_first = number <= 1
            setup.position = number and self.env._(
                "%(number)s of %(total)s", number=number, total=len(steps)
            )

    @api.depends_context("lang")
    def _compute_display_name(self):
        """In the breadcrumb it follows the plan's name."""
        self.display_name = self.env._("Set Up")

    def _get_step(self):
        return (self.kind, self.section_id.id)

    def _get_steps(self):
        """The steps of the plan, of blocks that it shows: list of (kind, id of a section)."""
        plan, steps = self.plan_id, []
        if plan.show_sections:
            steps += [("section", section.id) for section in plan.narrative_ids]
        if plan.show_map:
            steps.append(("people", False))
        if plan.show_targets:
            steps.append(("targets", False))
        return [*steps, ("end", False)]

    def _find_first_open(self):
        """The first step that is not done yet."""
        done = {
            step.key: step.is_done for step in self.plan_id._get_completeness_steps()[self.plan_id]
        }
        empty = self.plan_id.narrative_ids.filtered("is_empty").ids
        return next(
            step
            for step in self._get_steps()
            if step[0] == "end" or step[1] in empty or done.get(step[0]) is False
        )

    def _show(self, step):
        """Go to a step, with what it proposes."""
        self._go_to_sudo(step)
        if step[0] == "people" and not self.person_ids:
            self._propose_people_sudo(self._find_contacts())
        if step[0] == "targets" and not self.target_ids:
            self._propose_targets_sudo(self._prepare_targets())

    def _go_to_sudo(self, step):
        """Nobody moves by hand: the text that is typed belongs to the section that is shown."""
        kind, section_id = step
        self.sudo().write({"kind": kind, "section_id": section_id})

    def _find_contacts(self):
        plan = self.plan_id
        return self.env["kam.stakeholder"].find_candidates(
            plan.partner_id.id, plan.company_id.id, limit=MOST_CONTACTS
        )

    def _propose_people_sudo(self, found):
        """Contacts that the user may read, as the map offers them."""
        contacts = found["contacts"]
        lines = [Command.create({"partner_id": contact["id"]}) for contact in contacts]
        left = found["total"] - len(contacts)
        self.sudo().write({"person_ids": lines, "contacts_left": left})

    def _prepare_targets(self):
        """Targets of the year that the plan covers most of, where it has none of the measure yet.

        :return: list of values
        """
        there = self.plan_id.target_ids.filtered(lambda t: not t.offering_id).measure_id
        proposals = []
        for name in PROPOSED_MEASURES:
            measure = self.env["kam.measure"]._get_standard_sudo(name).sudo(False)
            year = self.env["kam.target.generate"].new(
                {"plan_id": self.plan_id.id, "measure_id": measure.id}
            )
            season = year._find_season()
            if measure in there or isinstance(season, Unread):
                continue
            before = year._sum_known(season)
            values = {"measure_id": measure.id, "date_start": year.date_start, "baseline": before}
            proposals.append({**values, "is_chosen": name == "revenue" and before > 0})
        return proposals

    def _propose_targets_sudo(self, proposals):
        self.sudo().write({"target_ids": [Command.create(values) for values in proposals]})

    def action_next(self):
        """Make what this step proposes and the user chose, and go to the next step.

        :return: None: the same window shows the next step
        :raise AccessError: when the user may not write the plan any more
        """
        self._check_ready()
        if self.kind == "people":
            self._put_on_map()
        if self.kind == "targets":
            self._make_targets()
        self._move(1)

    def action_skip(self):
        """Go to the next step without what this one proposes; a text that was typed is kept.

        :return: None: the same window shows the next step
        :raise AccessError: when the user may not write the plan any more
        """
        self._check_ready()
        self._move(1)

    def action_back(self):
        """Go to the step before; a text that was typed is kept.

        :return: None: the same window shows it
        :raise AccessError: when the user may not write the plan any more
        """
        self._check_ready()
        self._move(-1)

    def action_leave(self):
        """Leave for the plan: *Continue setting up*, in its overview, goes on from there.

        :return: client action
        """
        check_one(self)
        return {
            "type": "ir.actions.client",
            "tag": "kam_open_plan",
            "params": {"plan_id": self.plan_id.id},
        }

    def _check_ready(self):
        check_one(self)
        self.plan_id.check_access("write")

    def _move(self, by):
        steps = self._get_steps()
        if self._get_step() not in steps:
            # A block was switched off meanwhile.
            return self._show(self._find_first_open())
        place = steps.index(self._get_step()) + by
        return self._show(steps[min(max(place, 0), len(steps) - 1)])

    def _put_on_map(self):
        """Put the people who were ticked on the map, without those who came there meanwhile."""
        plan = self.plan_id
        offered = {contact["id"] for contact in self._find_contacts()["contacts"]}
        chosen = self.person_ids.filtered("is_chosen").partner_id
        self.env["kam.stakeholder"].create(
            [
                {
                    "account_id": plan.partner_id.id,
                    "company_id": plan.company_id.id,
                    "partner_id": contact.id,
                }
                for contact in chosen
                if contact.id in offered
            ]
        )
        self.person_ids.unlink()

    def _make_targets(self):
        """Make the targets that were ticked, for the year and its quarters."""
        for line in self.target_ids.filtered("is_chosen"):
            if line.target_value <= 0:
                raise UserError(
                    self.env._(
                        "“%s”: a target is more than nothing. Correct it, or take off its tick.",
                        line.measure_id.display_name,
                    )
                )
            line._generate()
        self.target_ids.unlink()

    def _get_action(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "current",
            "name": self.env._("Set Up"),
        }
