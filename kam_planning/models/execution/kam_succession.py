from collections import defaultdict
from dataclasses import dataclass

from odoo import SUPERUSER_ID, Command, api, models
from odoo.fields import Domain

from ..common.days import today_of
from ..common.jobs import Step, run_job
from ..common.switches import switch_on
from ..plan.kam_plan_approval import APPROVAL_TYPE
from ..plan.kam_plan_workflow import OPEN_STATES
from .kam_plan_reminder import ESCALATION_TYPE

# No mail for each record (there is one activity about all of them), and no confirmation of lines
# that nobody looked at.
QUIET = {
    "active_test": True,
    "mail_auto_subscribe_no_notify": True,
    "mail_activity_quick_update": True,
}


@dataclass(frozen=True)
class Staff:
    """Who works with Key Account Management, by company."""

    users: dict  # {company: ids}
    managers: dict  # {company: [res.users]}

    def can(self, user, company):
        """Tell whether a user can do work in a company.

        :return: bool
        """
        # What programs made is OdooBot's: he is always archived, and never leaves.
        return user.id == SUPERUSER_ID or user.id in self.users.get(company, ())

    def without(self, leavers):
        """Give the staff that stays when these users go, the managers as they are.

        :return: Staff
        """
        gone = set(leavers.ids)
        return Staff({company: ids - gone for company, ids in self.users.items()}, self.managers)


class KamSuccession(models.AbstractModel):
    """Work of colleagues who left goes to somebody who can do it, and who is told once.

    What counts is how things stand: whoever is archived, out of Key Account Management or out of
    the plan's company can do no work there, through whichever door that came. What is over (closed
    plans, done actions, held reviews) keeps its names.
    """

    _name = "kam.succession"
    _description = "Succession of Colleagues Who Leave"

    @api.model
    def _get_work(self):
        """What people hold, in the order in which it is handed over.

        :return: list of tuples (model, field that names users, Domain on what is not over)
        """
        open_plan = Domain("plan_id.state", "in", OPEN_STATES) & Domain("plan_id.active", "=", True)
        plan = Domain("state", "in", OPEN_STATES)
        return [
            ("kam.plan", "user_id", plan),
            ("kam.plan", "sponsor_id", plan),
            ("kam.team.member", "user_id", open_plan),
            ("kam.objective", "user_id", open_plan & Domain("state", "=", "open")),
            ("kam.action", "user_id", self.env["kam.action"]._get_open_domain()),
            ("kam.review", "user_ids", open_plan & Domain("state", "=", "planned")),
            ("kam.review.decision", "user_id", open_plan & Domain("action_id", "=", False)),
        ]

    @api.model
    def _get_guest_models(self):
        """Models that may also name colleagues outside Key Account Management."""
        return ["kam.review"]

    @api.model
    def _get_activity_models(self):
        """Models on whose records somebody else takes the activities over."""
        return ["kam.plan", "kam.objective", "kam.action", "kam.review"]

    @api.model
    def _get_plans(self, records):
        """The plan to which each record belongs: dict {record: kam.plan}."""
        is_plan = records._name == "kam.plan"
        return {record: record if is_plan else record.plan_id for record in records}

    @api.model
    def _cron_hand_over(self):
        """What came past all doors (an import into the database, a module that changes groups)."""
        step = self._get_hand_over_step()
        run_job(self.env, [step] if step else [])
        self.env["kam.plan"]._move_lost_approvals_sudo()

    @api.model
    def _hand_over_all(self):
        """Hand over at once whatever lies with somebody who cannot do it, whoever that is."""
        step = self._get_hand_over_step()
        if step:
            step.work_at_once()
        self.env["kam.plan"]._move_lost_approvals_sudo()

    @api.model
    def _get_hand_over_step(self):
        """Hand over the work of who cannot do it, each for himself where it fails for all at once.

        :return: `jobs.Step`, or None where there is nobody
        """
        leavers = self._find_leavers_sudo()
        users = leavers.browse().with_context(active_test=False)
        failure = "Handing over the account work of user %s (%s) failed"
        step = Step(users, Domain("id", "in", leavers.ids), "_hand_over_lost_work", failure)
        return step if leavers else None

    @api.model
    def _find_leavers_sudo(self):
        """Users who hold work that they cannot do.

        As superuser: whoever takes a group from a colleague need not see the plans.
        """
        self = self.sudo().with_context(active_test=True)
        staff, leavers = self._get_staff(), self.env["res.users"]
        for model, field, domain in self._get_work():
            held = domain & Domain(field, "!=", False)
            pairs = self.env[model]._read_group(held, [field, "company_id"])
            unable = [user for user, company in pairs if not staff.can(user, company)]
            lost = leavers.browse().union(*unable)
            if model in self._get_guest_models():
                lost = lost.filtered(lambda user: user.share or not user.active)
            leavers |= lost
        return leavers

    @api.model
    def _hand_over_sudo(self, users):
        """Hand over what these users hold and cannot do (any more), and tell the heirs.

        As superuser: whoever archives a colleague need not see the plans.
        """
        if not users:
            return
        self = self.sudo().with_context(**QUIET)
        self = switch_on(self, "kam_quiet", "kam_no_confirmation", "kam_succession")
        users, staff = users.with_env(self.env), self._get_staff()
        received = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
        for model, field, domain in self._get_work():
            records = self.env[model].search(domain & Domain(field, "in", users.ids))
            for (former, heir), lost in self._find_heirs(records, field, users, staff).items():
                moved = self._move(lost, field, former, heir)
                for record, plan in self._get_plans(moved).items():
                    if heir and plan:
                        received[heir][plan][model, field].append((record, former))
        self._move_activities(users, staff)
        self._tell_heirs(received)

    @api.model
    def _propose_heirs_sudo(self, users):
        """Who would get the plans of these users, were they archived now.

        As superuser: whoever archives a colleague need not see the plans.

        :return: res.users
        """
        self = self.sudo().with_context(active_test=True)
        staff, heirs = self._get_staff(), self.env["res.users"]
        staff = staff.without(users)
        for model, field, domain in self._get_work():
            if model == "kam.plan" and field == "user_id":
                plans = self.env[model].search(domain & Domain(field, "in", users.ids))
                pairs = self._find_heirs(plans, field, users, staff)
                heirs = heirs.union(*(heir for _former, heir in pairs))
        return heirs

    @api.model
    def _get_staff(self):
        User = self.env["res.users"].with_context(active_test=True)
        everybody = User.search(self.env["kam.plan"]._get_kam_user_domain(), order="id")
        group = self.env.ref("kam_planning.group_kam_manager")
        managers = everybody.filtered_domain([("all_group_ids", "in", group.ids)])
        users, leaders = defaultdict(set), defaultdict(list)
        for user in everybody:
            for company in user.company_ids:
                users[company].add(user.id)
                if user in managers:
                    leaders[company].append(user)
        return Staff(dict(users), dict(leaders))

    @api.model
    def _find_heirs(self, records, field, users, staff):
        """Who gets what these users hold and cannot do.

        :return: dict {(former, heir): records}, the heir empty where there is nobody
        """
        ids_by_pair, plans = defaultdict(list), self._get_plans(records)
        for record in records:
            # Links to many leave archived users out, unless told otherwise.
            for former in record.with_context(active_test=False)[field] & users:
                if not staff.can(former, record.company_id):
                    heir = self._get_heir(record, field, former, plans[record], staff)
                    ids_by_pair[former, heir].append(record.id)
        return {pair: records.browse(ids) for pair, ids in ids_by_pair.items()}

    @api.model
    def _get_heir(self, record, field, former, plan, staff):
        """The first who can do the work: whom the administrator chose, or who is next to it."""
        nobody = self.env["res.users"]
        candidates = [former.kam_heir_id, *self._get_candidates(record, field, former, plan, staff)]
        if field == "sponsor_id":
            candidates = [user for user in candidates if user != plan.user_id]
        return next((user for user in candidates if staff.can(user, record.company_id)), nobody)

    @api.model
    def _get_candidates(self, record, field, former, plan, staff):
        """Who is next to the work: the holder of its role, its deputy, the account manager; for
        the account manager and the sponsor, who leads them.
        """
        if record._name == "kam.plan":
            sponsor = plan.sponsor_id if field == "user_id" else self.env["res.users"]
            managers = staff.managers.get(plan.company_id, [])
            return [former.sale_team_id.user_id, sponsor, *managers]
        if record._name == "kam.action":
            roles = [role for role in (record.role_id, record.deputy_role_id) if role]
            return [*(user for role in roles for user in plan._get_role_users(role)), plan.user_id]
        if record._name == "kam.team.member":
            # Whoever takes the work is on the team; the place waits for whom the team chooses.
            return []
        return [plan.user_id]

    @api.model
    def _move(self, records, field, former, heir):
        """Write the heir instead of the former holder.

        :return: the records that the heir holds now
        """
        if records._name == "kam.team.member":
            return records._pass_on(heir)
        if records._fields[field].type == "many2many":
            commands = [Command.link(heir.id)] if heir else []
            named = records.with_context(active_test=False)
            named.write({field: [Command.unlink(former.id), *commands]})
        elif heir or not records._fields[field].required:
            records.write({field: heir.id})
        return records if heir else records.browse()

    @api.model
    def _move_activities(self, users, staff):
        """Give what was to be done on plans and their lines to who is in charge there now."""
        Activity = self.env["mail.activity"]
        models = self._get_activity_models()
        activities_of_users = Activity.search(
            [("res_model", "in", models), ("user_id", "in", users.ids)]
        )
        moves = defaultdict(list)
        for model, activities in activities_of_users.grouped("res_model").items():
            documents = self.env[model].browse(activities.mapped("res_id")).exists()
            plans = {record.id: plan for record, plan in self._get_plans(documents).items()}
            candidates = self._get_activity_candidates(activities, plans)
            for activity in activities:
                plan = plans.get(activity.res_id)
                if not plan or staff.can(activity.user_id, plan.company_id):
                    continue
                able = (u for u in candidates[activity] if u and staff.can(u, plan.company_id))
                moves[next(able, None)].append(activity.id)
        moves.pop(None, None)
        for heir, ids in moves.items():
            Activity.browse(ids).write({"user_id": heir.id})

    @api.model
    def _get_activity_candidates(self, activities, plans):
        """Who is next to each activity: the chosen heir, else the account manager. An escalation
        and an approval are his leader's, and never go to him.

        :param dict plans: {id of the document: kam.plan}
        :return: dict {activity: list of res.users}
        """
        find = self.env["ir.model.data"]._xmlid_to_res_id
        types = {find(xmlid) for xmlid in (ESCALATION_TYPE, APPROVAL_TYPE)}
        led = activities.filtered(lambda activity: activity.activity_type_id.id in types)
        led_plans = self.env["kam.plan"].browse(led.mapped("res_id")).exists()
        leaders = led_plans._get_leaders_sudo()
        candidates = {}
        for activity in activities:
            plan = plans.get(activity.res_id, led_plans.browse())
            usual = [activity.user_id.kam_heir_id, plan.user_id]
            candidates[activity] = [leaders.get(plan)] if activity in led else usual
        return candidates

    @api.model
    def _tell_heirs(self, received):
        """One activity for each heir about all that came to him.

        :param dict received: {heir: {plan: {(model, field): [(record, former holder)]}}}
        """
        todo = self.env.ref("mail.mail_activity_data_todo", raise_if_not_found=False)
        values = []
        for heir, by_plan in received.items():
            plans = self.env["kam.plan"].concat(*by_plan)
            plans_of_heir = plans.with_user(heir).with_context(
                allowed_company_ids=heir.company_ids.ids
            )
            readable = plans_of_heir._filtered_access("read").with_env(self.env)
            # What came from several plans is nobody else's business: it stands on none of them.
            place = readable if len(plans) == 1 else plans.browse()
            values.append(
                {
                    "activity_type_id": todo.id if todo else False,
                    "res_model_id": self.env["ir.model"]._get_id("kam.plan") if place else False,
                    "res_id": place.id,
                    "user_id": heir.id,
                    "date_deadline": today_of(plans.company_id[:1]),
                    "automated": True,
                    **self.with_context(lang=heir.lang)._prepare_news(by_plan, readable),
                }
            )
        self.env["mail.activity"].with_context(mail_activity_quick_update=False).create(values)

    @api.model
    def _prepare_news(self, by_plan, readable):
        """Summary and note of the activity about what an heir took over."""
        former, lines = self.env["res.users"], []
        for plan, work in by_plan.items():
            pairs = [pair for group in work.values() for pair in group]
            former = former.union(*(user for _record, user in pairs))
            lines.append(
                {
                    "plan": plan,
                    "is_readable": plan in readable,
                    "leads": ("kam.plan", "user_id") in work,
                    "parts": ", ".join(self._describe(*key, len(work[key])) for key in work),
                }
            )
        values = {"names": ", ".join(former.mapped("name")), "lines": lines}
        return {
            "summary": self.env._("Take over the account work of %s", values["names"]),
            "note": self.env["ir.qweb"]._render("kam_planning.message_work_taken_over", values),
        }

    @api.model
    def _describe(self, model, field, count):
        """One kind of work and how much of it, in words."""
        texts = {
            ("kam.plan", "user_id"): self.env._("key account manager"),
            ("kam.plan", "sponsor_id"): self.env._("executive sponsor"),
            ("kam.team.member", "user_id"): self.env._("place in the team"),
            ("kam.objective", "user_id"): self.env._("objectives: %s", count),
            ("kam.action", "user_id"): self.env._("open actions: %s", count),
            ("kam.review", "user_ids"): self.env._("planned reviews: %s", count),
            ("kam.review.decision", "user_id"): self.env._("decisions to carry out: %s", count),
        }
        return texts[model, field]
