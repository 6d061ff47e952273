from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..common.switches import is_loading


class KamChangeMark(models.AbstractModel):
    """Lines that changes may touch: they say so until somebody judged it, for each user by the
    changes that he may read.
    """

    _name = "kam.change.mark"
    _description = "Line That Changes Touch"
    _unoffered_fields = ("is_touched",)

    is_touched = fields.Boolean(
        "Touched by a Change",
        compute="_compute_is_touched",
        search="_search_is_touched",
        compute_sudo=False,
        help="Something happened since somebody last said that it is true.",
    )

    @api.depends_context("uid")
    def _compute_is_touched(self):
        touched = self._origin._find_touched_ids()
        for line in self:
            line.is_touched = line._origin.id in touched

    def _find_touched_ids(self):
        """Ids of those of these lines that a change touches which the user may read: one query."""
        changes = self._get_open_changes_sql() if self else None
        if changes is None:
            return set()
        query = SQL("%s AND line.res_id = ANY(%s)", self._prepare_touching_sql(changes), self.ids)
        return {res_id for (res_id,) in self.env.execute_query(query)}

    @api.model
    def _get_open_changes_sql(self):
        """SELECT of the open changes that the user may read, None for who reads none at all."""
        if is_loading(self.env):
            return None
        changes = self.env["kam.change"]
        if not (changes._get_told_models() and changes.has_access("read")):
            return None
        self.env["kam.change.line"].flush_model()
        return changes._search(Domain("state", "=", "open")).subselect()

    @api.model
    def _prepare_touching_sql(self, changes):
        """SELECT of the ids of this model's lines that some changes touch."""
        return SQL(
            "SELECT line.res_id FROM kam_change_line line WHERE line.res_model = %s "
            "AND NOT COALESCE(line.is_judged, FALSE) AND line.change_id IN %s",
            self._name,
            changes,
        )

    def _search_is_touched(self, operator, _value):
        if operator != "in":
            return NotImplemented

        def to_sql(model, alias, _query):
            changes = model._get_open_changes_sql()
            if changes is None:
                return SQL("FALSE")
            touching = model._prepare_touching_sql(changes)
            return SQL("EXISTS (%s AND line.res_id = %s)", touching, SQL.identifier(alias, "id"))

        return Domain.custom(to_sql=to_sql, predicate=lambda line: line.is_touched)

    def _settle_changes(self):
        """Somebody stands by these lines as they are now: what touched them is judged, as far as
        he may read it himself, whatever he wrote them through.
        """
        lines = self.sudo(False)
        changes = lines._get_open_changes_sql() if lines else None
        if changes is not None:
            self.env["kam.change"]._judge_lines_sudo(lines, changes)
            names = [name for name in ("is_touched", "is_stale") if name in self._fields]
            self.invalidate_recordset(names, flush=False)

    def unlink(self):
        """Who deletes lines has judged what touched them, as far as he may read it; of other
        changes nobody waits for them any more.
        """
        result = super().unlink()
        self._settle_changes()
        changes = self.env["kam.change"]
        if self and changes._get_told_models():
            changes._forget_lines_sudo(self)
        return result
