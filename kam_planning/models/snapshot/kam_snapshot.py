import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import NO_ACCESS
from odoo.tools import SQL, split_every
from odoo.tools.misc import format_date

from ...tools.snapshot.canonical import is_erased, is_sound, number_text, seal_line
from ...tools.snapshot.chain import START, Link, hash_snapshot
from ...tools.snapshot.people import find_named
from ..common.days import day_of

KINDS = [
    ("review", "Review held"),
    ("period_end", "Period end"),
    ("agreed", "Agreed with the customer"),
    ("shared", "Shared with the customer"),
    ("manual", "By hand"),
]
# Plans that are in memory at the same time, each with all its lines.
PLANS_AT_ONCE = 200
# Refs of the lines that say what the columns say.
HEAD = "kam.snapshot"


class KamSnapshot(models.Model):
    """The plan as it stood: sealed, numbered and chained by plan. Nobody changes or deletes one.

    Its content is read by `_read_lines` only, as far as the reader may see it.
    """

    _name = "kam.snapshot"
    _description = "Snapshot of a Plan"
    _inherit = [
        "kam.snapshot.payload",
        "kam.snapshot.reading",
        "kam.snapshot.privacy",
        "kam.plan.line",
    ]
    _order = "plan_id, number desc"
    _unoffered_fields = ("hash", "previous_hash")

    plan_id = fields.Many2one(readonly=True)
    number = fields.Integer(required=True, readonly=True, aggregator=None)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    date = fields.Datetime("As Of", required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Taken By", ondelete="set null", readonly=True)
    review_id = fields.Many2one(
        "kam.review", index="btree_not_null", ondelete="set null", readonly=True
    )
    note = fields.Char(readonly=True)
    line_count = fields.Integer("Lines", readonly=True, aggregator=None)
    erased_count = fields.Integer(
        "Lines Erased",
        readonly=True,
        aggregator=None,
        help="Lines that named a person who was erased: that they were there is all that is left.",
    )
    previous_hash = fields.Char(readonly=True)
    hash = fields.Char(readonly=True, required=True)
    # Not even managers read these two: what they hold is judged line by line for each reader.
    payload = fields.Json(readonly=True, groups=NO_ACCESS, prefetch=False)
    # {"model,id" of a person or contact: places of the lines that name him}; beside the seal.
    named = fields.Json(readonly=True, groups=NO_ACCESS, prefetch=False)

    _number_uniq = models.UniqueIndex(
        "(plan_id, number)", "Two snapshots were taken at the same moment: try again."
    )
    _named_idx = models.Index("USING gin (named)")

    @api.depends("number", "kind", "date", "company_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        """With the day that it was where the company is, for whoever reads."""
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for snapshot in self:
            day = day_of(snapshot.date, snapshot.company_id)
            snapshot.display_name = self.env._(
                "No. %(number)s · %(kind)s · %(date)s",
                number=snapshot.number,
                kind=kinds.get(snapshot.kind, ""),
                date=format_date(self.env, day),
            )

    def write(self, vals):
        """
        :raise UserError: always, for everybody
        """
        if self:
            raise UserError(
                self.env._(
                    "A snapshot says how the plan stood: it cannot be changed. Take a new one."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_uninstalling(self):
        raise UserError(self.env._("A snapshot says how the plan stood: it cannot be deleted."))

    @api.model
    def _take_sudo(self, plans, kind, note=False, reviews=None):
        """Take a snapshot of each plan.

        As superuser: nobody makes one by hand of what he says himself. One after the other: who
        takes one of the same plan at the same moment begins anew, and takes the next number.

        :param str kind: one of `KINDS`
        :param reviews: dict {plan: the review at which it is taken}
        :return: kam.snapshot, in the order of the plans
        """
        plans._hold_places_sudo()
        plans.flush_recordset()
        taken = self.browse()
        for ids in split_every(PLANS_AT_ONCE, plans.ids):
            taken += self._take_some_sudo(plans.browse(ids), kind, note, reviews or {})
        return taken

    @api.model
    def _take_some_sudo(self, plans, kind, note, reviews):
        read, ends = self._read_plans_sudo(plans), plans._get_chain_ends_sudo()
        snapshots = self.sudo().create(
            [
                self._prepare_snapshot(plan, kind, note, ends[plan], read[plan], reviews)
                for plan in plans
            ]
        )
        plans._set_chain_ends_sudo(snapshots)
        # Whole plans are not kept in memory.
        snapshots.flush_recordset()
        snapshots.invalidate_recordset(["payload", "named"])
        return self.browse(snapshots.ids)

    @api.model
    def _prepare_snapshot(self, plan, kind, note, end, lines, reviews):
        number, previous_hash = end[0] + 1, end[1] or START
        values = {"plan_id": plan.id, "number": number, "kind": kind, "note": note}
        values["date"] = fields.Datetime.now()
        review = reviews.get(plan)
        values |= {"user_id": self.env.uid, "review_id": review.id if review else False}
        sealed = [
            seal_line(line, secrets.token_hex(16))
            for line in (*self._prepare_heads(values), *lines)
        ]
        return {
            **values,
            "line_count": len(lines),
            "previous_hash": previous_hash,
            "hash": hash_snapshot(previous_hash, sealed),
            "payload": sealed,
            "named": find_named(sealed),
        }

    @api.model
    def _prepare_heads(self, values):
        """The first lines: what the columns say, under the seal. A note is a line of its own: it
        may name a person.
        """
        number = number_text(values["number"])
        links = {"plan_id": "kam.plan", "user_id": "res.users", "review_id": "kam.review"}
        said = {
            "number": number,
            "kind": values["kind"],
            "date": fields.Datetime.to_string(values["date"]),
            **{name: f"{model},{values[name]}" for name, model in links.items() if values[name]},
        }
        heads = [{"ref": f"{HEAD},{number}", "name": "", "values": said}]
        if values["note"]:
            note = {"note": values["note"]}
            heads.append({"ref": f"{HEAD}.note,{number}", "name": "", "values": note})
        return heads

    def _get_links_sudo(self):
        """The snapshots as links of their chain. As superuser: nobody reads whole payloads.

        :return: list of `tools.snapshot.chain.Link`, by number
        """
        return [one._prepare_chain_link() for one in self.sudo().sorted("number")]

    def _prepare_chain_link(self):
        values = {name: self[name] for name in ("number", "kind", "date", "note")}
        for name in ("plan_id", "user_id", "review_id"):
            values[name] = self[name].id
        lines = self.payload or []
        head = {}
        for line in self._prepare_heads(values):
            head |= line["values"]
        return Link(
            number=self.number,
            previous_hash=self.previous_hash or START,
            hash=self.hash,
            lines=lines,
            head=head,
            head_lines=sum(map(is_head, lines)),
        )

    def _get_content(self):
        """All lines of one snapshot, without its head, unjudged.

        :raise UserError: when somebody changed them past the program: they say nothing then
        """
        lines = self._read_payload()
        if not all(map(is_sound, lines)):
            raise UserError(
                self.env._(
                    "“%s” was changed in the database, so it is not compared. “Verify” says where.",
                    self.display_name,
                )
            )
        return [line for line in lines if not is_head(line)]

    def _read_contents(self):
        """The same of many at once: dict {snapshot: list of lines, None where somebody changed
        them}.
        """
        return {
            one: [line for line in lines if not is_head(line)]
            if all(map(is_sound, lines))
            else None
            for one, lines in self._read_payloads().items()
        }

    def _read_payload(self):
        self.ensure_one()
        return self._read_payloads()[self]

    def _read_payloads(self):
        """From the database: the ORM would make a copy of the whole with each look at it."""
        if not self:
            return {}
        self.flush_recordset()
        query = SQL("SELECT id, payload FROM kam_snapshot WHERE id = ANY(%s)", self.ids)
        return {self.browse(key): lines or [] for key, lines in self.env.execute_query(query)}

    def _rewrite_sudo(self, lines, named, erased):
        """Put down what is left after an erasure, past `write`, which refuses.

        :param list lines: all lines of one snapshot
        :param dict named: as the field
        :param int erased: how many lines lost their content now
        """
        self.ensure_one()
        self.flush_recordset()
        self.env.cr.execute(
            SQL(
                "UPDATE kam_snapshot SET payload = %s::jsonb, named = %s::jsonb, "
                "erased_count = COALESCE(erased_count, 0) + %s, "
                "note = CASE WHEN %s THEN NULL ELSE note END WHERE id = %s",
                fields.Json().convert_to_column(lines, self.sudo()),
                fields.Json().convert_to_column(named, self.sudo()),
                erased,
                any(is_head(line) and is_erased(line) for line in lines),
                self.id,
            )
        )
        self.invalidate_recordset()


def is_head(line):
    """Tell whether a line of a payload says what the snapshot's own columns say."""
    return line.get("ref", "").startswith(HEAD)
