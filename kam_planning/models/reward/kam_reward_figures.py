from dataclasses import replace

from odoo import api, fields, models
from odoo.fields import NO_ACCESS
from odoo.tools.misc import format_date, formatLang

from ...tools.reward import reward
from ..common.days import today_of
from ..common.known import KnownFloat, KnownMonetary, is_known

FIGURE = {"compute": "_compute_figures", "aggregator": None}
AMOUNT = {**FIGURE, "currency_field": "currency_id"}
SIDES = ("team", "own")


class KamRewardFigures(models.AbstractModel):
    """What a statement comes to: as it was kept when it was approved, before that as it would be
    now.

    Figures are reckoned when they are looked at, of what is saved, and kept once. They stand in no
    column of their own: nobody is sorted, grouped or found by what he is paid.
    """

    _name = "kam.reward.figures"
    _description = "Figures of a Statement"
    _inherit = ["kam.score.mixin"]
    _score_kinds = {"team_attainment": "_get_team_scores", "own_attainment": "_get_own_scores"}
    _unrecorded_kinds = tuple(_score_kinds)
    _unoffered_fields = ("kept",)

    scheme_id = fields.Many2one("kam.reward.scheme", required=True, index=True, ondelete="restrict")
    currency_id = fields.Many2one(related="scheme_id.currency_id", store=True, precompute=True)
    kept = fields.Json(readonly=True, copy=False, groups=NO_ACCESS)
    team_attainment = KnownFloat("Team (%)", digits=(16, 1), **FIGURE)
    own_attainment = KnownFloat("Own (%)", digits=(16, 1), **FIGURE)
    percent = KnownFloat("Pays (%)", digits=(16, 2), **FIGURE)
    payout = KnownMonetary(**AMOUNT)
    deferred_amount = KnownMonetary("Paid Later", **AMOUNT)
    due_amount = KnownMonetary("Paid Now", **AMOUNT)
    remark = fields.Text(
        compute="_compute_remark",
        help="What is not known yet; or, once it is approved, what the figures say by now.",
    )
    explanation = fields.Html("How It Is Reckoned", compute="_compute_explanation", sanitize=False)

    # What it is reckoned of is too much to name: read anew with each request.
    @api.depends("kept", "scheme_id", "user_id", "date_start", "date_end", "target_amount")
    @api.depends_context("lang", "uid")
    def _compute_figures(self):
        found = self._origin._read_figures_sudo()
        for one in self:
            figures = found.get(one._origin.id, {})
            for name in ("team_attainment", "own_attainment", "percent", "payout"):
                one[name] = figures.get(name)
            one.deferred_amount, one.due_amount = figures.get("deferred"), figures.get("due")

    def _read_figures_sudo(self):
        """What these statements come to, of those that the user may read. As superuser: whose
        statement it is need not read the plans behind it.

        :return: dict {statement id: what `tools.reward.reward.dump` gives, and ``amount``,
            ``days``, ``of_days``, ``total``, ``before``, ``deferred``, ``due``, ``currency``}
        """
        readable = self._filtered_access("read").sudo()
        found = {one.id: one.kept for one in readable if one.kept}
        rest = readable.filtered(lambda one: not one.kept)
        return {**found, **rest._reckon()}

    def _reckon_sudo(self):
        """The same as it would be now, approved or not."""
        return self._filtered_access("read").sudo()._reckon()

    def _reckon_moved_sudo(self, line, attained):
        """The same for one statement if a component attained something else: nothing is written.

        :param line: kam.reward.line of the statement
        :param float attained: percent
        :raise AccessError: when the user may not read the statement
        """
        self.check_access("read")
        own = self.sudo()
        parts = own.scheme_id._find_lines_sudo()._prepare_components()
        moved = line.sudo()
        parts[moved] = replace(parts[moved], points=attained)
        return own._reckon_one(parts)

    def _reckon(self):
        parts = self.scheme_id._find_lines_sudo()._prepare_components()
        return {one.id: one._reckon_one(parts) for one in self}

    def _reckon_one(self, parts):
        """
        :param dict parts: {line: `score.Component`}, those of other schemes among them
        """
        lines = self.env["kam.reward.line"].concat(*parts)
        lines = lines.filtered(lambda line: line.scheme_id == self.scheme_id)
        lines = lines._filter_of(self.user_id)
        team, own = ([parts[line] for line in lines if line.component == side] for side in SIDES)
        terms = self.scheme_id._get_terms()
        days = reward.days_of(self.date_start, self.date_end)
        of_days = reward.days_of(self.scheme_id.date_start, self.scheme_id.date_end)
        result = reward.reckon(team, own, terms, self.target_amount, days / of_days)
        return {
            **reward.dump(team, own, terms, result),
            **self._prepare_amounts(result.payout, terms),
            "amount": self.target_amount,
            "days": days,
            "of_days": of_days,
            "currency": self.currency_id.name,
        }

    def _prepare_amounts(self, payout, terms):
        """What is granted on top of what was granted before, and which part of it is paid when."""
        before = self.corrects_id.kept["total"] if self.corrects_id.kept else 0.0
        if payout is None:
            return {"before": before, **dict.fromkeys(("total", "payout", "deferred", "due"))}
        total = self.currency_id.round(payout)
        payout = self.currency_id.round(total - before)
        deferred = self.currency_id.round(payout * terms.deferred / 100.0)
        due = self.currency_id.round(payout - deferred)
        return {
            "before": before,
            "total": total,
            "payout": payout,
            "deferred": deferred,
            "due": due,
        }

    # Figures as scores that open into their components.

    def _get_team_scores(self):
        return self._get_side_scores("team")

    def _get_own_scores(self):
        return self._get_side_scores("own")

    def _get_side_scores(self, side):
        found = self._read_figures_sudo()
        return {
            one: reward.Attained(reward.load_parts(found[one.id][side]))
            for one in self
            if one.id in found
        }

    # In words.

    @api.depends("kept", "correction_ids", "date_end")
    @api.depends_context("lang", "uid")
    def _compute_remark(self):
        now = self._origin._reckon_sudo()
        for one in self:
            figures = now.get(one._origin.id)
            one.remark = figures and one._origin._describe_remark_sudo(figures)

    def _describe_remark_sudo(self, now):
        """As superuser: what was kept is read by nobody as it stands."""
        kept = self.sudo().kept
        if not kept:
            unknown = self._list_unknown(now) if now["total"] is None else []
            return "\n".join([*self._describe_period(), *unknown]) or False
        moved = reward.find_drift(kept, now)
        if self.correction_ids or not moved and kept["total"] == now["total"]:
            return False
        lines = [
            f"{label}: {self._format_points(then)} → {self._format_points(by_now)}"
            for label, then, by_now in moved
        ]
        said = self.env._("The figures say something else by now; this statement stays as it is.")
        return "\n".join([said, *lines])

    def _describe_period(self):
        """Who approves before the days are over grants what stands today: he is told."""
        if self.date_end < today_of(self.company_id):
            return []
        day = format_date(self.env, self.date_end)
        return [self.env._("Its days end on %s: the figures are those of today.", day)]

    @api.model
    def _list_unknown(self, figures):
        """The components that are not known, with the reason."""
        return [
            f"{part['label']}: {part['value']}"
            for side in SIDES
            for part in figures[side]
            if part["points"] is None
        ]

    @api.model
    def _format_points(self, value):
        return f"{_number(value)} %" if is_known(value) else self.env._("not known")

    @api.depends("kept", "scheme_id", "user_id", "date_start", "date_end", "target_amount")
    @api.depends_context("lang", "uid")
    def _compute_explanation(self):
        found = self._origin._read_figures_sudo()
        for one in self:
            figures = found.get(one._origin.id)
            one.explanation = figures and self.env["ir.qweb"]._render(
                "kam_planning.reward_explanation", one._origin._prepare_explanation(figures)
            )

    def _prepare_explanation(self, figures):
        """What the page shows: two tables of components, and the way from them to the payout."""
        side_field = self.env["kam.reward.line"]._fields["component"]
        labels = dict(side_field._description_selection(self.env))
        team_share = figures["terms"]["team_share"]
        shares = {"team": team_share, "own": 100.0 - team_share}
        return {
            "sides": [
                {
                    "title": f"{labels[side]} ({_number(shares[side])} %)",
                    "rows": [self._prepare_row(part) for part in figures[side]],
                    "total": self._format_points(figures[f"{side}_attainment"]),
                    "points": self._format_points(figures[f"{side}_points"]),
                }
                for side in SIDES
                if figures[side]
            ],
            "curve": reward.write_curve(figures["terms"]["curve"]),
            "steps": self._list_steps(figures, shares),
        }

    @api.model
    def _prepare_row(self, part):
        is_there = part["points"] is not None
        share = part["weight"] * part["points"] / 100.0 if is_there else None
        return {
            "label": part["label"],
            "value": part["value"],
            "weight": f"{_number(part['weight'])} %",
            "points": self._format_points(part["points"]),
            "share": self._format_points(share),
        }

    def _list_steps(self, figures, shares):
        """The way from points to money, one sentence each; nothing while something is unknown."""
        if figures["total"] is None:
            return [self.env._("What it pays is not known as long as one of these is not.")]
        terms = figures["terms"]
        points = " + ".join(
            f"{_number(shares[side] / 100)} × {_number(figures[f'{side}_points'])} %"
            for side in SIDES
            if shares[side]
        )
        steps = [
            self.env._(
                "%(points)s, at most %(cap)s %%: %(percent)s %%",
                points=points,
                cap=_number(terms["cap"]),
                percent=_number(figures["percent"]),
            ),
            self.env._(
                "%(amount)s × %(days)s ÷ %(of_days)s days × %(percent)s %% = %(total)s",
                amount=self._format_amount(figures["amount"]),
                days=figures["days"],
                of_days=figures["of_days"],
                percent=_number(figures["percent"]),
                total=self._format_amount(figures["total"]),
            ),
        ]
        return steps + self._list_payments(figures)

    def _list_payments(self, figures):
        steps = []
        if self.corrects_id:
            steps.append(
                self.env._(
                    "%(total)s − %(before)s granted before = %(payout)s",
                    total=self._format_amount(figures["total"]),
                    before=self._format_amount(figures["before"]),
                    payout=self._format_amount(figures["payout"]),
                )
            )
        return [
            *steps,
            self.env._(
                "%(share)s %% of %(payout)s is paid later: %(deferred)s; now: %(due)s",
                share=_number(figures["terms"]["deferred"]),
                payout=self._format_amount(figures["payout"]),
                deferred=self._format_amount(figures["deferred"]),
                due=self._format_amount(figures["due"]),
            ),
        ]

    def _format_amount(self, amount):
        return formatLang(self.env, amount, currency_obj=self.currency_id)


def _number(value):
    """A number as it has to be reckoned with, without zeros at its end."""
    return f"{value:.4f}".rstrip("0").rstrip(".")
