from functools import partial

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.management.accounts import ORDER, find_moved, judge_plan
from ...tools.pulse import history
from ...tools.pulse.health import judge

# Without an earlier mail the changes of so many days are told.
FIRST_DAYS = 7
# What was written in the last minutes may not be seen by all yet: it waits for the next mail.
UNSEEN_MINUTES = 5
PLANS_AT_ONCE = 2000


class KamDigestBands(models.AbstractModel):
    """Which accounts stand in another band than at the last mail: health, plan quality, quadrant.

    Two moments are compared, that of the last mail and this one, by the history that is kept
    anyway: what moved there and back again is not told, and nothing is told twice.
    """

    _name = "kam.digest.bands"
    _description = "Changes of Bands in the Weekly Mail"

    @api.model
    def _get_band_sections(self):
        """Sections as of `kam.digest`; none for who is no manager."""
        if not self.env.user.has_group("kam_planning.group_kam_manager"):
            return []
        moved = {"health": {}, "hygiene": {}, "quadrant": {}}
        titles = (
            ("health", self.env._("Health in another band"), "kam.plan"),
            ("hygiene", self.env._("Plan quality in another band"), "kam.plan"),
            ("quadrant", self.env._("Customers in another quadrant"), "kam.assessment.result"),
        )
        return [
            (
                "band",
                title,
                model,
                partial(self._find_moved, kind, moved),
                partial(self._tell, kind, moved),
            )
            for kind, title, model in titles
        ]

    @api.model
    def _get_band_moments_sudo(self):
        """The moments that are compared: (that of the last mail, that of this one). As superuser:
        they stand on the user, with what nobody writes by hand.
        """
        user = self.env.user.sudo()
        now = user.kam_bands_date or self._get_told_moment()
        return user.kam_bands_before or fields.Datetime.subtract(now, days=FIRST_DAYS), now

    @api.model
    def _get_told_moment(self):
        return fields.Datetime.subtract(fields.Datetime.now(), minutes=UNSEEN_MINUTES)

    @api.model
    def _find_moved(self, kind, moved):
        """Records that moved, what became worse first; notes in `moved` how."""
        find = {"quadrant": self._find_moved_results}.get(
            kind, partial(self._find_moved_plans, kind)
        )
        found = find()
        moved[kind].update({record.id: pair for record, pair in found.items()})
        ranked = sorted(found, key=lambda record: (_rank(found[record][1]), record.id))
        model = "kam.assessment.result" if kind == "quadrant" else "kam.plan"
        return self.env[model].concat(*ranked)

    @api.model
    def _find_moved_plans(self, kind):
        """{plan in force: (band before, band now)}, of those that the user may read."""
        plans = self.env["kam.plan"].search(Domain("state", "=", "active"), order="id")
        moved = {}
        for start in range(0, len(plans), PLANS_AT_ONCE):
            batch = plans[start : start + PLANS_AT_ONCE]
            moments = batch._read_kept_scores_sudo([kind], *self._get_band_moments_sudo())
            bands = [
                {plan_id: _judge(kind, score) for (plan_id, _kind), score in scores.items()}
                for scores in moments
            ]
            moved |= find_moved(*bands)
        return {plan: moved[plan.id] for plan in plans if plan.id in moved}

    @api.model
    def _find_moved_results(self):
        """{last result of a customer: (quadrant before, quadrant now)}, of rounds that were closed
        since the last mail.
        """
        before, now = self._get_band_moments_sudo()
        since = Domain("quadrant_date", ">", before) & Domain("quadrant_date", "<=", now)
        results = self.env["kam.assessment.result"]
        moved = Domain("is_last", "=", True) & Domain("is_moved", "=", True) & since
        found = results.search(moved, order="id")
        before = found._read_quadrants_before_sudo()
        return {result: (before[result.id], result.quadrant) for result in found}

    def _tell(self, kind, moved, records):
        """What the band is, and what it was: {id: str}."""
        return {
            record.id: self._describe_move(record, kind, *moved[kind][record.id])
            for record in records
        }

    def _describe_move(self, record, kind, before, now):
        field = record._fields["quadrant" if kind == "quadrant" else "health_band"]
        names = dict(field._description_selection(self.env))
        unknown = self.env._("not known")
        values = {"now": names.get(now, unknown), "before": names.get(before, unknown)}
        return self.env._("%(now)s, before: %(before)s", **values)


def _judge(kind, score):
    if kind == "hygiene":
        return judge_plan(score.total)
    parts = history.unpack_health(score.components or {})
    return judge(score.total, score.confidence, parts)


def _rank(band):
    return ORDER.index(band) if band in ORDER else 0
