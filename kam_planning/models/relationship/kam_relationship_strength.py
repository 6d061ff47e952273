from odoo import api, fields, models
from odoo.tools import SQL, format_date

from ...tools import strength
from ...tools.strength import InteractionCount, Interactions, Weights
from ..common.days import day_of, today_of
from ..common.jobs import run_job
from ..common.parameters import read_parameter

# All queries of a batch are shared by these.
RELATIONSHIPS_AT_ONCE = 3000
# What was known is compared with once it is as old.
KEPT_DAYS = 30


class KamRelationshipStrength(models.AbstractModel):
    """The strength, measured from the interactions that `kam_relationship_interactions` reads."""

    _name = "kam.relationship.strength"
    _description = "Strength of a Relationship"
    _refresh_date = "strength_date"
    _refresh_rank = 50
    _refresh_size = RELATIONSHIPS_AT_ONCE

    @api.model_create_multi
    def create(self, vals_list):
        """Measure new relationships at once."""
        relationships = super().create(vals_list)
        relationships._refresh_strength_sudo()
        return relationships

    def write(self, vals):
        """Other people have other interactions."""
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
        weights, interactions = self._get_weights(), self._read_interactions()
        now = fields.Datetime.now()
        return {
            relationship.id: relationship._prepare_figures(
                interactions.get(relationship.id, Interactions()), weights, now
            )
            for relationship in self
        }

    def _prepare_figures(self, interactions, weights, now):
        today = today_of(self.company_id)
        score = self._measure(interactions, today, weights)
        heard = strength.remember(interactions.last_two_way, self.last_two_way_date, today)
        return {
            **self._prepare_interactions_before(today),
            "traffic": self._dump_interactions(interactions),
            "strength": score.total and round(score.total, 1),
            "last_contact_date": max(filter(None, (interactions.last, heard)), default=False),
            "last_two_way_date": heard,
            "strength_date": now,
        }

    def _prepare_interactions_before(self, today):
        """Once a month what was known is kept, to say what moved since."""
        kept, measured = self.traffic_before_date, self.strength_date
        is_new = not measured or day_of(measured, self.company_id) >= today
        if is_new or (kept and (today - day_of(kept, self.company_id)).days < KEPT_DAYS):
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

    def _measure(self, interactions, today, weights):
        return strength.measure(interactions, self.stakeholder_id.seniority, today, weights)

    def _explain(self, interactions, today, weights, evidence=None):
        """The same, in words and with the records behind it."""
        person = self.stakeholder_id
        texts = self._prepare_texts(interactions, person)
        return strength.measure(interactions, person.seniority, today, weights, texts, evidence)

    def _prepare_texts(self, interactions, person):
        """Labels and values of the parts, as the explanation shows them."""
        seniorities = dict(person._fields["seniority"]._description_selection(self.env))
        last = (
            format_date(self.env, interactions.last) if interactions.last else self.env._("never")
        )
        count = sum(interactions.of(kind).count for kind in strength.DEPTH)
        both = {
            "meetings": interactions.of("meeting").count,
            "calls": interactions.of("call").count,
            "sent": interactions.of("mail_out").count,
            "received": interactions.of("mail_in").count,
        }
        return {
            "recency": (self.env._("Recency"), self.env._("last interaction: %s", last)),
            "frequency": (
                self.env._("Frequency"),
                self.env._("interactions in 12 months: %s", count),
            ),
            "two_way": (
                self.env._("Both ways"),
                self.env._("mails sent: %(sent)s, received: %(received)s", **both),
            ),
            "depth": (
                self.env._("Depth"),
                self.env._("meetings: %(meetings)s, calls: %(calls)s", **both),
            ),
            "seniority": (
                self.env._("Seniority"),
                seniorities.get(person.seniority) or self.env._("not known"),
            ),
        }

    def _get_strength_scores(self):
        """Strength of each relationship as a score.

        :return: dict {relationship: tools.score.Score}, from the interactions read last
        """
        weights, evidence = self._get_weights(), self._find_evidence()
        return {
            relationship: relationship._explain(
                relationship._load_interactions(),
                today_of(relationship.company_id),
                weights,
                relationship._name_evidence(evidence.get(relationship.id, {})),
            )
            for relationship in self
        }

    @api.model
    def _name_evidence(self, ids_by_kind):
        """Which records are behind which part: meetings, and activities that were done."""
        activities = sorted(
            [*ids_by_kind.get("call", []), *ids_by_kind.get("activity", [])], reverse=True
        )
        return {
            "depth": [
                ("calendar.event", record_id) for record_id in ids_by_kind.get("meeting", [])
            ],
            "frequency": [("mail.activity", record_id) for record_id in activities],
        }

    def _get_score_before(self, kind):
        """What the strength was a month ago or more, by the weights of today."""
        if not self.traffic_before_date:
            return super()._get_score_before(kind)
        day = day_of(self.traffic_before_date, self.company_id)
        before = self._explain(self._load_interactions("traffic_before"), day, self._get_weights())
        return before.dump(), before.total, self.traffic_before_date

    @api.depends("traffic")
    def _compute_traffic_text(self):
        for relationship in self:
            texts = relationship._prepare_texts(
                relationship._load_interactions(), relationship.stakeholder_id
            )
            relationship.traffic_text = ", ".join((texts["depth"][1], texts["two_way"][1]))

    @api.model
    def _dump_interactions(self, interactions):
        return {
            kind: [
                count_of_kind.count,
                round(count_of_kind.faded, 4),
                fields.Date.to_string(count_of_kind.last),
            ]
            for kind, count_of_kind in interactions.kinds.items()
        }

    def _load_interactions(self, name="traffic"):
        return Interactions(
            {
                kind: InteractionCount(count, faded, fields.Date.to_date(last))
                for kind, (count, faded, last) in (self[name] or {}).items()
            }
        )

    @api.model
    def _cron_relationships(self):
        """Measure what has new interactions or was not measured today, erase what is kept too long,
        find gaps and test them again.
        """
        run_job(
            self.env,
            [
                self.env["kam.relationship.traffic"]._get_step_sudo(),
                *(step for _rank, step in self._get_refresh_steps()),
                self.env["kam.stakeholder"]._get_erasure_step(),
                self.env["kam.plan"]._get_gap_step(),
            ],
        )

    @api.model
    def _clear_strength_date_sudo(self):
        """The weights changed: the job measures all relationships anew, soon."""
        self.flush_model(["strength_date"])
        self.env.cr.execute(SQL("UPDATE kam_relationship SET strength_date = NULL"))
        self.invalidate_model(["strength_date"])
        self.env.ref("kam_planning.cron_relationships").sudo()._trigger()
