from types import SimpleNamespace

from odoo import models

from ...tools.sharing.page import CLAIMED, SUMS, id_of, sum_values
from ..common.known import is_known

# What an amount is made of, as it was agreed, and how far it is.
FACTORS = ("baseline_value", "target_value", "volume", "unit_value", "our_share")
PROGRESS = ("current_value", "delivered_volume", "promised_amount", "amount")
TERMS = (*FACTORS, "unit", "direction", "currency_id")


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
        values = self.sudo().env["kam.value"].browse(map(id_of, lines))
        for value, line in zip(values, lines, strict=True):
            # Who was not asked gave no answer to this version.
            answer = value.state in CLAIMED and value._get_last_answer()
            claims[line["ref"]] = {
                "is_as_shown": self._is_as_shown(value, line),
                "version": value.version,
                # What was answered before it was asked needs no day on which it was.
                "asked_on": ""
                if answer and value.claim_date and answer.date < value.claim_date
                else self._tell_day(value.claim_date),
                "answer": self._prepare_said(answer) if answer else None,
                "confirmed": answer._get_confirmed() if answer else False,
                "disputed": answer._get_disputed() if answer else False,
            }
        return claims

    def _is_as_shown(self, value, line):
        """Whether a value is still made of what the page shows."""
        return all(
            self._prepare_shared_value(value, value._fields[name]) == line["values"].get(name)
            for name in TERMS
        )

    def _prepare_formula(self, line, is_as_shown):
        """How the amount is made, by what the page shows: what it has reached, or the promise
        where that was not agreed so.
        """
        values, env = line["values"], self.env
        numbers = {name: _read_number(values.get(name)) for name in (*FACTORS, *PROGRESS)}
        currency = env["res.currency"].browse(_find_ids(values["currency_id"]))
        said = SimpleNamespace(**numbers, currency_id=currency)
        said.unit, said.direction = values.get("unit"), values.get("direction")
        ends = (said.target_value, said.volume, said.promised_amount)
        if is_as_shown and is_known(said.current_value):
            volume = said.delivered_volume if is_known(said.delivered_volume) else said.volume
            ends = (said.current_value, volume, said.amount)
        return env["kam.value"]._explain(env["kam.value"]._format_number, *ends, value=said)

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
        money = self._tell_sums(row, values["currency_id"], words)
        days = [words.tell(line, name) for name in ("date_start", "date_end")]
        # Each claim is answered once.
        is_asked = values["state"] == "delivered" and line["is_live"]
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
            "formula": self._prepare_formula(line, claim.get("is_as_shown")),
            "claim": claim or None,
            "may_answer": bool(is_asked and access.can_act),
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
            self._tell_sums(total, currencies[total["currency"]], words)
            for total in sum_values(rows)
        ]

    def _tell_sums(self, row, currency, words):
        """Amounts in words; that nothing is disputed goes without saying."""
        said = {name: words.money(row[name], currency) for name in SUMS}
        return {**said, "disputed": row["disputed"] and said["disputed"] or ""}


def _read_number(text):
    """A number as a line keeps it; False where it is not known."""
    return False if text is None else float(text)


def _find_ids(link):
    return [id_of(link)] if link else []
