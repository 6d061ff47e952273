from dataclasses import replace
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.change.changes import LOOK_BACK_DAYS
from ...tools.periods import HALF_A_CENT
from .kam_change_finder import get_fact_key

COLUMNS = ("plan_id", "kind", "res_model", "res_id", "bucket", "date")
COLUMNS += ("old_value", "new_value", "amount")
TYPES = dict.fromkeys(COLUMNS, "text") | {
    "plan_id": "int",
    "res_id": "int",
    "date": "date",
    "amount": "numeric",
}


class KamChangeRecord(models.AbstractModel):
    """Brings what is recorded in line with what is found: each fact once, whoever finds it, and
    however often.

    What is not the case any more is withdrawn, unless somebody judged it already; what is to be
    judged tells how it is now. In a fixed number of statements, which two transactions may run at
    once.
    """

    _name = "kam.change.record"
    _description = "Record of Changes"
    _inherit = ["kam.change.finder", "kam.change.access"]

    @api.model
    def _follow_sudo(self, plans, kinds=None):
        """Find what happened to plans in force, and record it.

        As superuser: changes are the same for everybody; who reads which one is asked of each.

        :param plans: kam.plan
        :param kinds: set of the kinds that are looked for; None for all
        """
        changes = self.sudo()
        shown = plans.sudo().filtered(lambda plan: plan.state == "active" and plan.show_changes)
        if shown:
            changes.env.flush_all()
            scene = changes._prepare_scene(shown)
            scene.known = changes._read_known(shown)
            changes._record(scene, *changes._find_facts(scene, kinds))

    @api.model
    def _read_known(self, plans):
        """The recorded changes of these customers that are still the case, or to be judged: of
        these plans, and of former ones, whose facts are told in the plan in force no second time.

        :return: list of dict
        """
        query = SQL(
            """
            SELECT change.id, change.plan_id, change.kind, change.res_model, change.res_id,
                   change.bucket, change.state, change.partner_id, change.company_id,
                   change.old_value, change.new_value, change.amount, change.is_current,
                   CASE change.state WHEN 'open' THEN ARRAY(
                       SELECT line.res_model || ',' || line.res_id
                         FROM kam_change_line line WHERE line.change_id = change.id
                   ) END AS touches
              FROM kam_change change
              JOIN kam_plan plan ON plan.id = change.plan_id
             WHERE (change.is_current OR change.state = 'open') AND change.partner_id = ANY(%s)
                   AND change.company_id = ANY(%s)
                   AND (change.plan_id = ANY(%s) OR plan.state != 'active')
          ORDER BY change.plan_id = ANY(%s), change.id
            """,
            *(plans.partner_id.ids, plans.company_id.ids, plans.ids, plans.ids),
        )
        self.env.cr.execute(query)
        return self.env.cr.dictfetchall()

    @api.model
    def _record(self, scene, facts, kinds):
        """Record what is new, and withdraw what is no longer so.

        :param list facts: what is the case
        :param set kinds: those that were looked for
        """
        rows, known, lasting = self._sort_known(scene, kinds)
        new, seen = {}, {}
        for fact in facts:
            key = (fact.plan_id, fact.kind, fact.model, fact.res_id)
            if fact.bucket is None:
                row = lasting.get(get_fact_key(*key))
            else:
                row = known.get((*key, fact.bucket))
            if row:
                seen[row["id"]] = (row, fact)
            elif self._is_recent(scene, fact):
                bucket = fact.bucket if fact.bucket is not None else str(fact.date)
                new.setdefault((*key, bucket), fact)
        gone = [row for row in rows if row["id"] not in seen and row["key"] not in scene.unsure]
        self._withdraw([row["id"] for row in gone])
        moved = {row["id"]: fact for row, fact in seen.values() if row["plan_id"] != row["home"]}
        self._bring_home(moved)
        waiting = [(row, fact) for row, fact in seen.values() if row["state"] == "open"]
        self._refresh([(row, fact) for row, fact in waiting if not self._tells(row, fact)])
        emptied = self._touch_anew([pair for pair in waiting if pair[0]["id"] not in moved])
        self._insert(new)
        self._forget()
        self.env["kam.change"].browse(emptied)._resolve_judged_sudo()

    @api.model
    def _is_recent(self, scene, fact):
        """Whether a fact is news: what happened long ago is none, even where only now somebody
        writes down when it was.
        """
        today = scene.days[scene.plans.browse(fact.plan_id).company_id]
        return fact.date >= today - timedelta(days=LOOK_BACK_DAYS)

    @api.model
    def _sort_known(self, scene, kinds):
        """What is recorded of some kinds, each with the plan in force in which it is told.

        :return: tuple (list of rows, {key with bucket: row}, {key without it: row})
        """
        rows, known, lasting = [], {}, {}
        for row in scene.known:
            plan = scene.by_place.get((row["partner_id"], row["company_id"]))
            if plan and row["kind"] in kinds:
                row["home"] = plan.id
                rows.append(row)
                key = (plan.id, row["kind"], row["res_model"], row["res_id"])
                known[(*key, row["bucket"])] = row
                row["key"] = get_fact_key(*key)
                lasting[row["key"]] = row
        return rows, known, lasting

    @api.model
    def _withdraw(self, ids):
        """What is undone nobody has to judge; what was judged stays so."""
        if ids:
            self.env.cr.execute(
                SQL(
                    "UPDATE kam_change SET is_current = FALSE, write_date = %s, "
                    "state_rank = CASE state WHEN 'open' THEN 3 ELSE state_rank END, "
                    "state = CASE state WHEN 'open' THEN 'withdrawn' ELSE state END "
                    "WHERE id = ANY(%s)",
                    fields.Datetime.now(),
                    ids,
                )
            )

    @api.model
    def _bring_home(self, moved):
        """What was told in a former plan, and still is the case, goes on in the plan in force, and
        touches its lines.

        :param dict moved: {change id: `Fact` of the plan in force}
        """
        if moved:
            self.env.cr.execute(
                SQL(
                    "UPDATE kam_change change SET plan_id = home.plan_id FROM "
                    "(SELECT unnest(%s::int[]) AS id, unnest(%s::int[]) AS plan_id) home "
                    "WHERE home.id = change.id "
                    "AND NOT EXISTS (SELECT FROM kam_change other WHERE other.plan_id = "
                    "home.plan_id AND other.kind = change.kind AND other.res_model = "
                    "change.res_model AND other.res_id = change.res_id AND other.bucket = "
                    "change.bucket)",
                    list(moved),
                    [fact.plan_id for fact in moved.values()],
                )
            )
            ids = list(moved)
            self.env.cr.execute(SQL("DELETE FROM kam_change_line WHERE change_id = ANY(%s)", ids))
            self._touch(moved.items())

    @api.model
    def _tells(self, row, fact):
        """Whether what is recorded tells the fact as it is now."""
        names = ("res_model", "res_id", "old_value", "new_value", "is_current")
        values = (fact.model, fact.res_id, fact.old or None, fact.new or None, True)
        before, now = row["amount"], fact.amount
        is_same = before == now
        if None not in (before, now):
            is_same = abs(before - now) < HALF_A_CENT
        return is_same and tuple(row[name] for name in names) == values

    @api.model
    def _refresh(self, pairs):
        """Let what is to be judged tell how it is now; since when stays.

        :param list pairs: (row, `Fact`)
        """
        if pairs:
            rows = [
                (row["id"], fact.res_id, fact.old or None, fact.new or None, fact.amount)
                for row, fact in pairs
            ]
            self.env.cr.execute(
                SQL(
                    """
                    UPDATE kam_change change
                       SET old_value = found.old_value, new_value = found.new_value,
                           amount = found.amount, is_current = TRUE, write_date = %s,
                           res_id = CASE WHEN EXISTS (
                               SELECT FROM kam_change other
                                WHERE other.plan_id = change.plan_id AND other.kind = change.kind
                                  AND other.res_model = change.res_model
                                  AND other.res_id = found.res_id AND other.bucket = change.bucket
                           ) THEN change.res_id ELSE found.res_id END
                      FROM (SELECT unnest(%s::int[]) AS id, unnest(%s::int[]) AS res_id,
                                   unnest(%s::text[]) AS old_value, unnest(%s::text[]) AS new_value,
                                   unnest(%s::numeric[]) AS amount) found
                     WHERE found.id = change.id
                    """,
                    fields.Datetime.now(),
                    *(list(column) for column in zip(*rows, strict=True)),
                )
            )

    @api.model
    def _touch_anew(self, pairs):
        """Let what is to be judged touch the lines that it concerns now; what somebody judged of
        them stays judged.

        :param list pairs: (row, `Fact`)
        :return: list of the ids of the changes that touch a line less
        """
        added, gone = [], []
        for row, fact in pairs:
            texts = {f"{model},{res_id}": (model, res_id) for model, res_id in fact.touches}
            before = set(row["touches"])
            new = [texts[text] for text in texts.keys() - before]
            added.append((row["id"], replace(fact, touches=frozenset(new))))
            gone += [(row["id"], text) for text in before - texts.keys()]
        self._touch(added)
        if gone:
            ids, texts = (list(column) for column in zip(*gone, strict=True))
            self.env.cr.execute(
                SQL(
                    "DELETE FROM kam_change_line line USING (SELECT unnest(%s::int[]) AS id, "
                    "unnest(%s::text[]) AS place) gone WHERE line.change_id = gone.id "
                    "AND line.res_model || ',' || line.res_id = gone.place",
                    *(ids, texts),
                )
            )
        return list({change_id for change_id, _text in gone})

    @api.model
    def _insert(self, new):
        """Record facts with the lines that they touch. One that was withdrawn is open again, as it
        is now; one that another transaction recorded meanwhile stays as it is.

        :param dict new: {(plan id, kind, model, id, bucket): `Fact`}
        """
        if not new:
            return
        self.env.cr.execute(self._prepare_insert(new))
        recorded = self.env.cr.fetchall()
        self._note_told_models({fact.model for fact in new.values()})
        ids = [change_id for change_id, *_key in recorded]
        self.env.cr.execute(SQL("DELETE FROM kam_change_line WHERE change_id = ANY(%s)", ids))
        self._touch([(change_id, new[tuple(key)]) for change_id, *key in recorded])

    @api.model
    def _touch(self, recorded):
        """Keep which lines changes touch, all of them still to be judged.

        :param recorded: pairs (change id, `Fact`)
        """
        touches = [
            (change_id, *place) for change_id, fact in recorded for place in sorted(fact.touches)
        ]
        if touches:
            ids, models_, lines = (list(column) for column in zip(*touches, strict=True))
            self.env.cr.execute(
                SQL(
                    "INSERT INTO kam_change_line (change_id, res_model, res_id, is_judged) "
                    "SELECT unnest(%s::int[]), unnest(%s::text[]), unnest(%s::int[]), FALSE "
                    "ON CONFLICT (change_id, res_model, res_id) DO UPDATE SET is_judged = FALSE",
                    *(ids, models_, lines),
                )
            )

    @api.model
    def _prepare_insert(self, new):
        rows = [
            (*key, fact.date, fact.old or None, fact.new or None, fact.amount)
            for key, fact in new.items()
        ]
        columns = [
            SQL("unnest(%s::%s[]) AS %s", list(values), SQL(TYPES[name]), SQL.identifier(name))
            for name, values in zip(COLUMNS, zip(*rows, strict=True), strict=True)
        ]
        return SQL(
            """
            INSERT INTO kam_change (%(names)s, company_id, partner_id, state, state_rank,
                                    is_current, create_uid, write_uid, create_date, write_date)
            SELECT %(found)s, plan.company_id, plan.partner_id, 'open', 0, TRUE, %(uid)s, %(uid)s,
                   %(now)s, %(now)s
              FROM (SELECT %(columns)s) found
              JOIN kam_plan plan ON plan.id = found.plan_id
                ON CONFLICT (plan_id, kind, res_model, res_id, bucket) DO UPDATE
               SET is_current = TRUE, write_date = EXCLUDED.write_date, %(as_now)s,
                   state_rank = CASE kam_change.state WHEN 'withdrawn' THEN 0
                                ELSE kam_change.state_rank END,
                   state = CASE kam_change.state WHEN 'withdrawn' THEN 'open'
                           ELSE kam_change.state END
             WHERE NOT COALESCE(kam_change.is_current, FALSE)
         RETURNING id, plan_id, kind, res_model, res_id, bucket
            """,
            names=SQL(", ").join(SQL.identifier(name) for name in COLUMNS),
            found=SQL(", ").join(SQL.identifier("found", name) for name in COLUMNS),
            columns=SQL(", ").join(columns),
            uid=self.env.uid,
            now=fields.Datetime.now(),
            as_now=SQL(", ").join(
                SQL(
                    "%(name)s = CASE kam_change.state WHEN 'withdrawn' THEN EXCLUDED.%(name)s "
                    "ELSE kam_change.%(name)s END",
                    name=SQL.identifier(name),
                )
                for name in ("date", "old_value", "new_value", "amount")
            ),
        )

    @api.model
    def _forget(self):
        """What is cached of changes is read anew."""
        self.env["kam.change"].invalidate_model(flush=False)
        self.env["kam.change.line"].invalidate_model(flush=False)
        self.env["kam.change"]._forget_marks()

    @api.model
    def _judge_lines_sudo(self, lines, changes):
        """Somebody stands by lines: the changes that touch no other line are judged.

        :param lines: records of one model, read by the user
        :param SQL changes: SELECT of the open changes that he may read
        """
        self.env.cr.execute(
            SQL(
                "UPDATE kam_change_line SET is_judged = TRUE WHERE res_model = %s "
                "AND res_id = ANY(%s) AND NOT COALESCE(is_judged, FALSE) AND change_id IN %s "
                "RETURNING change_id",
                *(lines._name, lines.ids, changes),
            )
        )
        ids = [change_id for (change_id,) in self.env.cr.fetchall()]
        if ids:
            self.env["kam.change.line"].invalidate_model(["is_judged"], flush=False)
            self.env["kam.change"].browse(ids)._resolve_judged_sudo()

    @api.model
    def _forget_lines_sudo(self, lines):
        """Nobody can judge lines that are deleted.

        :param lines: deleted records of one model
        """
        self.env.cr.execute(
            SQL(
                "DELETE FROM kam_change_line WHERE res_model = %s AND res_id = ANY(%s) "
                "AND NOT COALESCE(is_judged, FALSE) RETURNING change_id",
                *(lines._name, lines.ids),
            )
        )
        ids = {change_id for (change_id,) in self.env.cr.fetchall()}
        if ids:
            self.env["kam.change.line"].invalidate_model(flush=False)
            self.env["kam.change"].invalidate_model(["line_ids"], flush=False)
            self.env["kam.change"].browse(ids)._resolve_judged_sudo()

    def _resolve_judged_sudo(self):
        """Those of which somebody judged lines, and of which none is left to judge, are judged."""
        lines = self.env["kam.change.line"].sudo()
        domain = Domain("change_id", "in", self.ids) & Domain("change_id.state", "=", "open")
        groups = lines._read_group(domain, ["change_id"], ["is_judged:bool_and"]) if self else ()
        judged = [change.id for change, is_judged in groups if is_judged]
        if judged:
            self.sudo().browse(judged)._judge_sudo("resolved")
