from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ...tools.dates import add_months
from ...tools.portfolio.matrix import HIGHEST
from ...tools.rows import NaturalKey
from ..common.at_once import hold
from ..common.days import today_of
from ..common.known import KnownFloat, is_known


class KamAssessment(models.Model):
    """What one rater says of one customer by one criterion.

    Each rater reads and writes his own, while the round is open; managers of the company read all,
    and read in a table of them already while the round is prepared.
    """

    _name = "kam.assessment"
    _description = "Score of a Customer"
    _inherit = ["kam.account.line"]
    _order = "round_id, account_id, axis, criterion_id, id"
    _rec_name = "criterion_id"
    _natural_keys = (
        NaturalKey(("round_id", "account_id", "criterion_id", "rater_id"), empty=("rater_id",)),
    )

    # No part of the round, which raters do not write: it goes with it by `_forget_scores_sudo`.
    round_id = fields.Many2one(
        "kam.assessment.round", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        related="round_id.company_id",
        store=True,
        precompute=True,
        required=False,
        default=None,
    )
    state = fields.Selection(related="round_id.state", string="State of the Round")
    criterion_id = fields.Many2one("kam.criterion", required=True, index=True, ondelete="restrict")
    axis = fields.Selection(related="criterion_id.axis", store=True, precompute=True)
    rater_id = fields.Many2one(
        "res.users",
        index=True,
        ondelete="set null",
        copy=False,
        default=lambda self: self.env.user,
        help="Empty: a rater who is no user any more.",
    )
    score = KnownFloat(digits=(16, 1), aggregator=None, help="0 to 10. Empty: you do not know.")
    reason = fields.Char("Why")
    date_scored = fields.Date("Scored On", compute="_compute_date_scored", store=True)
    scale = fields.Text(compute="_compute_scale", export_string_translation=False)

    _own_uniq = models.UniqueIndex(
        "(round_id, account_id, criterion_id, rater_id)",
        "This rater scored this customer by this criterion already: change that score.",
    )

    @api.depends("score")
    def _compute_date_scored(self):
        for one in self:
            one.date_scored = is_known(one.score) and today_of(one.company_id)

    @api.depends("criterion_id", "round_id.line_ids")
    @api.depends_context("lang")
    def _compute_scale(self):
        lines = self.env["kam.assessment.criterion"]
        kept = lines.search([("round_id", "in", self.round_id.ids)])
        by_place = {(line.round_id, line.criterion_id): line for line in kept}
        for one in self:
            line = by_place.get((one.round_id, one.criterion_id))
            one.scale = (line or one.criterion_id)._prepare_scale()

    @api.constrains("score")
    def _check_scale(self):
        for one in self:
            if is_known(one.score) and not 0 <= one.score <= HIGHEST:
                raise ValidationError(
                    self.env._(
                        "“%(criterion)s”: scores go from 0 to 10, not %(score)s. Leave it empty "
                        "where you do not know.",
                        criterion=one.criterion_id.name,
                        score=f"{one.score:g}",
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Let those score who are asked, while the round is open."""
        scores = super().create(vals_list)
        scores._check_places()
        return scores

    def write(self, vals):
        """The same."""
        self.check_access("write")
        self._check_open()
        self._check_rater(vals)
        result = super().write(vals)
        if not {"round_id", "account_id", "criterion_id", "rater_id"}.isdisjoint(vals):
            self._check_places()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        self._check_open()

    def _check_rater(self, vals):
        """Record rules ask before a change only: nobody gives his scores to another rater.

        :raise AccessError: for all but managers
        """
        is_other = vals.get("rater_id", self.env.uid) != self.env.uid
        if is_other and not (
            self.env.su or self.env.user.has_group("kam_planning.group_kam_manager")
        ):
            raise AccessError(
                self.env._("Each rater writes his own scores: leave “Rater” as it is.")
            )

    def _check_open(self):
        if not self.env.su:
            self._hold_candidates_sudo()
            self.round_id._check_state("draft", "open")

    def _hold_candidates_sudo(self):
        """Closing the round waits for these scores, or they are refused after it. As superuser:
        raters read no candidates.
        """
        results = self.env["kam.assessment.result"].sudo()
        domain = Domain("round_id", "in", self.round_id.ids)
        hold(results.search(domain & Domain("account_id", "in", self.account_id.ids)))

    def _check_places(self):
        """Scores are of the round's candidates and criteria, by raters who are asked.

        :raise UserError: naming what does not belong to the round
        """
        self._check_open()
        if self.env.su:
            return
        asked = self._find_places_sudo()
        is_manager = self.env.user.has_group("kam_planning.group_kam_manager")
        for one in self:
            accounts, criteria, own = asked[one.round_id.id]
            if one.criterion_id.id not in criteria:
                self._refuse(one, one.criterion_id)
            if one.account_id.id not in (accounts if is_manager else own):
                self._refuse(one, one.account_id)

    @api.model
    def _refuse(self, one, what):
        raise UserError(
            self.env._(
                "Round “%(round)s” does not ask you for “%(what)s”. Ask a manager to add it.",
                round=one.round_id.name,
                what=what.display_name,
            )
        )

    def _find_places_sudo(self):
        """What the rounds ask: {round id: (account ids, criterion ids, account ids of the user)}.
        As superuser: raters read no candidates.
        """
        own = self.env["kam.assessment.result"]._find_asked_sudo(self.round_id)
        return {
            one.id: (
                set(one.result_ids.account_id.ids),
                set(one._get_master_criteria().ids),
                set(own.get(one.id, ())),
            )
            for one in self.sudo().round_id
        }

    # the lines of a rater

    @api.model
    def _prepare_own(self, one):
        """A line of the user for each customer and criterion that he is asked for; what he said in
        an earlier round stands there as long as it holds.

        :param one: kam.assessment.round, open
        """
        asked = self._find_asked_pairs_sudo(one)
        domain = [("round_id", "=", one.id), ("rater_id", "=", self.env.uid)]
        there = {(own.account_id.id, own.criterion_id.id) for own in self.search(domain)}
        missing = [pair for pair in asked if pair not in there]
        if missing:
            hold(one)
            self._carry_over_sudo(one, missing)

    @api.model
    def _find_asked_pairs_sudo(self, one):
        """(account id, criterion id) of what raters score: by hand, or what no figure tells. As
        superuser: figures are not the rater's to read, but that one is missing.
        """
        own = one.sudo()
        ids = self.env["kam.assessment.result"]._find_asked_sudo(one).get(one.id, [])
        accounts = self.env["res.partner"].sudo().browse(ids)
        known = own.line_ids._read_numbers_sudo(accounts, own.company_id, own.date)
        return [
            (account_id, line.criterion_id.id)
            for account_id in ids
            for line in own.line_ids
            if line.source == "hand" or (line, account_id) not in known
        ]

    @api.model
    def _carry_over_sudo(self, one, pairs):
        """Make lines with what the user said last. As superuser: closed rounds are read only."""
        scores, last = self.sudo(), {}
        months = {line.criterion_id.id: line.validity_months for line in one.sudo().line_ids}
        domain = Domain("rater_id", "=", self.env.uid) & Domain("score", "!=", False)
        domain &= Domain("account_id", "in", [account_id for account_id, _criterion in pairs])
        domain &= Domain("company_id", "=", one.company_id.id)
        for old in scores.search(domain, order="date_scored, id"):
            since = add_months(one.date, -months.get(old.criterion_id.id, 0))
            if since <= old.date_scored <= one.date:
                last[old.account_id.id, old.criterion_id.id] = old
        made = scores.create([self._prepare_line(one, pair, last.get(pair)) for pair in pairs])
        made.flush_recordset()
        for pair, line in zip(pairs, made, strict=True):
            if pair in last:
                line.date_scored = last[pair].date_scored

    @api.model
    def _prepare_line(self, one, pair, last):
        account_id, criterion_id = pair
        return {
            "round_id": one.id,
            "account_id": account_id,
            "criterion_id": criterion_id,
            "rater_id": self.env.uid,
            "score": last.score if last else False,
            "reason": last.reason if last else False,
        }

    # customers that become one

    def _get_merge_key(self):
        return (self.round_id, self.criterion_id, self.rater_id) if self.rater_id else None

    def _absorb_line(self, other):
        """What this one says stays; where it says nothing, the other one counts."""
        if not is_known(self.score) and is_known(other.score):
            self.write({"score": other.score, "reason": other.reason})

    @api.model
    def _get_measured_domain(self):
        """What somebody says is in nobody's figures."""
        return Domain.FALSE
