from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools.safe_eval import safe_eval

from ...tools.portfolio import matrix
from ..common.arguments import check_one
from ..common.at_once import hold
from ..common.days import today_of


class KamAssessmentOpening(models.AbstractModel):
    """Choose the candidates of a round, open it, and let raters score."""

    _name = "kam.assessment.opening"
    _description = "Opening of an Assessment Round"

    def action_add_candidates(self):
        """Add the customers that the round's filter finds, largest first, up to its limit.

        :return: True
        :raise UserError: when there is no room, the filter cannot be read, or nobody is found
        """
        check_one(self)
        self._check_state("draft", "open")
        self._check_room()
        found = self._find_candidates()
        if not found:
            raise UserError(
                self.env._(
                    "Round “%s”: no company that you may read meets the filter and is no candidate "
                    "yet. Change the filter.",
                    self.name,
                )
            )
        self._add_candidates(found)
        return True

    def _check_room(self):
        if len(self.result_ids) >= self.candidate_limit:
            raise UserError(
                self.env._(
                    "Round “%(round)s” has %(count)s candidates, and “At Most” says %(most)s: "
                    "raise that, or take candidates away.",
                    round=self.name,
                    count=len(self.result_ids),
                    most=self.candidate_limit,
                )
            )

    def _find_candidates(self):
        domain = Domain(self._parse_candidates()) & Domain("is_company", "=", True)
        domain &= Domain("id", "not in", self.result_ids.account_id.ids)
        partners = self.env["res.partner"].with_company(self.company_id)
        # A branch has the customers of the company above it.
        domain &= Domain(partners._check_company_domain(self.company_id))
        left = self.candidate_limit - len(self.result_ids)
        return partners.search(domain, limit=left, order="customer_rank desc, name, id")

    def _parse_candidates(self):
        """
        :raise UserError: on what is no filter of customers
        """
        try:
            domain = safe_eval(self.candidate_domain or "[]", {"uid": self.env.uid})
            self.env["res.partner"]._search(Domain(domain))
        except Exception as error:
            raise UserError(
                self.env._(
                    "Round “%s”: “Which Customers” is no filter of contacts. Choose the "
                    "conditions again, or empty it.",
                    self.name,
                )
            ) from error
        return domain

    def _add_candidates(self, partners):
        """Make candidates of these customers, once each."""
        hold(self)
        there = self.result_ids.account_id
        return self.env["kam.assessment.result"].create(
            [{"round_id": self.id, "account_id": one.id} for one in partners - there]
        )

    def action_open(self):
        """Keep the criteria as they are now, and let the raters score.

        :return: True
        :raise UserError: when an axis has no weight, rests on revenue for more than half, or there
            is no candidate
        """
        self.check_access("write")
        self._check_state("draft")
        for one in self:
            one._check_axes()
            if not one.result_ids:
                raise UserError(
                    self.env._("Round “%s” has no candidates: add customers first.", one.name)
                )
        self._open_sudo()
        return True

    def _check_axes(self):
        """
        :raise UserError: naming the axis
        """
        for axis, label in self._fields_axes():
            criteria = self.criterion_ids.filtered(lambda one, axis=axis: one.axis == axis)
            if sum(criteria.mapped("weight")) <= 0:
                raise UserError(
                    self.env._(
                        "Round “%(round)s”: no criterion of “%(axis)s” has a weight. Choose "
                        "criteria for both axes.",
                        round=self.name,
                        axis=label,
                    )
                )
            share = self._get_revenue_share(axis)
            if share > matrix.MOST_REVENUE:
                raise UserError(
                    self.env._(
                        "Round “%(round)s”: %(share)s %% of “%(axis)s” rest on revenue, and more "
                        "than half would make the largest accounts the best ones. Give other "
                        "criteria more weight.",
                        round=self.name,
                        share=round(share),
                        axis=label,
                    )
                )

    def _open_sudo(self):
        """As superuser: nobody writes the state and the kept criteria by hand."""
        self.env["kam.assessment.criterion"]._freeze_sudo(self)
        self.sudo().write({"state": "open"})

    def action_score(self):
        """Open the user's own scores of this round, with a line for each that he is asked for.

        :return: window action
        :raise UserError: when the round is not open, or he is asked for nothing
        """
        check_one(self)
        self._check_state("open")
        self.env["kam.assessment"]._prepare_own(self)
        action = self.env["ir.actions.act_window"]._for_xml_id("kam_planning.kam_assessment_action")
        domain = [("round_id", "=", self.id), ("rater_id", "=", self.env.uid)]
        context = {"default_round_id": self.id, "search_default_group_account": 1}
        name = self.env._("My Scores: %s", self.display_name)
        return {**action, "name": name, "display_name": name, "domain": domain, "context": context}

    @api.model
    def _action_score_open(self):
        """Open the user's scores of the newest round that asks him.

        :return: window action
        """
        rounds = self.search([("state", "=", "open")])
        one = rounds.filtered("may_score")[:1]
        if one:
            return one.action_score()
        action = self.env["ir.actions.act_window"]._for_xml_id("kam_planning.kam_assessment_action")
        name = self.env._("My Scores")
        own = [("rater_id", "=", self.env.uid)]
        return {**action, "name": name, "display_name": name, "domain": own}

    @api.model
    def _add_partners(self, partners):
        """Make candidates of chosen contacts: in the round that is being prepared or scored, else
        in a new one.

        :return: kam.assessment.round
        :raise UserError: when no company is among them
        """
        companies = partners.commercial_partner_id.filtered("is_company")
        if not companies:
            raise UserError(self.env._("Choose companies: only those become key accounts."))
        domain = Domain("company_id", "=", self.env.company.id) & Domain("state", "!=", "closed")
        one = self.search(domain, limit=1)
        one = one or self.create({"name": self.env._("Portfolio"), "candidate_limit": 200})
        one._add_candidates(companies)
        return one

    def copy_data(self, default=None):
        """Let the next round begin today, with the same raters (as far as they still work here)
        and candidates, and the criteria that are in use now.
        """
        vals_list = super().copy_data(default)
        for one, vals in zip(self, vals_list, strict=True):
            in_use = one.criterion_ids.filtered("active")
            vals["criterion_ids"] = [Command.set(in_use.ids)]
            left = (one.rater_ids | one.result_ids.rater_ids)._filter_absent_sudo(one.company_id)
            vals["rater_ids"] = [Command.set((one.rater_ids - left).ids)]
            if "name" not in (default or {}):
                vals["name"] = self.env._("%s (next)", one.name)
            if "date" not in (default or {}):
                vals["date"] = today_of(one.company_id)
            vals["result_ids"] = [
                Command.create(
                    {
                        "account_id": result.account_id.id,
                        "rater_ids": [Command.set((result.rater_ids - left).ids)],
                    }
                )
                for result in one.result_ids
            ]
        return vals_list
