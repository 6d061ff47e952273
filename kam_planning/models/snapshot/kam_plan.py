from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import NO_ACCESS, Domain
from odoo.tools import SQL

from ...tools.snapshot.chain import verify
from ..common.arguments import check_one


class KamPlan(models.Model):
    """How the plan stood: a chain of snapshots that nobody changes."""

    _inherit = "kam.plan"
    _unoffered_fields = ("snapshot_ids",)

    snapshot_ids = fields.One2many("kam.snapshot", "plan_id", "Snapshots", readonly=True)
    # Where the chain ends, kept beside it: a snapshot that is taken off its end is missed.
    snapshot_number = fields.Integer(readonly=True, copy=False, groups=NO_ACCESS, aggregator=None)
    snapshot_hash = fields.Char(readonly=True, copy=False, groups=NO_ACCESS)

    def write(self, vals):
        """Closing a plan keeps how it stood at the end of its period."""
        closing = self.browse()
        if vals.get("state") == "closed":
            closing = self.filtered(lambda plan: plan.state != "closed")
        result = super().write(vals)
        if closing:
            self.env["kam.snapshot"]._take_sudo(closing, "period_end")
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_agreed(self):
        agreed = Domain("plan_id", "in", self.ids) & Domain("kind", "=", "agreed")
        for plan in self.env["kam.snapshot"].search(agreed, limit=1).plan_id:
            raise UserError(
                self.env._(
                    "“%s” was agreed with the customer and cannot be deleted: what was agreed "
                    "would go with it. Archive the plan instead.",
                    plan.name,
                )
            )

    def _get_chain_ends_sudo(self):
        """The newest snapshot of each plan: {plan: tuple (number, hash)}; (0, "") where there is
        none. As superuser: it is nobody's to read or to write.
        """
        return {
            plan: (plan.sudo().snapshot_number, plan.sudo().snapshot_hash or "") for plan in self
        }

    def _set_chain_ends_sudo(self, snapshots):
        """In the database: nothing of a plan follows from where its chain ends."""
        rows = [
            SQL("(%s, %s, %s)", one.plan_id.id, one.number, one.hash) for one in snapshots.sudo()
        ]
        if rows:
            self.env.cr.execute(
                SQL(
                    "UPDATE kam_plan plan SET snapshot_number = last.number, "
                    "snapshot_hash = last.hash FROM (VALUES %s) AS last (id, number, hash) "
                    "WHERE plan.id = last.id",
                    SQL(", ").join(rows),
                )
            )
            self.invalidate_recordset(["snapshot_number", "snapshot_hash"])

    def _get_chapter_marks(self):
        """Add the snapshots."""
        marks = super()._get_chapter_marks()
        self._add_marks(marks, "versions", "kam.snapshot", count=Domain.TRUE)
        return marks

    def action_take_snapshot(self, kind="manual", note=False):
        """Keep how the plan stands now.

        :param str kind: ``manual``, or ``agreed`` for what was agreed with the customer
        :param note: what it is kept for, or False
        :return: id of the snapshot
        :raise AccessError: when the user does not work on the plan
        :raise UserError: on another kind
        """
        check_one(self)
        self.check_access("write")
        if kind not in ("manual", "agreed") or not isinstance(note, str | bool | None):
            raise UserError(
                self.env._("A snapshot is taken “manual” or “agreed”, with a note: not “%s”.", kind)
            )
        note = (note or "").strip()[:200] if isinstance(note, str) else ""
        return self.env["kam.snapshot"]._take_sudo(self, kind, note or False).id

    @api.readonly
    def verify_snapshots(self):
        """Reckon the chain of the plan's snapshots anew, and name what does not hold.

        :return: dict with ``is_sound``, ``count`` of snapshots, ``erased`` lines and ``texts``:
            list of str, first what was reckoned, then one text a finding
        :raise AccessError: when the user may not read the plan
        """
        check_one(self)
        links = self.snapshot_ids._get_links_sudo()
        findings, erased = verify(links, self._get_chain_ends_sudo()[self])
        return {
            "is_sound": not findings,
            "count": len(links),
            "erased": erased,
            "texts": [
                self._describe_chain(len(links), erased, findings),
                *map(self._describe_finding, findings),
            ],
        }

    def _describe_chain(self, count, erased, findings):
        read = self.env._("1 snapshot read.") if count == 1 else ""
        texts = [read or self.env._("%s snapshots read.", count)]
        if not findings:
            texts.append(self.env._("Nothing was changed since they were taken."))
        if erased == 1:
            texts.append(self.env._("1 line erased."))
        elif erased:
            texts.append(self.env._("%s lines erased.", erased))
        return " ".join(texts)

    @api.model
    def _describe_finding(self, finding):
        """Say what does not hold. Lines are named by kind and number: who verifies need not be who
        may read them.
        """
        number = finding.number
        model, _comma, record_id = finding.ref.partition(",")
        line = f"{self.env['kam.snapshot']._describe_model_sudo(model)} {record_id}"
        described = self.env["kam.snapshot"].fields_get(finding.names, ["string"])
        names = ", ".join(described[name]["string"] for name in sorted(described))
        texts = {
            "line": self.env._(
                "No. %(number)s: the line “%(line)s” was changed.", number=number, line=line
            ),
            "head": self.env._(
                "No. %(number)s: %(names)s was changed.", number=number, names=names
            ),
            "content": self.env._(
                "No. %s: lines were added, taken out, moved or sealed anew.", number
            ),
            "chain": self.env._("No. %s does not follow from what was before it.", number),
            "missing": self.env._("No. %s is missing.", number),
        }
        return texts[finding.kind]
