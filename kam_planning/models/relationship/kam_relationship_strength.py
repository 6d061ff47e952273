from odoo import api, fields, models
from odoo.tools import format_date

from ...tools import strength
from ...tools.strength import Contacts, Traffic, Weights
from ..common.parameters import read_parameter

# All queries of a batch are shared by these.
RELATIONSHIPS_AT_ONCE = 3000
# What was known is compared with once it is as old.
KEPT_DAYS = 30


class KamRelationshipStrength(models.AbstractModel):
    """The strength, measured from the contacts that `kam_relationship_contacts` reads."""

    _name = "kam.relationship.strength"
    _description = "Strength of a Relationship"
    _refresh_date = "strength_date"
    _refresh_rank = 50
    _refresh_size = RELATIONSHIPS_AT_ONCE

    @api.model_create_multi
    def create(self, vals_list):
        """Measure new relationships at once."""
        ties = super().create(vals_list)
        ties._refresh_strength_sudo()
        return ties

    def write(self, vals):
        """Other people have other contacts."""
        result = super().write(vals)
        if not {"stakeholder_id", "user_id"}.isdisjoint(vals):
            self._refresh_strength_sudo()
        return result

    def _refresh_strength_sudo(self):
        """Measure these relationships now; nobody may write what is computed."""
        self.sudo()._refresh_figures()

    def _read_figures(self):
        """Read the interactions and measure the strength.

        :return: dict {relationship id: {field: value}}
        """
        now, today = fields.Datetime.now(), fields.Date.context_today(self)
        weights, found = self._get_weights(), self._read_traffic(today)
        return {
            tie.id: tie._prepare_figures(found.get(tie.id, Traffic()), today, weights, now)
            for tie in self
        }

    def _prepare_figures(self, traffic, today, weights, now):
        score = self._measure(traffic, today, weights)
        heard = strength.remember(traffic.last_two_way, self.last_two_way_date, today)
        return {
            **self._prepare_traffic_before(today),
            "traffic": self._dump_traffic(traffic),
            "strength": round(score.total, 1),
            "last_contact_date": max(filter(None, (traffic.last, heard)), default=False),
            "last_two_way_date": heard,
            "strength_date": now,
        }

    def _prepare_traffic_before(self, today):
        """Once a month what was known is kept, to say what moved since."""
        kept, measured = self.traffic_before_date, self.strength_date
        is_new = not measured or (today - measured.date()).days < 1
        if is_new or (kept and (today - kept.date()).days < KEPT_DAYS):
            return {"traffic_before": self.traffic_before, "traffic_before_date": kept}
        return {"traffic_before": self.traffic, "traffic_before_date": measured}

    @api.model
    def _get_weights(self):
        """Weights and half-life from the settings; what is missing or no number has its default."""
        default = Weights()
        values = {
            name: max(
                0.0, read_parameter(self.env, f"strength_{name}", float, getattr(default, name))
            )
            for name in Weights.__dataclass_fields__
        }
        return Weights(**{**values, "half_life": max(1, int(values["half_life"]))})

    def _measure(self, traffic, today, weights):
        return strength.measure(traffic, self.stakeholder_id.seniority, today, weights)

    def _explain(self, traffic, today, weights, evidence=None):
        """The same, in words and with the records behind it."""
        person = self.stakeholder_id
        texts = self._prepare_texts(traffic, person)
        return strength.measure(traffic, person.seniority, today, weights, texts, evidence)

    def _prepare_texts(self, traffic, person):
        """Labels and values of the parts, as the explanation shows them."""
        seniorities = dict(person._fields["seniority"]._description_selection(self.env))
        last = format_date(self.env, traffic.last) if traffic.last else self.env._("never")
        count = sum(traffic.of(kind).count for kind in strength.DEPTH)
        both = {
            "meetings": traffic.of("meeting").count,
            "calls": traffic.of("call").count,
            "sent": traffic.of("mail_out").count,
            "received": traffic.of("mail_in").count,
        }
        return {
            "recency": (self.env._("Recency"), self.env._("last contact: %s", last)),
            "frequency": (self.env._("Frequency"), self.env._("%s contacts in 12 months", count)),
            "two_way": (
                self.env._("Both ways"),
                self.env._("%(sent)s mails sent, %(received)s received", **both),
            ),
            "depth": (
                self.env._("Depth"),
                self.env._("%(meetings)s meetings, %(calls)s calls", **both),
            ),
            "seniority": (
                self.env._("Seniority"),
                seniorities.get(person.seniority) or self.env._("no title"),
            ),
        }

    def _get_strength_scores(self):
        """Strength of each relationship as a score.

        :return: dict {relationship: tools.score.Score}, from the contacts read last
        """
        today, weights = fields.Date.context_today(self), self._get_weights()
        evidence = self._find_evidence(today)
        return {
            tie: tie._explain(
                tie._load_traffic(), today, weights, tie._name_evidence(evidence.get(tie.id, {}))
            )
            for tie in self
        }

    @api.model
    def _name_evidence(self, found):
        """Which records are behind which part: meetings, and activities that were done."""
        activities = sorted([*found.get("call", []), *found.get("activity", [])], reverse=True)
        return {
            "depth": [("calendar.event", one) for one in found.get("meeting", [])],
            "frequency": [("mail.activity", one) for one in activities],
        }

    def _get_score_before(self, kind):
        """What the strength was a month ago or more, by the weights of today."""
        if not self.traffic_before_date:
            return super()._get_score_before(kind)
        day = self.traffic_before_date.date()
        before = self._explain(self._load_traffic("traffic_before"), day, self._get_weights())
        return before.dump(), before.total, self.traffic_before_date

    @api.depends("traffic")
    def _compute_traffic_text(self):
        for tie in self:
            texts = tie._prepare_texts(tie._load_traffic(), tie.stakeholder_id)
            tie.traffic_text = ", ".join((texts["depth"][1], texts["two_way"][1]))

    @api.model
    def _dump_traffic(self, traffic):
        return {
            kind: [found.count, round(found.faded, 4), fields.Date.to_string(found.last)]
            for kind, found in traffic.kinds.items()
        }

    def _load_traffic(self, name="traffic"):
        return Traffic(
            {
                kind: Contacts(count, faded, fields.Date.to_date(last))
                for kind, (count, faded, last) in (self[name] or {}).items()
            }
        )
