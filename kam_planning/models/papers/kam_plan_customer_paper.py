from odoo import models
from odoo.exceptions import UserError
from odoo.tools import html2plaintext
from odoo.tools.misc import formatLang

from ..common.known import is_known

# What was given up is no news for the customer.
GIVEN_UP = ("dropped", "cancelled", "closed")


class KamPlanCustomerPaper(models.AbstractModel):
    """What goes to the customer on paper and slides: all of it comes from `_read_shared_sudo`."""

    _name = "kam.plan.customer.paper"
    _description = "Account Plan for the Customer"

    def _check_for_customer(self):
        """Refuse to make a paper for the customer of a plan that is not shared."""
        for plan in self:
            if not plan._is_released():
                raise UserError(
                    self.env._(
                        "“%s” is not shared: nothing of it goes to the customer. Switch on "
                        "“Shared” in the plan, and in each line that the customer may see.",
                        plan.display_name,
                    )
                )

    def _get_customer_lang(self):
        """The language of the customer, or the user's where the customer's is not installed."""
        installed = {code for code, _name in self.env["res.lang"].get_installed()}
        lang = self.partner_id.lang
        return lang if lang in installed else self.env.lang or self.env.user.lang

    def _prepare_customer_paper(self, review=None):
        """What the customer may see, in the language of this record.

        :param review: `kam.review`, or none
        :return: tuple ({name: text}, {list: list of dicts of texts}), with the names of
            `tools.papers.vocabulary`
        :raise AccessError: when the user may not read the plan
        :raise UserError: when it is not shared
        """
        self.ensure_one()
        self.check_access("read")
        self._check_for_customer()
        [shared] = self._read_shared_sudo()
        values = {
            "customer": shared["partner_id"],
            "partner": shared["partner_id"],
            "plan": shared["name"],
            "start": self._tell_day(shared["date_start"]),
            "end": self._tell_day(shared["date_end"]),
            "company": self.company_id.name,
            "today": self._tell_day(self._get_day_printed()),
        }
        return values, self._prepare_customer_lists(review)

    def _prepare_customer_lists(self, review):
        tell, day, choice = self._read_released, self._tell_day, self._tell_choice
        return {
            "agenda": review._get_printed_items(customer=True) if review else [],
            "goals": [
                {
                    "name": one["name"],
                    "kind": choice("kam.customer.goal", "kind", one["kind"]),
                    "horizon": choice("kam.customer.goal", "horizon", one["horizon"]),
                }
                for one in tell("kam.customer.goal")
            ],
            "objectives": [
                {
                    "name": one["name"],
                    "gain": one["customer_gain"],
                    "date": day(one["date_deadline"]),
                    "state": choice("kam.objective", "state", one["state"]),
                }
                for one in tell("kam.objective")
            ],
            "actions": [self._tell_customer_action(one) for one in tell("kam.action")],
            "values": [self._tell_customer_value(one) for one in tell("kam.value")],
            "risks": [
                {
                    "name": one["name"],
                    "response": choice("kam.risk", "response", one["response"]),
                    "state": choice("kam.risk", "state", one["state"]),
                }
                for one in tell("kam.risk")
            ],
            "dates": [
                {
                    "name": one["name"],
                    "date": day(one["date"]),
                    "kind": choice("kam.key.date", "kind", one["kind"]),
                }
                for one in tell("kam.key.date")
            ],
            "sections": [
                {"name": one["name"], "content": html2plaintext(one["content"] or "").strip()}
                for one in tell("kam.plan.section")
            ],
        }

    def _read_released(self, model):
        """What may leave of the lines that the user may read, in their order: list of dicts."""
        if not self.env[model].has_access("read"):
            return []
        released = self._find_lines(model)[self]._read_shared_sudo()
        return [one for one in released if one.get("state") not in GIVEN_UP]

    def _tell_customer_action(self, one):
        """An action: who of theirs does it, without his company before him, or who of ours."""
        theirs = (one["contact_id"] or "").removeprefix(f"{self.partner_id.name}, ")
        return {
            "name": one["name"],
            "who": theirs or one["user_id"] or self.company_id.name,
            "date": self._tell_day(one["date_deadline"]),
            "state": self._tell_choice("kam.action", "state", one["state"]),
        }

    def _tell_customer_value(self, one):
        amount = one["promised_amount"]
        text = formatLang(self.env, amount, digits=0) if is_known(amount) else ""
        return {
            "name": one["name"],
            "state": self._tell_choice("kam.value", "state", one["state"]),
            "promised": text and f"{text}\N{NO-BREAK SPACE}{one['currency_id'] or ''}".strip(),
            "date": self._tell_day(one["date_end"]),
        }
