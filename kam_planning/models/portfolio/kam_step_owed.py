from collections import namedtuple

from odoo import Command, api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..common.days import today_of

KEPT, HANDED, ENDED = "kept", "handed", "ended"
DECISIONS = [(KEPT, "Kept"), (HANDED, "Handed Over"), (ENDED, "Ended")]
# What a customer has our word for: it is kept by whomever, but not dropped by us alone.
PROMISED = ("kam.value", "sale.order")
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
        """Open shared actions, agreed value that is not delivered, planned reviews, orders that are
        not delivered, agreements on prices; as far as the user may read them.

        :return: list of `Owed`
        """
        _ = self.env._
        of_plan = Domain("plan_id", "=", plan.id)
        place = Domain("account_id", "=", plan.partner_id.id)
        place &= Domain("company_id", "=", plan.company_id.id)
        coming = Domain("kind", "in", AGREEMENTS)
        coming &= Domain("next_date", ">=", today_of(plan.company_id))
        values = self.env["kam.value"].search(of_plan & Domain("state", "=", "agreed"))
        undone = self.env["kam.delivery"].search(place & Domain("state", "!=", "done"))
        found = {
            _("Shared action"): plan.action_ids.filtered(lambda one: one.is_open and one.is_shared),
            _("Agreed value"): values,
            _("Planned review"): plan.review_ids.filtered(lambda one: one.state == "planned"),
            _("Delivery"): undone.order_id,
            _("Price agreement"): self.env["kam.key.date"].search(place & coming),
        }
        return [
            Owed(kind, record, record.display_name)
            for kind, records in found.items()
            for record in records
        ]

    @api.model
    def _check_decision(self, owed, decision, words, user):
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
            vals = self._prepare_handing(record, plan, user)
        else:
            vals = self._prepare_ending(record, words)
        before = self._read_values(record, vals)
        record.write(vals)
        if decision == ENDED and record._name != "kam.review":
            record._message_log(body=words)
        return {**kept, "before": before, "after": self._read_values(record, vals)}

    @api.model
    def _prepare_handing(self, record, plan, user):
        if record._name == "kam.review":
            former = plan.user_id & record.user_ids
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
