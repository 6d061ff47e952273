from typing import NamedTuple

from psycopg2.extras import Json

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.pulse import history
from ..common.days import day_of
from ..common.known import is_known

# So long every movement is kept, then the last one of each week.
WHOLE_DAYS = 90
# What is kept of a score, with the types of the database.
COLUMNS = {
    "res_id": SQL("int"),
    "kind": SQL("varchar"),
    "total": SQL("float8"),
    "confidence": SQL("float8"),
    "components": SQL("jsonb"),
    "date": SQL("timestamp"),
    "date_to": SQL("timestamp"),
}
# The same of the numbers at the end of a month, of which the date is the first day.
MONTH_COLUMNS = {name: COLUMNS[name] for name in ("res_id", "date", "total", "confidence")}
MONTH_COLUMNS["components"] = COLUMNS["components"]


class Kept(NamedTuple):
    """A score as it is kept; numbers are None where they are not known."""

    id: int
    total: float | None
    confidence: float | None
    components: dict
    date: object = None
    date_to: object = None


class KamPlanHistory(models.AbstractModel):
    """The history of a plan's numbers: a record only where something moved, else the last one goes
    on standing; after 90 days the last record of each week. Beside it the numbers of each month.
    """

    _name = "kam.plan.history"
    _description = "History of a Plan's Scores"

    def _keep_scores_sudo(self, current, last, now):
        """Keep scores that moved, and let the others stand.

        :param dict current: {(plan id, kind): (Score, packed components)}
        :param dict last: {(plan id, kind): `Kept`} that stood until now
        :param datetime now: when they were read
        :return: dict {(plan id, kind): `Kept`}, the scores that stand now
        """
        standing, same, rows = {}, [], []
        for place, (score, packed) in current.items():
            before = last.get(place)
            if before and not _has_moved(before, score, packed):
                standing[place] = before
                same.append(before.id)
            else:
                rows.append(self._prepare_score_row(place, score, packed, now))
                standing[place] = Kept(0, score.total, score.confidence, packed, now, now)
        self._extend_scores_sudo(same, now)
        self._insert_scores_sudo(rows)
        return standing

    @api.model
    def _prepare_score_row(self, place, score, packed, now):
        """Values in the order of `COLUMNS`."""
        return (*place, score.total, score.confidence, Json(packed), now, now)

    @api.model
    def _insert_scores_sudo(self, rows):
        """In one statement, however many moved: Odoo's own makes one for each hundred."""
        if not rows:
            return
        self.env.cr.execute(
            SQL(
                "INSERT INTO kam_score (res_model, create_uid, write_uid, create_date, write_date, "
                "%(names)s) SELECT %(model)s, %(uid)s, %(uid)s, %(now)s, %(now)s, %(columns)s",
                names=SQL(", ").join(SQL.identifier(name) for name in COLUMNS),
                model=self._name,
                uid=self.env.uid,
                now=self.env.cr.now(),
                columns=_unnest(rows, COLUMNS),
            )
        )

    @api.model
    def _extend_scores_sudo(self, ids, now):
        """In one statement: that they stand goes on, and nothing depends on it."""
        if ids:
            scores = self.env["kam.score"].sudo().browse(ids)
            self.env.cr.execute(
                SQL("UPDATE kam_score SET date_to = %s WHERE id = ANY(%s)", now, ids)
            )
            scores.invalidate_recordset(["date_to"], flush=False)

    def _keep_months_sudo(self, numbers, now):
        """Keep the numbers as those of the running month of the plan's company, in place of what
        was kept of it: of each month its last ones stay. In one statement.

        :param dict numbers: {plan id: values of `_prepare_numbers`}
        :param datetime now: when they were read
        """
        rows = [plan._prepare_month_row(numbers[plan.id], now) for plan in self]
        if not rows:
            return
        self.env.cr.execute(
            SQL(
                "INSERT INTO kam_score (res_model, kind, create_uid, write_uid, create_date, "
                "write_date, date_to, %(names)s) SELECT %(model)s, 'month', %(uid)s, %(uid)s, "
                "%(now)s, %(now)s, %(moment)s, %(columns)s ON CONFLICT (res_model, res_id, date) "
                "WHERE kind = 'month' DO UPDATE SET total = EXCLUDED.total, "
                "confidence = EXCLUDED.confidence, components = EXCLUDED.components, "
                "date_to = EXCLUDED.date_to",
                names=SQL(", ").join(SQL.identifier(name) for name in MONTH_COLUMNS),
                model=self._name,
                uid=self.env.uid,
                now=self.env.cr.now(),
                moment=now,
                columns=_unnest(rows, MONTH_COLUMNS),
            )
        )
        self.env["kam.score"].invalidate_model(flush=False)

    def _prepare_month_row(self, numbers, now):
        """Values in the order of `MONTH_COLUMNS`."""
        health, confidence, hygiene = (
            numbers[name] if is_known(numbers[name]) else None
            for name in ("health", "confidence", "hygiene")
        )
        band = numbers["health_band"] or None
        month = day_of(now, self.company_id).replace(day=1)
        return self.id, month, health, confidence, Json({"hygiene": hygiene, "band": band})

    def _read_kept_scores_sudo(self, kinds, *moments, count=1):
        """The scores of these plans that stood at some moments: one query.

        :param kinds: of scores
        :param moments: datetimes at which they stood
        :param int count: how many of the last ones; more than one gives lists
        :return: list, for each moment a dict {(plan id, kind): `Kept`, or list of `Kept` with the
            newest first}
        """
        self.env["kam.score"].flush_model()
        rows = self.env.execute_query(
            SQL(
                "SELECT moment.number, place.res_id, kinds.kind, score.* "
                "FROM unnest(%s::timestamp[]) WITH ORDINALITY AS moment(moment, number) "
                "CROSS JOIN unnest(%s::int[]) AS place(res_id) "
                "CROSS JOIN unnest(%s::varchar[]) AS kinds(kind) "
                "CROSS JOIN LATERAL (SELECT id, total, confidence, components, date, date_to "
                "FROM kam_score WHERE res_model = %s AND res_id = place.res_id "
                "AND kind = kinds.kind AND date <= moment.moment "
                "ORDER BY date DESC, id DESC LIMIT %s) score",
                list(moments),
                self.ids,
                list(kinds),
                self._name,
                count,
            )
        )
        found = [{} for _moment in moments]
        for number, plan_id, kind, *row in rows:
            found[number - 1].setdefault((plan_id, kind), []).append(Kept(*row))
        if count > 1:
            return found
        return [{place: kept[0] for place, kept in scores.items()} for scores in found]

    def _thin_scores_sudo(self, now):
        """Of what is older than 90 days keep the last score of each week.

        Looks at what grew old since the plans were scored last, and the weeks around it.
        """
        old = fields.Datetime.subtract(now, days=WHOLE_DAYS)
        last = min((plan.scores_date for plan in self if plan.scores_date), default=now)
        since = fields.Datetime.subtract(last, days=WHOLE_DAYS + 7)
        self.env.cr.execute(
            SQL(
                "DELETE FROM kam_score score USING kam_score later "
                "WHERE score.res_model = %(model)s AND score.res_id = ANY(%(ids)s) "
                "AND score.kind = ANY(%(kinds)s) AND score.date < %(old)s "
                "AND score.date >= %(since)s "
                "AND later.res_model = score.res_model AND later.res_id = score.res_id "
                "AND later.kind = score.kind AND later.date < %(old)s "
                "AND date_trunc('week', later.date) = date_trunc('week', score.date) "
                "AND (later.date, later.id) > (score.date, score.id)",
                model=self._name,
                ids=self.ids,
                kinds=["health", "hygiene"],
                old=old,
                since=since,
            )
        )
        if self.env.cr.rowcount:
            self.env["kam.score"].invalidate_model(flush=False)


def _has_moved(before, score, packed):
    """Whether another score has to be kept: also where it became known or not."""
    if is_known(before.total) != is_known(score.total):
        return True
    return before.confidence != score.confidence or history.has_moved(before.components, packed)


def _unnest(rows, columns):
    """SQL of rows as columns of a statement.

    :param list rows: tuples of values
    :param dict columns: {name: SQL of the type}
    """
    return SQL(", ").join(
        SQL("unnest(%s::%s[])", list(column), kind)
        for column, kind in zip(zip(*rows, strict=True), columns.values(), strict=True)
    )
