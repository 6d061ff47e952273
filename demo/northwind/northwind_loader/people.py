"""Relationship maps of the example plans, from the real contacts and titles."""

from datetime import datetime, time, timedelta

from odoo import Command

from . import people_texts as texts
from .account_figures import find_contact, read_figures
from .desk import SILENT
from .plan_texts import fill

KINDS = ("running", "renewed", "submitted")


def load_people(run):
    """Make the relationship map of each example plan that has none yet.

    Each map is one transaction, marked by the external id of the customer's contact on it.

    :param Run run: after the figures are loaded
    """
    _prepare_people_rights(run)
    for kind in KINDS:
        if run.ref(f"person_{kind}"):
            continue
        work = PlanPeople(run, run.ref(f"plan_{kind}"))
        run.name_records("person", [kind], work.tell())
        run.env.flush_all()
        run.commit()
        run.say(f"  relationship map of {work.plan.partner_id.name}")


def _prepare_people_rights(run):
    """Account managers and sponsors of the plans see what is thought of people; others do not."""
    plans = run.env["kam.plan"].union(*(run.ref(f"plan_{kind}") for kind in KINDS))
    users = plans.user_id | plans.sponsor_id | run.env.ref("base.user_admin")
    users.group_ids = [Command.link(run.env.ref("kam_planning.group_kam_people").id)]
    template = run.env.ref("kam_planning.plan_template_full")
    if not template.required_role_ids:
        template.required_role_ids = _roles(run.env, texts.REQUIRED_ROLES)


def _roles(env, names):
    roles = env["kam.buying.role"]
    return roles.concat(*(env.ref(f"kam_planning.buying_role_{name}") for name in names))


class PlanPeople:
    """The key account manager of one plan, at the map of its customer."""

    def __init__(self, run, plan):
        self.run = run
        self.env = run.env(user=plan.user_id, context={"lang": "en_US", **SILENT})
        self.plan = plan.with_env(self.env)
        self.today = run.calendar.today
        self.account = read_figures(run.env, plan.partner_id, self.today)
        self.people = {}
        self.ours = self._get_ours(plan)

    def _get_ours(self, plan):
        members = plan.member_ids.user_id - plan.user_id - plan.sponsor_id
        sales = members[:1] or plan.sponsor_id
        return {"owner": plan.user_id, "sponsor": plan.sponsor_id or plan.user_id, "sales": sales}

    def tell(self):
        """Do everything: people, judgements, contacts of the last months, levels, gaps.

        :return: the customer's own contact on the map
        """
        self._put_on_map()
        self._judge()
        self._record_contacts()
        self._give_levels()
        self.plan.action_find_gaps()
        self._plan_a_gap()
        return self.people["contact"]

    def _put_on_map(self):
        contact = find_contact(self.plan.partner_id)
        centers = self.env["kam.buying.center"].search(
            [("account_id", "=", self.plan.partner_id.id)]
        )
        for values in texts.PLACEHOLDERS:
            values = fill(values, self.account)
            self._add(values.pop("key"), **values, manager_id=self._id("owner"))
        self._add(
            "contact",
            partner_id=contact.id,
            manager_id=self._id("owner"),
            buying_center_id=centers[:1].id,
        )
        for number, partner in enumerate(self._find_association(contact)):
            manager = self._id(0) if number else False
            self._add(number, partner_id=partner.id, manager_id=manager)

    def _add(self, key, **values):
        self.people[key] = self.env["kam.stakeholder"].create(
            {
                "account_id": self.plan.partner_id.id,
                "company_id": self.plan.company_id.id,
                **values,
            }
        )

    def _id(self, key):
        return self.people[key].id if key in self.people else False

    def _find_association(self, contact):
        """Contacts of other customers, those of the same country first."""
        ids = self.run.ids("res.partner", "contact")
        contacts = self.run.env["res.partner"].browse(ids.values()) - contact
        country = self.plan.partner_id.country_id
        contacts = contacts.sorted(lambda p: (p.parent_id.country_id != country, p.id))
        return contacts[: texts.ASSOCIATION_SIZE].with_env(self.env)

    def _judge(self):
        self.people["contact"].write(fill(texts.CONTACT, self.account))
        for number, values in enumerate(texts.ASSOCIATION):
            if number in self.people:
                self.people[number].write(values)
        for key, names in texts.ROLES.items():
            if key in self.people:
                self.people[key].role_ids = _roles(self.env, names)
        for source, target, kind, strength in texts.LINES:
            if not {source, target} <= self.people.keys():
                continue
            self.env["kam.influence"].create(
                {
                    "source_id": self._id(source),
                    "target_id": self._id(target),
                    "kind": kind,
                    "strength": strength,
                }
            )

    def _record_contacts(self):
        """Meetings, calls and mails, in silence: nobody is invited or written to."""
        traffic = [("contact", *line) for line in texts.TRAFFIC] + [*texts.ASSOCIATION_TRAFFIC]
        for key, days, kind, who in traffic:
            if key not in self.people:
                continue
            moment = datetime.combine(self.today - timedelta(days=days), time(10))
            user, partner = self.ours[who], self.people[key].partner_id
            subject = fill(texts.SUBJECTS[kind], self.account)
            getattr(self, f"_record_{kind}")(user, partner, moment, subject)

    def _record_meeting(self, user, partner, moment, subject):
        partners = (user.partner_id | partner).ids
        # By who holds it: he is asked by nobody whether he comes.
        meetings = self.run.env["calendar.event"].with_user(user)
        meetings.with_context(dont_notify=True).create(
            {
                "name": subject,
                "start": moment,
                "stop": moment + timedelta(hours=1),
                "partner_ids": [Command.set(partners)],
            }
        )

    def _record_call(self, user, partner, moment, subject):
        call = self.run.env["mail.activity"].with_context(mail_activity_quick_update=True)
        activity = call.create(
            {
                "res_model_id": self.run.env["ir.model"]._get_id("res.partner"),
                "res_id": partner.id,
                "activity_type_id": self.run.env.ref("mail.mail_activity_data_call").id,
                "summary": subject,
                "user_id": user.id,
                "date_deadline": moment.date(),
            }
        )
        activity.write({"active": False, "date_done": moment.date()})

    def _record_mail_out(self, user, partner, moment, subject):
        self._record_mail(user.partner_id, partner, moment, subject, "comment")

    def _record_mail_in(self, user, partner, moment, subject):
        self._record_mail(partner, user.partner_id, moment, subject, "email")

    def _record_mail(self, author, reader, moment, subject, message_type):
        contact = reader if reader.partner_share else author
        self.run.env["mail.message"].create(
            {
                "model": "res.partner",
                "res_id": contact.id,
                "author_id": author.id,
                "subject": subject,
                "body": subject,
                "date": moment,
                "message_type": message_type,
                "notification_ids": [
                    Command.create(
                        {
                            "res_partner_id": reader.id,
                            "notification_type": "email",
                            "notification_status": "sent",
                            "is_read": True,
                        }
                    )
                ],
            }
        )

    def _give_levels(self):
        """Some relationships were found in the records already; the others are new."""
        for who, key, actual, desired in texts.TIES:
            if key not in self.people:
                continue
            levels = {
                "level_actual": actual,
                "level_desired": desired,
                "owner_id": self.plan.user_id.id,
            }
            user, person = self.ours[who], self.people[key]
            relationship = person.relationship_ids.filtered(
                lambda relationship, user=user: relationship.user_id == user
            )
            if relationship:
                relationship.write(levels)
            else:
                relationship.create({**levels, "user_id": user.id, "stakeholder_id": person.id})

    def _plan_a_gap(self):
        """One gap is work already; the others are proposed."""
        gaps = self.env["kam.gap"].search(
            [("account_id", "=", self.plan.partner_id.id), ("kind", "=", "level")]
        )
        gaps[:1].action_make_action()
