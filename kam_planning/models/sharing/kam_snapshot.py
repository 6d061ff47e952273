from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from ..common.days import day_of


class KamSnapshot(models.Model):
    """A version that the customer sees: what leaves of the plan, and nothing else, under the same
    seal and in the same chain.
    """

    _inherit = "kam.snapshot"

    share_id = fields.Many2one(
        "kam.share", index="btree_not_null", ondelete="set null", readonly=True
    )
    version = fields.Integer(readonly=True, aggregator=None)

    @api.depends("version")
    @api.depends_context("lang")
    def _compute_display_name(self):
        """A version is called by the number that the customer knows."""
        result = super()._compute_display_name()
        for one in self.filtered(lambda one: one.kind == "shared" and one.version):
            one.display_name = self.env._(
                "Version %(version)s · %(date)s",
                version=one.version,
                date=format_date(self.env, day_of(one.date, one.company_id)),
            )
        return result

    @api.model
    def _take_shared_sudo(self, share, lines, note=False):
        """Keep what leaves as the next version of a share.

        :param share: one kam.share, held by the caller
        :param list lines: of `kam.share.lines`
        :return: kam.snapshot
        """
        plan = share.plan_id
        plan._hold_places_sudo()
        plan.flush_recordset()
        end = plan._get_chain_ends_sudo()[plan]
        values = self._prepare_snapshot(plan, "shared", note, end, lines, {})
        former = share.sudo().version_ids.mapped("version")
        values |= {"share_id": share.id, "version": max(former, default=0) + 1}
        taken = self.sudo().create(values)
        plan._set_chain_ends_sudo(taken)
        return self.browse(taken.ids)

    def _find_damage_sudo(self):
        """What is wrong with a version that somebody changed past the program; as superuser, for
        the sentence holds nothing of it.

        :return: a sentence, or False
        """
        try:
            self.sudo()._get_content()
        except UserError as error:
            return str(error)
        return False

    def _read_today(self):
        """Of a shared version, what would be shared today."""
        if self.kind == "shared":
            return self.env["kam.share.lines"]._read_released_sudo(self.plan_id)[self.plan_id]
        return super()._read_today()

    def _get_other(self, other_id):
        """What the customer sees is compared with what he saw."""
        other = super()._get_other(other_id)
        if other and (other.kind == "shared") != (self.kind == "shared"):
            raise UserError(
                self.env._(
                    "“%(one)s” and “%(other)s” do not hold the same: one holds only what was "
                    "shared with the customer. Compare two shared versions, or one with today.",
                    one=self.display_name,
                    other=other.display_name,
                )
            )
        return other
