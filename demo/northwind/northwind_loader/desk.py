"""What the people of an account team do in Odoo: every call here is one that a user makes."""

from datetime import timedelta

from odoo import Command

from odoo.addons.kam_planning.models.common.days import today_of_user
from odoo.addons.kam_planning.models.common.switches import switch_on

from .account_figures import find_contact
from .shifting import standing_at

# Two hundred assignments made in one go are no news, and there is no mail server.
SILENT = {
    "mail_auto_subscribe_no_notify": True,
    "mail_notify_force_send": False,
    "mail_activity_quick_update": True,
    "no_mail_to_attendees": True,
}


class Desk:
    """The key account manager of one customer at work, and who helps."""

    def __init__(self, env, partner, staff, has_second_sponsor=False):
        """
        :param env: Odoo environment, of which only the database counts
        :param partner: res.partner, the customer
        :param dict staff: {last name: res.users}
        :param bool has_second_sponsor: whether Buchanan rather than Fuller stands by the account
        """
        self.env = env(context={"lang": "en_US", **SILENT})
        self.partner = partner
        self.contact = find_contact(partner)
        self.owner = partner.user_id
        # Nobody stands by, or approves, a plan of their own.
        others = [staff[name] for name in ("Fuller", "Buchanan") if staff[name] != self.owner]
        self.manager = others[0]
        self.sponsor = others[-1] if has_second_sponsor else others[0]
        helpers = [staff[name] for name in ("Leverling", "Davolio") if staff[name] != self.owner]
        self.sales, self.service = helpers[0], staff["Callahan"]
        self.plan = None

    def at(self, model, user=None):
        """Give a model as a user sees it, the key account manager unless told otherwise."""
        return switch_on(self.env[model].with_user(user or self.owner), "kam_quiet")

    def create_plan(self, template, start, tier=None):
        """Make the plan through "Create account plan".

        :param str template: external id
        :param date start: first day
        """
        wizard = self.at("kam.plan.create").create(
            {
                "partner_id": self.partner.id,
                "template_id": self.env.ref(template).id,
                "date_start": start,
                "user_id": self.owner.id,
                "sponsor_id": self.sponsor.id,
            }
        )
        self.plan = self.at("kam.plan").browse(wizard.action_create_plan()["res_id"])
        if tier:
            self.plan.tier_id = self.env.ref(tier)

    def prepare_next_period(self):
        """Go on in the draft of the next period, made with what the dialogue proposes."""
        action = self.plan.action_prepare_next_period()
        wizard = self.at(action["res_model"]).with_context(**action["context"]).create({})
        self.plan = self.plan.browse(wizard.action_prepare()["res_id"])

    def complete_team(self):
        """Add colleagues and the customer's contact, and pair our sponsor with the contact."""
        roles = {
            name: self.env.ref(f"kam_planning.team_role_{name}").id
            for name in ("sales", "service", "customer_lead")
        }
        people = [
            {"user_id": self.sales.id, "role_id": roles["sales"]},
            {"user_id": self.service.id, "role_id": roles["service"]},
            {"contact_id": self.contact.id, "role_id": roles["customer_lead"]},
        ]
        self.plan.member_ids = [Command.create(values) for values in people]
        self.pair_sponsor()

    def pair_sponsor(self):
        """Pair our executive sponsor with the customer's contact."""
        lines = self.plan.member_ids.filtered(lambda member: member.user_id == self.sponsor)
        lines.counterpart_id = self.contact

    def write_sections(self, texts):
        """Write the narrative.

        :param dict texts: {name of the section: text}
        """
        for section in self.plan.section_ids.filtered(lambda section: section.name in texts):
            section.content = f"<p>{texts[section.name]}</p>"

    def write_gains(self, gains):
        """Say what each side gains.

        :param dict gains: {name of the objective: values}
        """
        for objective in self.plan.objective_ids:
            objective.write(gains.get(objective.name, {}))

    def approve(self):
        """Submit the plan and have it approved."""
        self.plan.action_submit()
        self.plan.with_user(self.manager).action_approve()

    def tick_off(self, actions, feedback):
        """Complete actions where their assignees do it: in their list of activities."""
        for action in actions:
            activity = action.with_user(action.user_id).activity_id
            activity.action_feedback(feedback=feedback)

    def postpone(self, actions, days):
        """Move deadlines, in the assignees' activities: one after the other, from today on.

        :param int days: between two deadlines
        """
        today = today_of_user(self.plan)
        for number, action in enumerate(actions, start=1):
            activity = action.with_user(action.user_id).activity_id
            activity.date_deadline = today + timedelta(days=number * days)

    def let_slip(self, action, days):
        """Date an action by hand so that it is late by so many days."""
        deadline = today_of_user(self.plan) - timedelta(days=days)
        start = deadline - timedelta(weeks=3)
        action.with_user(action.user_id).write({"date_start": start, "date_deadline": deadline})

    def share(self, sections, objectives):
        """Open the plan to the customer: some of its sections, objectives and their actions.

        :param list sections: names of the sections
        """
        self.plan.is_shared = True
        self.plan.section_ids.filtered(lambda section: section.name in sections).is_shared = True
        objectives.is_shared = True
        objectives.action_ids.is_shared = True

    def hold_review(self, kind, held, minutes):
        """Hold a review and write its minutes.

        :param str kind: ``"internal"`` or ``"customer"``
        :param date held: the day
        :return: kam.review
        """
        review = self.plan_review(kind, held)
        review.minutes = f"<p>{minutes}</p>"
        review.date_held = held
        with standing_at(self.env, held):
            review.action_hold()
            self.env.flush_all()
        return review

    def plan_review(self, kind, day, agenda=None):
        """Plan a review.

        :return: kam.review
        """
        return self.at("kam.review").create(
            {
                "plan_id": self.plan.id,
                "kind": kind,
                "date_planned": day,
                "agenda": agenda and f"<p>{agenda}</p>",
                "contact_ids": [Command.set(self.contact.ids if kind == "customer" else [])],
            }
        )

    def schedule_meeting(self, review):
        """Put a review into the calendars, as its dialogue proposes."""
        context = review.action_schedule_meeting()["context"]
        self.at("calendar.event").with_context(**context).create({})

    def decide(self, review, decisions, deadline, objective):
        """Write down what a review decided and make actions of it.

        :param decisions: sequence of texts
        :param date deadline: of the first; each further one a fortnight later
        :return: kam.action, the new ones
        """
        review.decision_ids = [
            Command.create(
                {
                    "name": name,
                    "user_id": self.owner.id,
                    "objective_id": objective.id,
                    "date_deadline": deadline + timedelta(weeks=2 * number),
                }
            )
            for number, name in enumerate(decisions)
        ]
        review.decision_ids.action_make_action()
        return review.decision_ids.action_id
