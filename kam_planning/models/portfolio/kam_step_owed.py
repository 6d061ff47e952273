from collections import namedtuple

from odoo import SUPERUSER_ID, Command, api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..common.days import today_of
from ..delivery.kam_delivery_note import SOURCES
from ..plan.kam_plan_workflow import OPEN_STATES

KEPT, HANDED, ENDED = "kept", "handed", "ended"
DECISIONS = [(KEPT, "Kept"), (HANDED, "Handed Over"), (ENDED, "Ended")]
# What a customer has our word for: it is kept by whomever, but not dropped by us alone.
PROMISED = ("kam.value", "sale.order", *dict(SOURCES))
# Key dates that are about an agreement on prices.
AGREEMENTS = ("contract_end", "price_talks")

# Something that we owe: kind in words, its record, what it is called.
Owed = namedtuple("Owed", "kind record name")


class KamStepOwed(models.AbstractModel):
    """What we owe a customer, and what becomes of each piece of it when he gets another tier."""

    _name = "kam.step.owed"
    _description = "What We Owe a Customer"

    @api.model
    def _find_owed(self, plan):
        """Open shared actions, agreed value that is not delivered and planned reviews of all open
        plans of the customer, what is not delivered, agreements on prices; as far as the user may
        read them.

        :return: list of `Owed`
        """
        company = Domain("company_id", "=", plan.company_id.id)
        of_customer = company & Domain("partner_id", "=", plan.partner_id.id)
        plans = plan.search(of_customer & Domain("state", "in", OPEN_STATES)) | plan
        of_plans = Domain("plan_id", "in", plans.ids)
        place = company & Domain("account_id", "=", plan.partner_id.id)
        coming = Domain("kind", "in", AGREEMENTS)
        coming &= Domain("next_date", ">=", today_of(plan.company_id))
        values = self.env["kam.value"].search(of_plans & Domain("state", "=", "agreed"))
        undone = self.env["kam.delivery"].search(place & Domain("state", "!=", "done"))
        found = {
            self.env._("Shared action"): plans.action_ids.filtered(
                lambda one: one.is_open and one.is_shared
            ),
            self.env._("Agreed value"): values,
            self.env._("Planned review"): plans.review_ids.filtered(
                lambda one: one.state == "planned"
            ),
            self.env._("Delivery"): self._find_undelivered(undone),
            self.env._("Price agreement"): self.env["kam.key.date"].search(place & coming),
        }
        return [
            Owed(kind, record, record.display_name)
            for kind, records in found.items()
            for record in records
        ]

    @api.model
    def _find_undelivered(self, undone):
        """The orders of these deliveries; of what has no order, what it is read from.

        :return: list of records
        """
        alone = undone.filtered(lambda one: not one.order_id)
        return [*undone.order_id, *(self.env[one.res_model].browse(one.res_id) for one in alone)]

    @api.model
    def _check_all_read_sudo(self, plan, owed):
        """Nobody decides what he does not see. As superuser: it has to be counted nevertheless.

        :raise UserError: saying how many pieces the user may not read
        """
        seen = {(one.record._name, one.record.id) for one in owed}
        # Deliveries ask for the user himself, whatever `sudo` says.
        every = self.with_user(SUPERUSER_ID)._find_owed(plan.with_user(SUPERUSER_ID))
        hidden = [one for one in every if (one.record._name, one.record.id) not in seen]
        if hidden:
            raise UserError(
                self.env._(
                    "Of what we owe “%(customer)s”, %(count)s pieces are not yours to read (orders "
                    "perhaps): ask somebody who may read them to take the step.",
                    customer=plan.partner_id.display_name,
                    count=len(hidden),
                )
            )

    @api.model
    def _check_decision(self, plan, owed, decision, words, user):
        """Refuse what nobody decided, and what is no decision about a promise.

        :raise UserError: naming the piece
        """
        if decision == ENDED and owed.record._name in PROMISED:
            raise UserError(
                self.env._(
                    "%(kind)s “%(name)s” is promised to the customer and not yet delivered: we "
                    "keep it or hand it over. To end it, agree on that with the customer first, "
                    "and change it there.",
                    kind=owed.kind,
                    name=owed.name,
                )
            )
        if decision == ENDED and not (words or "").strip():
            raise UserError(
                self.env._(
                    "%(kind)s “%(name)s” ends: say in words why, as the customer will hear it.",
                    kind=owed.kind,
                    name=owed.name,
                )
            )
        if decision == HANDED and not user:
            raise UserError(
                self.env._(
                    "%(kind)s “%(name)s” is handed over: say to whom.",
                    kind=owed.kind,
                    name=owed.name,
                )
            )
        if decision == HANDED and user._filter_absent_sudo(plan.company_id):
            raise UserError(
                self.env._(
                    "%(kind)s “%(name)s”: %(user)s does not work with key accounts of "
                    "“%(company)s”, or is not there any more. Hand it over to somebody else.",
                    kind=owed.kind,
                    name=owed.name,
                    user=user.name,
                    company=plan.company_id.name,
                )
            )

    @api.model
    def _carry_out(self, plan, owed, decision, words, user):
        """Do what was decided about one piece.

        :return: dict of what undoing needs: ``model``, ``id``, ``name``, and ``before`` and
            ``after`` (values of the record) or ``activity`` (its id)
        """
        record, kept = owed.record, {"model": owed.record._name, "id": owed.record.id}
        kept["name"] = owed.name
        if decision == KEPT:
            return kept
        if decision == HANDED:
            if record._name in PROMISED:
                return {**kept, "activity": self._ask_to_deliver(plan, owed, words, user)}
            vals = self._prepare_handing(record, user)
        else:
            vals = self._prepare_ending(record, words)
        before = self._read_values(record, vals)
        record.write(vals)
        if decision == ENDED and record._name != "kam.review":
            record._message_log(body=words)
        return {**kept, "before": before, "after": self._read_values(record, vals)}

    @api.model
    def _prepare_handing(self, record, user):
        if record._name == "kam.review":
            former = record.plan_id.user_id & record.user_ids
            return {"user_ids": [*map(Command.unlink, former.ids), Command.link(user.id)]}
        return {"user_id": user.id}

    @api.model
    def _prepare_ending(self, record, words):
        if record._name == "kam.key.date":
            return {"active": False}
        if record._name == "kam.review":
            return {"state": "cancelled", "move_reason": words}
        return {"state": "cancelled"}

    @api.model
    def _read_values(self, record, names):
        """Values of a record as Json keeps them: ids sorted."""
        values = {}
        for name in set(names) & {"user_id", "user_ids", "state", "active"}:
            value = record[name]
            values[name] = sorted(value.ids) if isinstance(value, models.Model) else value
        return values

    @api.model
    def _ask_to_deliver(self, plan, owed, words, user):
        """A promise gets somebody who delivers it: an activity on the plan.

        :return: id of the activity
        """
        return plan.activity_schedule(
            "mail.mail_activity_data_todo",
            user_id=user.id,
            date_deadline=today_of(plan.company_id),
            summary=self.env._("%(kind)s: %(name)s", kind=owed.kind, name=owed.name),
            note=words or False,
        ).id

    @api.model
    def _restore(self, decision):
        """Take back what was done about one piece, unless somebody touched it since.

        :param dict decision: as `_carry_out` gave it
        :return: whether it is as it was
        """
        if "activity" in decision:
            activity = self.env["mail.activity"].browse(decision["activity"]).exists()
            # Who did it meanwhile need not do it again.
            activity.unlink()
            return bool(activity)
        if "before" not in decision:
            return True
        record = self.env[decision["model"]].browse(decision["id"]).exists()
        before, after = decision["before"], decision["after"]
        if not record or self._read_values(record, after) != after:
            return False
        record.write(self._prepare_restoring(before))
        return True

    @api.model
    def _prepare_restoring(self, before):
        vals = {}
        for name, value in before.items():
            if name == "user_ids":
                vals[name] = [Command.set(value)]
            elif name == "user_id":
                vals[name] = value[0] if value else False
            else:
                vals[name] = value
        return vals
