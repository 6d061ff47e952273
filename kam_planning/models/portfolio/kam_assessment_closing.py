from datetime import timedelta

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools import periods
from ...tools.dates import add_months
from ...tools.portfolio import matrix
from ..common.at_once import hold
from ..common.days import today_of
from ..measure.unread import Unread

# Where we want to be with an account.
TARGETS = ("target_attractiveness", "target_strength")

# Longer ago plans rest on what came out.
DAYS_TO_REOPEN = 30


class KamAssessmentClosing(models.AbstractModel):
    """What a round came to: reckoned for all its candidates at once when it is closed."""

    _name = "kam.assessment.closing"
    _description = "Closing of an Assessment Round"

    def action_close(self):
        """Reckon the results and end the scoring.

        :return: True
        :raise UserError: when a round is not open
        """
        self.check_access("write")
        self._check_state("open")
        hold(self)
        # Raters hold the candidates that they score.
        hold(self.result_ids)
        self._close_sudo()
        return True

    def _close_sudo(self):
        """As superuser: nobody writes results by hand, nor reads all scores."""
        for one in self.sudo():
            results = one.result_ids
            results._store_figures(one._reckon_results(results))
            results._keep_targets_sudo()
            one.write({"state": "closed", "date_closed": today_of(one.company_id)})

    def _reckon_results(self, results):
        """Values of all results of one round, in a number of queries that does not grow.

        :return: dict {result id: values}
        """
        criteria, accounts = self.line_ids, results.account_id
        numbers = criteria._read_numbers_sudo(accounts, self.company_id, self.date)
        scores = self._group_scores(criteria)
        before = self._find_before(accounts)
        margins = self._read_margins(accounts)
        return {
            one.id: self._reckon_result(
                self._reckon_parts(one.account_id.id, criteria, numbers, scores),
                before.get(one.account_id),
                margins.get(one.account_id.id),
            )
            for one in results
        }

    def _group_scores(self, criteria):
        """Scores that hold on the day of the round: {(criterion id, account id): list}."""
        domain = Domain("round_id", "=", self.id) & Domain("score", "!=", False)
        sums = ["score:array_agg", "date_scored:array_agg"]
        scores = self.env["kam.assessment"]
        groups = scores._read_group(domain, ["criterion_id", "account_id"], sums)
        since = {
            one.criterion_id: add_months(self.date, -one.validity_months)
            for one in criteria
            if one.validity_months
        }
        found = {}
        for criterion, account, given, days in groups:
            first = since.get(criterion)
            found[criterion.id, account.id] = [
                score
                for score, day in zip(given, days, strict=True)
                if not (first and day and day < first)
            ]
        return found

    def _find_before(self, accounts):
        """The last result of each account in rounds that were closed before: {account: result}."""
        results = self.env["kam.assessment.result"]
        domain = Domain("account_id", "in", accounts.ids) & Domain("quadrant", "!=", False)
        domain &= Domain("company_id", "=", self.company_id.id) & Domain("round_id", "!=", self.id)
        domain &= Domain("round_id.state", "=", "closed") & Domain("date", "<=", self.date)
        found, names = {}, ["account_id", "quadrant", *TARGETS]
        order = "date desc, round_id.id desc, id"
        for one in results.search_fetch(domain, names, order=order):
            found.setdefault(one.account_id, one)
        return found

    def _read_margins(self, accounts):
        """Margin of the last 12 months: {account id: amount}; where it cannot be read, none."""
        measure = self.env["kam.measure"]._get_standard_sudo("margin")
        period = periods.last_months(self.date)
        figures = measure._get_figures(accounts, [period], self.company_id)[measure]
        if isinstance(figures, Unread):
            return {}
        nothing = measure._get_nothing()
        return {key: figures.get((key, 0), nothing) for key in accounts.ids}

    def _reckon_parts(self, account_id, criteria, numbers, scores):
        """What each criterion says of one account, as it is kept."""
        parts = []
        for one in criteria:
            given = scores.get((one.criterion_id.id, account_id), [])
            number = numbers.get((one, account_id))
            value = matrix.to_points(number, one.bad, one.good)
            source = one.source
            if value is None:
                value, source = matrix.middle(given), "hand"
            parts.append(
                {
                    "line": one.id,
                    "axis": one.axis,
                    "weight": one.weight,
                    "value": value,
                    "source": source,
                    "number": number,
                    "raters": len(given),
                    "low": min(given, default=None),
                    "high": max(given, default=None),
                }
            )
        return parts

    def _reckon_result(self, parts, before, margin):
        """Values of one result.

        :param list parts: of `_reckon_parts`
        :param before: its last result, or None
        :param margin: amount, or None
        """
        axes = {
            axis: matrix.reckon_axis(
                [(p["weight"], p["value"]) for p in parts if p["axis"] == axis]
            )
            for axis in matrix.AXES
        }
        place = [axes[axis].score for axis in matrix.AXES]
        sure = [axes[axis].confidence for axis in matrix.AXES]
        cuts = (self.cut_attractiveness, self.cut_strength)
        last = before.quadrant if before else None
        settled = matrix.settle_quadrant(*place, last, cuts)
        return {
            **dict(zip(matrix.AXES, place, strict=True)),
            "attractiveness_confidence": sure[0],
            "strength_confidence": sure[1],
            "confidence": None if None in sure else min(sure),
            "quadrant": settled,
            "quadrant_figures": matrix.find_quadrant(*place, cuts),
            "previous_id": before.id if before else None,
            "is_moved": bool(last and settled and settled != last),
            "discuss_count": sum(is_apart(part) for part in parts),
            "margin": margin,
            "components": {"parts": parts},
            **dict.fromkeys(("proposal", "rank", "proposed_user_id", "reason")),
        }

    def action_reopen(self):
        """Let raters score again: soon after closing, and as long as nothing rests on the result.

        :return: True
        :raise UserError: when it was closed long ago, or a later round rests on it
        """
        self.check_access("write")
        self._check_state("closed")
        hold(self)
        for one in self:
            one._check_reopening()
        self._reopen_sudo()
        return True

    def _check_reopening(self):
        last = self.date_closed + timedelta(days=DAYS_TO_REOPEN)
        if today_of(self.company_id) > last:
            raise UserError(
                self.env._(
                    "Round “%(round)s” was closed more than %(days)s days ago and stays as it is: "
                    "begin another round.",
                    round=self.name,
                    days=DAYS_TO_REOPEN,
                )
            )
        self._check_nothing_rests(self.result_ids)

    def _check_nothing_rests(self, results):
        """
        :param results: kam.assessment.result of these rounds
        :raise UserError: when a later round took up from one of them
        """
        later = results._get_later()
        if later:
            raise UserError(
                self.env._(
                    "Round “%(later)s” rests on what came out of “%(round)s”: this one stays as it "
                    "is. Decide in the later one.",
                    later=later.round_id.name,
                    round=later.previous_id.round_id.name,
                )
            )

    def _reopen_sudo(self):
        """As superuser: results are taken back, and made anew by closing."""
        rounds = self.sudo()
        rounds.result_ids._forget_sudo()
        rounds.write({"state": "open", "date_closed": False})


def is_apart(part):
    """Whether the raters of a component have something to talk about."""
    if part["source"] != "hand":
        return False
    return bool(part["raters"]) and matrix.should_discuss([part["low"], part["high"]])
