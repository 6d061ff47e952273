from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.misc import format_date

from ...tools.reward import reward
from ..common.at_once import hold


class KamRewardOpening(models.AbstractModel):
    """What has to hold before a scheme counts."""

    _name = "kam.reward.opening"
    _description = "Opening of a Reward Scheme"

    def _hold_members_sudo(self):
        """Two schemes of one person do not open at the same moment. As superuser: whichever their
        companies.
        """
        hold(self.sudo().statement_ids.user_id)

    def _check_members(self):
        """
        :raise UserError: naming who is no member, stands outside of the period, or whose weights
            are not 100
        """
        first = self.statement_ids.filtered(lambda one: not one.corrects_id)
        if not first:
            raise UserError(self.env._("Scheme “%s” has no statements: add one.", self.name))
        for user in self.line_ids.user_id - first.user_id:
            raise UserError(
                self.env._(
                    "Scheme “%(scheme)s” has components of %(user)s, who has no statement: add it, "
                    "or delete the components.",
                    scheme=self.name,
                    user=user.name,
                )
            )
        first._check_period()
        self._check_strangers_sudo(first.user_id)
        self._check_targets_sudo()
        for user in first.user_id:
            self._check_weights(user)

    def _check_strangers_sudo(self, users):
        """Who left is still paid; who never worked with key accounts here could not even read what
        he is paid. As superuser: whichever the companies of the users.

        :raise UserError: naming the member
        """
        here = users._filter_left_sudo() | (users - users._filter_absent_sudo(self.company_id))
        for user in users.sudo() - here:
            raise UserError(
                self.env._(
                    "Scheme “%(scheme)s”: %(user)s does not work with key accounts of "
                    "“%(company)s” and could not read the statement. Delete it, or choose another "
                    "member.",
                    scheme=self.name,
                    user=user.name,
                    company=self.company_id.name,
                )
            )

    def _check_targets_sudo(self):
        """As superuser: who keeps schemes need not read the plans.

        :raise UserError: naming the target of another period, such as one that was copied along
        """
        for line in self.sudo().line_ids.filtered(lambda one: one.kind == "target"):
            target = line.target_id
            if target and (target.date_end < self.date_start or target.date_start > self.date_end):
                raise UserError(
                    self.env._(
                        "“%(line)s” is a target from %(start)s to %(end)s, outside of the period "
                        "of scheme “%(scheme)s”: choose the one of this period.",
                        line=line.display_name,
                        start=format_date(self.env, target.date_start),
                        end=format_date(self.env, target.date_end),
                        scheme=self.name,
                    )
                )

    def _check_weights(self, user):
        labels = dict(self.line_ids._fields["component"]._description_selection(self.env))
        for side, share in (("team", self.team_share), ("own", 100.0 - self.team_share)):
            lines = self.line_ids._filter_of(user).filtered(lambda o, s=side: o.component == s)
            if not (lines or share):
                continue
            if not reward.sums_up(lines.mapped("weight")):
                raise UserError(
                    self.env._(
                        "Scheme “%(scheme)s”: the weights of %(user)s, “%(side)s”, are %(sum)s and "
                        "not 100. Correct them.",
                        scheme=self.name,
                        user=user.name,
                        side=labels[side],
                        sum=f"{sum(lines.mapped('weight')):g}",
                    )
                )

    def _check_overlaps_sudo(self):
        """As superuser: a scheme of another company counts as well.

        :raise UserError: naming who is a member of two schemes on the same days
        """
        mine = self.sudo().statement_ids.filtered(lambda one: not one.corrects_id)
        domain = Domain("user_id", "in", mine.user_id.ids) & Domain("corrects_id", "=", False)
        # What was approved counts, also where its scheme is prepared again.
        counts = Domain("scheme_id.state", "!=", "draft") | Domain("state", "!=", "draft")
        domain &= counts | Domain("scheme_id", "=", self.id)
        found = mine.search(domain)
        for one in mine:
            other = (found - one).filtered(one._overlaps)[:1]
            if other:
                raise UserError(
                    self.env._(
                        "%(user)s has two statements for the same days: the one from %(start)s to "
                        "%(end)s, and one in “%(other)s”. Change the dates of one of them.",
                        user=one.user_id.name,
                        start=format_date(self.env, one.date_start),
                        end=format_date(self.env, one.date_end),
                        # Of a company that the user has not chosen no name is said.
                        other=other.scheme_id.display_name,
                    )
                )
