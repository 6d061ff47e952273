from odoo import models
from odoo.exceptions import RedirectWarning, UserError
from odoo.tools.misc import format_date

from ..common.arguments import check_one
from ..common.days import today_of


class KamPlanStep(models.AbstractModel):
    """A plan's part in a step of its customer: what stands, what may change, and changing it."""

    _name = "kam.plan.step"
    _description = "Step of a Plan's Customer"

    def action_step(self):
        """Open the dialogue in which a customer's step down or up is decided; for managers.

        :return: window action
        :raise AccessError: when the user is no manager of the plan
        :raise UserError: for a plan that is not in force
        """
        check_one(self)
        self._check_is_manager()
        self.check_access("write")
        self._check_in_force()
        return self.env["kam.step.decide"]._begin(self)._get_action()

    def _check_in_force(self):
        if self.state != "active" or not self.active:
            raise UserError(
                self.env._(
                    "“%s” is not in force: a customer steps down or up from an active plan. "
                    "Without one, change the tier on the customer.",
                    self.name,
                )
            )

    def _read_standing(self):
        """What a step changes: dict ``tier``, ``stage``, ``owner``."""
        customer = self.partner_id.with_company(self.company_id)
        return {"tier": customer.kam_tier_id, "stage": self.stage_key, "owner": self.user_id}

    def _check_may_step(self, values):
        """
        :raise UserError: when the plan is not in force, nothing changes, no reason is given, or a
            date is past
        """
        self._check_in_force()
        now = self._read_standing()
        owner = values["owner"] or now["owner"]
        then = {"tier": values["tier"], "stage": values["stage"], "owner": owner}
        if not values["is_exit"] and now == then:
            raise UserError(
                self.env._(
                    "Nothing changes for “%s”: choose another tier, stage or manager.",
                    self.partner_id.display_name,
                )
            )
        if not (values["reason"] or "").strip():
            raise UserError(
                self.env._(
                    "“%s”: say under “Reason” what speaks for the step, and how you know.",
                    self.partner_id.display_name,
                )
            )
        if values["is_exit"]:
            self._check_no_next_period()
        self._check_step_days(values)

    def _check_step_days(self, values):
        """
        :raise UserError: naming the date that is past
        """
        steps = self.env["kam.step"]._fields
        for name in ("date", "recheck_date"):
            if values[name] and values[name] < today_of(self.company_id):
                raise UserError(
                    self.env._(
                        "“%(customer)s”: “%(field)s” is %(day)s, but a step is not taken in the "
                        "past. Choose today or a later day.",
                        customer=self.partner_id.display_name,
                        field=steps[name]._description_string(self.env),
                        day=format_date(self.env, values[name]),
                    )
                )

    def _check_no_next_period(self):
        """Who leaves the programme has no plan of the next period."""
        following = self._find_successors_sudo().filtered(lambda plan: plan.state != "closed")
        if following:
            raise UserError(
                self.env._(
                    "The next period of “%s” is prepared already. Cancel that plan first.",
                    self.name,
                )
            )

    def _check_all_decided(self, owed, decisions):
        """Refuse a step while something that we owe is undecided, with a way to it.

        :raise RedirectWarning: naming what is undecided
        """
        open_ones = [
            one for one in owed if not decisions.get((one.record._name, one.record.id), (False,))[0]
        ]
        if not open_ones:
            return
        names = "\n".join(f"{one.kind}: {one.name}" for one in open_ones)
        first = open_ones[0].record
        same = [one.record.id for one in open_ones if one.record._name == first._name]
        raise RedirectWarning(
            self.env._(
                "Decide first what becomes of what we owe “%(customer)s”:\n%(names)s",
                customer=self.partner_id.display_name,
                names=names,
            ),
            {
                "type": "ir.actions.act_window",
                "name": open_ones[0].kind,
                "res_model": first._name,
                "views": [(False, "list"), (False, "form")],
                "domain": [("id", "in", same)],
            },
            self.env._("Show Them"),
        )

    def _change_standing(self, values, owed):
        """Give the customer the tier, the plan its stage and lead, and end it where he leaves.

        :param list owed: what was decided one by one, and does not go along by itself
        :return: dict {model: ids of the work that went along to the new lead}
        """
        passed, owner = {}, values["owner"]
        if owner and owner != self.user_id:
            decided = {(one.record._name, one.record.id) for one in owed}
            work = self._find_lead_work_sudo(self.user_id)
            chosen = {
                name: records.filtered(lambda one: (one._name, one.id) not in decided)
                for name, records in work.items()
            }
            passed = {name: records.ids for name, records in chosen.items()}
            self._hand_over({"user_id": owner.id}, chosen)
        if not values["is_exit"]:
            self.partner_id.with_company(self.company_id)._set_kam_tier(values["tier"])
        else:
            tier = self.env["kam.tier"]
            self.partner_id.with_company(self.company_id)._set_kam_tier(tier)
        self.stage_key = "leaving" if values["is_exit"] else values["stage"]
        if values["is_exit"]:
            self.action_close()
        return passed
