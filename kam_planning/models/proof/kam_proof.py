from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools.misc import format_date

from ...tools.proof import proof
from ..common.days import today_of
from ..common.known import KnownFloat

VERDICTS = [
    ("more", "Grew More"),
    ("less", "Grew Less"),
    ("none", "No Difference Seen"),
    ("before", "Differed Before"),
    ("too_few", "Too Few"),
]
PERCENT = {"digits": (16, 1), "readonly": True, "aggregator": None}
# The picture of the pairs, in its pixels.
BAR, GAP, WIDTH, LABEL = 14, 4, 640, 200
MOST_LETTERS = 32


class KamProof(models.Model):
    """What became of customers with a plan, beside customers like them: kept as it was reckoned,
    with all pairs. Of it nobody reads but managers.
    """

    _name = "kam.proof"
    _description = "Programme Proof"
    _inherit = ["kam.guarded"]
    _order = "date desc, id desc"
    _unoffered_fields = ("terciles",)

    name = fields.Char(required=True)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date("Reckoned On", required=True, readonly=True)
    months = fields.Integer("Months After", required=True, readonly=True, aggregator=None)
    count = fields.Integer("Pairs", readonly=True, aggregator=None)
    effect = KnownFloat(
        "Effect (%)", help="Median of how much more customers with a plan grew.", **PERCENT
    )
    low = KnownFloat("From (%)", **PERCENT)
    high = KnownFloat("To (%)", help="The 80 % interval.", **PERCENT)
    placebo = KnownFloat(
        "Year Before (%)", help="The same for the year before: it should be near 0.", **PERCENT
    )
    early_count = fields.Integer("Window Not Over", readonly=True, aggregator=None)
    no_revenue_count = fields.Integer("No Revenue Before", readonly=True, aggregator=None)
    no_controls_count = fields.Integer("Too Few Controls", readonly=True, aggregator=None)
    terciles = fields.Json(readonly=True)
    verdict = fields.Selection(VERDICTS, readonly=True)
    note = fields.Text("Remarks")
    pair_ids = fields.One2many("kam.proof.pair", "proof_id", "Customers With a Plan", readonly=True)
    text = fields.Text("In Words", compute="_compute_text")
    tercile_text = fields.Text("By Quality of the Plans", compute="_compute_text")
    warning = fields.Char(compute="_compute_text")
    picture = fields.Html(compute="_compute_picture", sanitize=False)

    @api.depends("verdict", "effect", "low", "high", "placebo", "count", "terciles")
    @api.depends_context("lang")
    def _compute_text(self):
        for line in self:
            line.text = line._describe()
            line.tercile_text = line._describe_terciles()
            line.warning = self.env._(
                "Customers with a plan were selected, not drawn by lot: this is no proof of cause."
            )

    def _describe(self):
        self.ensure_one()
        if self.verdict == "too_few":
            return self.env._(
                "Too few (%(count)s): at least %(least)s customers with a plan, each with "
                "%(controls)s others like them, are needed.",
                count=self.count,
                least=proof.LEAST_TREATED,
                controls=proof.LEAST_CONTROLS,
            )
        said = self.env._(
            "%(count)s customers with a plan grew by %(effect)+.1f %% (%(low).1f … %(high).1f) "
            "against customers like them.",
            count=self.count,
            effect=self.effect,
            low=self.low,
            high=self.high,
        )
        more = {
            "none": self.env._("The interval holds 0: no difference is seen."),
            "before": self.env._("They grew differently before: %+.1f %%.", self.placebo or 0.0),
        }.get(self.verdict)
        return f"{said} {more}" if more else said

    def _describe_terciles(self):
        self.ensure_one()
        labels = (
            self.env._("Least well kept"),
            self.env._("Middle third"),
            self.env._("Best kept"),
        )
        lines = []
        for label, (count, effect, low, high) in zip(labels, self.terciles or (), strict=False):
            if effect is None:
                lines.append(self.env._("%(label)s: too few (%(n)s)", label=label, n=count))
            else:
                lines.append(f"{label}: {effect:+.1f} % ({low:.1f} … {high:.1f})")
        return "\n".join(lines)

    @api.depends("pair_ids.difference")
    def _compute_picture(self):
        """A bar for each pair, the longest growth first; names are escaped by Markup."""
        for line in self:
            pairs = line.pair_ids.sorted("difference", reverse=True)
            line.picture = line._draw(pairs) if pairs else False

    def _draw(self, pairs):
        most = max(abs(pair.difference) for pair in pairs) or 1.0
        zero, half = LABEL + (WIDTH - LABEL) / 2, (WIDTH - LABEL) / 2 - 50
        rows = []
        for number, pair in enumerate(pairs):
            top, length = number * (BAR + GAP), abs(pair.difference) / most * half
            is_more = pair.difference >= 0
            rows.append(
                Markup(
                    '<text x="0" y="%s" font-size="11">%s</text>'
                    '<rect x="%.1f" y="%s" width="%.1f" height="%s" fill="%s"/>'
                    '<text x="%.1f" y="%s" font-size="11" text-anchor="%s">%s</text>'
                )
                % (
                    top + 11,
                    _cut(pair.account_id.display_name or ""),
                    zero if is_more else zero - length,
                    top,
                    length,
                    BAR,
                    "#28a745" if is_more else "#d9534f",
                    zero + length + 4 if is_more else zero - length - 4,
                    top + 11,
                    "start" if is_more else "end",
                    f"{pair.difference:+.1f} %",
                )
            )
        height = len(pairs) * (BAR + GAP)
        return Markup(
            '<svg viewBox="0 0 %s %s" style="width: 100%%; max-width: %spx" role="img">%s'
            '<line x1="%.1f" x2="%.1f" y1="0" y2="%s" stroke="#8f8f8f"/></svg>'
        ) % (WIDTH, height, WIDTH, Markup().join(rows), zero, zero, height)

    @api.model
    def _reckon_sudo(self, company, months):
        """Reckon and keep a proof; callers check that the user manages plans of the company.

        :param company: res.company
        :param int months: length of the windows
        :return: kam.proof
        """
        pairs, left_out = self.env["kam.proof.figures"]._find_pairs(company, months)
        today = today_of(company)
        return self.sudo().create(
            {
                "name": self.env._("Programme proof of %s", format_date(self.env, today)),
                "company_id": company.id,
                "date": today,
                "months": months,
                **self._prepare_result(pairs),
                **{f"{reason}_count": number for reason, number in left_out.items()},
                "pair_ids": [
                    fields.Command.create(self.env["kam.proof.pair"]._prepare_pair(*row))
                    for row in pairs
                ],
            }
        )

    @api.model
    def _prepare_result(self, pairs):
        """What is kept of pairs, as `kam.proof.figures` gives them."""
        effect = proof.estimate([pair.difference for *_place, pair in pairs])
        placebo = proof.estimate([pair.placebo for *_place, pair in pairs])
        thirds = proof.by_tercile([(quality, pair.difference) for _p, _d, quality, pair in pairs])
        return {
            "count": effect.count,
            "effect": effect.effect,
            "low": effect.low,
            "high": effect.high,
            "placebo": placebo.effect,
            "terciles": [list(third) for third in thirds],
            "verdict": proof.judge(effect, placebo),
        }


def _cut(name):
    """A name as it fits beside the bars; who looks sees that there was more."""
    return name if len(name) <= MOST_LETTERS else f"{name[: MOST_LETTERS - 1]}…"
