from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain
from odoo.tools.misc import format_date

from ...tools.strategy.competitors import LEADS
from ..common.days import today_of_user
from ..common.parameters import days_parameter
from ..execution.kam_plan_reminder import ESCALATION_TYPE
from ..strategy.kam_value_agreement import ASKING, UNANSWERED_DAYS
from .res_users import BOTH, MAIL

MOST_LINES = 20


class KamDigest(models.AbstractModel):
    """What one user's weekly mail says: all that waits for him, as far as he may read it now.

    It names records and days, and nothing of what is thought of people: a mail leaves Odoo.
    """

    _name = "kam.digest"
    _description = "Weekly Mail of Account Work"

    @api.model
    def _prepare_sudo(self, user):
        """Prepare the mail of a user. As that user, whoever sends it.

        :param user: res.users
        :return: dict ``count``, ``base``, and ``sections`` (list of dicts ``title``, ``count``,
            ``more``, ``lines``: dicts ``name``, ``customer``, ``note``, ``link``); or None where
            nothing waits for him
        """
        switches = {
            kind: user.sudo()[f"kam_remind_{kind}"] in (BOTH, MAIL) for kind in self._get_kinds()
        }
        own = self.with_user(user).with_context(
            lang=user.lang, tz=user.tz, allowed_company_ids=user.company_ids.ids, active_test=True
        )
        sections = [
            own._prepare_section(title, model, find, describe)
            for kind, title, model, find, describe in own._get_sections()
            if switches[kind] and own.env[model].has_access("read")
        ]
        sections = [section for section in sections if section["count"]]
        count = sum(section["count"] for section in sections)
        base = self.get_base_url()
        return {"count": count, "base": base, "sections": sections} if count else None

    @api.model
    def _get_kinds(self):
        return ("action", "review", "key_date", "touch", "value", "risk", "pace", "stale")

    @api.model
    def _get_sections(self):
        """What is listed, in this order.

        :return: list of tuples (kind, title, model, what finds the records, what says
            more of them: {id: str})
        """
        return [
            *self._get_work_sections(),
            *self._get_date_sections(),
            *self._get_cause_sections(),
        ]

    @api.model
    def _get_work_sections(self):
        title, late = self.env._("Overdue actions"), self.env._("Overdue reviews of others")
        return [
            ("action", title, "kam.action", self._find_actions, self._describe_actions),
            (
                "review",
                self.env._("Reviews"),
                "kam.plan",
                self._find_reviews,
                self._tell_day("next_review_date"),
            ),
            ("review", late, "kam.plan", self._find_escalated, self._describe_escalated),
            (
                "review",
                self.env._("Plans that end"),
                "kam.plan",
                self._find_ending,
                self._tell_day("date_end"),
            ),
        ]

    @api.model
    def _get_date_sections(self):
        return [
            (
                "key_date",
                self.env._("Key dates"),
                "kam.key.date",
                self._find_key_dates,
                self._tell_day("next_date"),
            ),
            (
                "key_date",
                self.env._("Contracts of competitors that end"),
                "kam.competitor.position",
                self._find_contracts,
                self._tell_day("contract_end"),
            ),
        ]

    @api.model
    def _get_cause_sections(self):
        silent, values = self.env._("People to get in touch with"), self.env._("Values to confirm")
        unanswered, risks = (
            self.env._("Values without an answer"),
            self.env._("Risks to rate again"),
        )
        expired, pace = self.env._("Risks to decide about"), self.env._("Targets off their pace")
        stale = self.env._("Plans that nobody works on, or of low quality")
        claimed, find = self._describe_claims, self._find_causes
        ended = self._tell_day("accepted_until")
        return [
            ("touch", silent, "kam.stakeholder", find("kam.stakeholder"), self._describe_silence),
            ("value", unanswered, "kam.value", self._find_unanswered, claimed),
            ("value", values, "kam.value", find("kam.value"), self._say_nothing),
            ("risk", expired, "kam.risk", self._find_expired, ended),
            ("risk", risks, "kam.risk", find("kam.risk"), self._say_nothing),
            ("pace", pace, "kam.target", self._find_off_pace, self._say_nothing),
            ("stale", stale, "kam.plan", find("kam.plan"), self._say_nothing),
        ]

    # what is listed

    def _find_causes(self, model):
        return self.env[model]._find_own_causes

    @api.model
    def _find_actions(self):
        actions = self.env["kam.action"]
        domain = actions._get_overdue_domain_at_night() & Domain("user_id", "=", self.env.uid)
        return actions.search(domain, order="date_deadline, id")

    @api.model
    def _find_plans(self, name, parameter, default):
        """The user's own plans in force of which a day is near."""
        plans = self.env["kam.plan"]
        days = days_parameter(self.env, parameter, default)
        mine = Domain("state", "=", "active") & Domain("user_id", "=", self.env.uid)
        return plans.search(mine & plans._get_due_domain(name, days), order=f"{name}, id")

    @api.model
    def _find_reviews(self):
        return self._find_plans("next_review_date", "review_lead_days", 14)

    @api.model
    def _find_ending(self):
        plans = self._find_plans("date_end", "end_notice_days", 60)
        return plans.filtered(
            lambda plan: all(one.state == "cancelled" for one in plan.next_plan_ids)
        )

    @api.model
    def _find_escalated(self):
        """Plans of others of whose overdue review this user was told."""
        told = Domain("activity_type_id", "=", self.env.ref(ESCALATION_TYPE).id)
        told &= Domain("user_id", "=", self.env.uid)
        domain = Domain("state", "=", "active") & Domain("activity_ids", "any", told)
        return self.env["kam.plan"].search(domain, order="next_review_date, id")

    @api.model
    def _find_key_dates(self):
        lines = self.env["kam.key.date"]
        return lines.search(lines._get_own_due_domain(), order="next_date, id")

    @api.model
    def _find_contracts(self):
        today = today_of_user(self.env.user)
        near = Domain("contract_end", ">=", today)
        near &= Domain("contract_end", "<=", today + timedelta(days=max(LEADS)))
        plan = [
            ("state", "=", "active"),
            ("show_competitors", "=", True),
            ("user_id", "=", self.env.uid),
        ]
        led = Domain("account_id.kam_plan_ids", "any", plan)
        led &= Domain("kam_user_id", "=", self.env.uid)
        return self.env["kam.competitor.position"].search(near & led, order="contract_end, id")

    @api.model
    def _find_unanswered(self):
        days = days_parameter(self.env, "value_answer_days", UNANSWERED_DAYS)
        waiting = Domain("state", "=", "delivered") & Domain("plan_id.state", "in", ASKING)
        waiting &= Domain("claim_date", "<=", today_of_user(self.env.user) - timedelta(days=days))
        mine = Domain("plan_id.user_id", "=", self.env.uid) & Domain("plan_id.active", "=", True)
        return self.env["kam.value"].search(waiting & mine, order="claim_date, id")

    @api.model
    def _find_expired(self):
        """Risks that were accepted until a day that is over, and of which nobody decided since."""
        risks = self.env["kam.risk"]
        over = Domain("accepted_until", "<", today_of_user(self.env.user))
        over &= Domain("state", "=", "open") & Domain("response", "=", False)
        led = Domain("user_id", "=", False) & Domain("kam_user_id", "=", self.env.uid)
        mine = Domain("user_id", "=", self.env.uid) | led
        return risks.search(risks._get_live_domain() & over & mine, order="accepted_until, id")

    @api.model
    def _find_off_pace(self):
        changes = self.env["kam.change"]
        if not changes.has_access("read"):
            return self.env["kam.target"]
        found = changes._find_own_causes()
        return self.env["kam.target"].search(Domain("id", "in", found.mapped("res_id")))

    # what is said of it

    def _on(self, day):
        return format_date(self.env, day) if day else ""

    def _tell_day(self, name):
        return lambda records: {record.id: self._on(record[name]) for record in records}

    def _say_nothing(self, records):
        return dict.fromkeys(records.ids, "")

    def _describe_actions(self, actions):
        after = actions.filtered("is_waiting")._get_after_names()
        return {action.id: self._describe_action(action, after) for action in actions}

    def _describe_action(self, action, after):
        day = self._on(action.date_deadline)
        if action.id in after:
            return self.env._(
                "due %(day)s, waits for “%(action)s”", day=day, action=after[action.id]
            )
        return self.env._("due %s", day)

    def _describe_escalated(self, plans):
        return {
            plan.id: self.env._(
                "due %(day)s, %(user)s", day=self._on(plan.next_review_date), user=plan.user_id.name
            )
            for plan in plans
        }

    def _describe_silence(self, people):
        return {
            person.id: self.env._("last contact on %s", self._on(person.last_contact_date))
            for person in people
        }

    def _describe_claims(self, values):
        return {value.id: self.env._("asked on %s", self._on(value.claim_date)) for value in values}

    # putting it together

    @api.model
    def _prepare_section(self, title, model, find, describe):
        records = find()
        shown = records[:MOST_LINES]
        customers, notes = self._get_customer_names_sudo(shown), describe(shown)
        base = self.get_base_url()
        return {
            "title": title,
            "count": len(records),
            "more": len(records) - len(shown),
            "lines": [
                {
                    "name": record.display_name,
                    "customer": customers[record.id],
                    "note": notes[record.id],
                    "link": f"{base}/mail/view?model={model}&res_id={record.id}",
                }
                for record in shown
            ],
        }

    @api.model
    def _get_customer_names_sudo(self, records):
        """Customers of records that the user reads, who need not read contacts: {id: name}."""
        name = "account_id" if "account_id" in records._fields else "partner_id"
        return {record.id: record[name].display_name for record in records.sudo()}
