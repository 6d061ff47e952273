from odoo import models

from ...tools.sharing.page import CLAIMED, SUMS, id_of, sum_values
from ..common.known import is_known


class KamSharePageValue(models.AbstractModel):
    """The values of a shared plan as the customer reads them: promised, delivered, confirmed."""

    _name = "kam.share.page.value"
    _description = "Values on the Page of a Shared Plan"

    def _prepare_values(self, access, lines, words):
        claims = self._read_claims_sudo([line for line in lines if line["is_live"]])
        rows = [self._prepare_amounts(line, claims.get(line["ref"], {})) for line in lines]
        pairs = zip(lines, rows, strict=True)
        return {
            "values": [
                self._prepare_value(access, line, row, claims.get(line["ref"]), words)
                for line, row in pairs
            ],
            "totals": self._prepare_totals(lines, rows, words),
        }

    def _read_claims_sudo(self, lines):
        """What of released values is asked and was answered: beside what leaves of them only what
        the customer said himself, and to what.

        :return: dict {ref: dict}
        """
        claims = {}
        for value in self.sudo().env["kam.value"].browse(map(id_of, lines)):
            answer = value._get_last_answer()
            claims[f"kam.value,{value.id}"] = {
                "version": value.version,
                "formula": value.formula or value.promise_formula or "",
                "date": self._tell_day(value.claim_date),
                "answer": self._prepare_said(answer) if answer else None,
                "confirmed": answer._get_confirmed() if answer else False,
                "disputed": answer._get_disputed() if answer else False,
            }
        return claims

    def _prepare_said(self, answer):
        said = dict(answer._fields["decision"]._description_selection(self.env))
        # Why, in our words, is ours: the customer reads his own.
        is_own = answer.channel == "portal"
        return {
            "decision": said[answer.decision],
            "by": answer.contact_id.name or "",
            "date": self._tell_day(answer.date),
            "reason": (is_own and answer.reason) or "",
            "is_own": is_own,
        }

    def _prepare_amounts(self, line, claim):
        values = line["values"]
        is_claimed = values["state"] in CLAIMED
        amounts = {
            "promised": values["promised_amount"],
            "delivered": values["amount"] if is_claimed else None,
            "confirmed": claim.get("confirmed", False),
            "disputed": claim.get("disputed", False),
        }
        known = {name: float(one) for name, one in amounts.items() if one or is_known(one)}
        currency = values["currency_id"]
        return {
            "currency": currency["ref"] if currency else "",
            **{name: known.get(name) for name in SUMS},
        }

    def _prepare_value(self, access, line, row, claim, words):
        values, claim = line["values"], claim or {}
        money = {name: words.money(row[name], values["currency_id"]) for name in SUMS}
        days = [words.tell(line, name) for name in ("date_start", "date_end")]
        is_asked = values["state"] in CLAIMED and line["is_live"]
        what = ("value", line["ref"], claim.get("version"), values["state"], values["amount"])
        return {
            **money,
            "id": id_of(line),
            "check": self._mark(access, *what),
            "name": line["name"],
            "kind": words.tell(line, "kind"),
            "method": words.tell(line, "method"),
            "period": " – ".join(day for day in days if day),
            "due": words.tell(line, "date_deadline"),
            "standing": self._tell_standing(line, words),
            "currency": (values["currency_id"] or {}).get("name", ""),
            "so_far": words.money(self._get_so_far(line), values["currency_id"]),
            "claim": claim or None,
            "may_answer": bool(is_asked and access.can_act),
            "is_open": values["state"] == "delivered",
        }

    def _get_so_far(self, line):
        """What it is worth before it is claimed."""
        amount = line["values"]["amount"]
        return float(amount) if amount and line["values"]["state"] not in CLAIMED else None

    def _prepare_totals(self, lines, rows, words):
        currencies = {
            row["currency"]: line["values"]["currency_id"]
            for line, row in zip(lines, rows, strict=True)
        }
        return [
            {name: words.money(total[name], currencies[total["currency"]]) for name in SUMS}
            for total in sum_values(rows)
        ]
