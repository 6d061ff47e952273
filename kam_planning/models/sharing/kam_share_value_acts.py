from odoo import models
from odoo.exceptions import UserError
from odoo.tools.misc import formatLang

from ...tools.sharing.typed import read_amount
from ..common.at_once import hold
from ..common.days import today_of
from ..common.known import is_known
from ..strategy.kam_value_agreement import ANSWERED, CLAIMED
from ..strategy.kam_value_answer import DECISIONS


class KamShareValueActs(models.AbstractModel):
    """What the customer says to what he gained: in full, in part, or disputed with a reason.

    What is refused names no value: he reads it as it was agreed, whatever we call it meanwhile.
    """

    _name = "kam.share.value.acts"
    _description = "Answers of the Customer to Values"

    def _answer_value_sudo(self, access, value_id, decision, amount="", reason=""):
        """Record what the customer says to a value that he was asked about, as of today where the
        company is. Each claim is answered once.

        :param access: a live kam.share.access with the right to act
        :param int value_id: a released value
        :param str decision: ``full``, ``partly`` or ``disputed``
        :param str amount: how much of it he confirms, as he typed it, in the value's currency
        :param str reason: why it is not all
        :return: kam.value.answer
        :raise AccessError: when he may not act
        :raise MissingError: when he sees no such value
        :raise UserError: when there is nothing to answer, or the answer says nothing
        """
        with self._acting_sudo(access, "can_act") as share:
            reason = share._read_words(reason)
            value = share._find_own_sudo("kam.value", value_id)
            hold(value)
            share._check_asked(value)
            part = share._read_decision(value, decision, amount, reason)
            vals = {"value_id": value.id, "contact_id": access.partner_id.id}
            vals |= {"decision": decision, "confirmed_amount": part, "reason": reason or False}
            vals |= {"channel": "portal", "date": today_of(share.company_id)}
            with share._hiding_reasons():
                answer = self.env["kam.value.answer"].with_env(share.env).create(vals)
            share._note_act_sudo(access, answer._describe_act(access.partner_id.name))
            return answer

    def _check_asked(self, value):
        if value.state in ANSWERED:
            raise UserError(
                self.env._("This is answered already. You will be asked again when there is news.")
            )
        if value.state not in CLAIMED:
            raise UserError(self.env._("This is not delivered yet: there is nothing to answer."))

    def _read_decision(self, value, decision, amount, reason):
        """The part that is confirmed, False where it is all or nothing.

        :raise UserError: when the answer says nothing
        """
        if decision not in dict(DECISIONS):
            raise UserError(
                self.env._("Choose: confirmed in full, confirmed in part, or disputed.")
            )
        if decision == "disputed" and not reason:
            raise UserError(self.env._("Say why you dispute it."))
        return decision == "partly" and self._read_part(value, amount)

    def _read_part(self, value, amount):
        """How much of a claim is confirmed, in its currency."""
        claimed, currency = value.amount, value.currency_id
        if not is_known(claimed) or currency.compare_amounts(claimed, 0) <= 0:
            raise UserError(
                self.env._(
                    "There is no amount of which a part could be confirmed: confirm it in full, or "
                    "dispute it."
                )
            )
        lang = self.env["res.lang"]._get_data(code=self.env.lang or "en_US")
        signs = (lang.decimal_point or ".", lang.thousands_sep or "")
        part = read_amount(amount, *signs, currency.decimal_places)
        is_part = part is not None and currency.compare_amounts(part, 0) > 0
        if not is_part or currency.compare_amounts(part, claimed) >= 0:
            raise UserError(
                self.env._(
                    "Type how much of it you confirm: an amount above 0 and below %(claimed)s, "
                    "such as %(example)s.",
                    claimed=formatLang(self.env, claimed, currency_obj=currency),
                    example=formatLang(self.env, claimed / 2, digits=currency.decimal_places),
                )
            )
        return currency.round(part)
