from odoo import api, fields, models

from ...tools.rows import NaturalKey
from ...tools.survey import gap as figures
from ..common.known import KnownFloat
from .kam_survey_question import WORDS

STANDINGS = [
    ("ours", "▲ We see it better"),
    ("theirs", "▼ They see it better"),
    ("alike", "= Alike"),
    ("unknown", "Not known"),
]


class KamSurveyLine(models.Model):
    """A question as it was asked in one round, in the words of then, and what both sides said once
    the round is closed.
    """

    _name = "kam.survey.line"
    _description = "Question of a Survey Round"
    _inherit = ["kam.plan.line"]
    _order = "round_date desc, round_id desc, sequence, id"
    _owner_fields = ("round_id",)
    _natural_keys = (NaturalKey(("round_id", "question_id"), is_unique=True),)
    _unoffered_fields = ("version", "app_question_id")

    round_id = fields.Many2one(
        "kam.survey.round", required=True, readonly=True, index=True, ondelete="cascade"
    )
    plan_id = fields.Many2one(
        related="round_id.plan_id", store=True, precompute=True, required=False
    )
    round_date = fields.Date(
        related="round_id.date", string="Asked On", store=True, precompute=True
    )
    is_latest = fields.Boolean(related="round_id.is_latest", string="Last Round")
    state = fields.Selection(related="round_id.state")
    question_id = fields.Many2one(
        "kam.survey.question", required=True, readonly=True, index=True, ondelete="restrict"
    )
    name = fields.Char("Asked As", required=True, readonly=True, translate=True)
    low = fields.Char("1 Means", readonly=True, translate=True)
    high = fields.Char("5 Means", readonly=True, translate=True)
    version = fields.Integer(readonly=True, aggregator=None)
    sequence = fields.Integer(readonly=True)
    # Each question counts the same, whatever it is grouped by.
    ours_mean = KnownFloat("We", readonly=True, digits=(16, 2), aggregator="avg")
    theirs_mean = KnownFloat("They", readonly=True, digits=(16, 2), aggregator="avg")
    ours_median = KnownFloat("We (Median)", readonly=True, digits=(16, 2), aggregator=None)
    theirs_median = KnownFloat("They (Median)", readonly=True, digits=(16, 2), aggregator=None)
    ours_count = fields.Integer("Our Answers", readonly=True, aggregator=None)
    theirs_count = fields.Integer("Their Answers", readonly=True, aggregator=None)
    gap = KnownFloat(
        readonly=True,
        digits=(16, 2),
        aggregator="avg",
        help="We minus they: above 0 we see it better than they do.",
    )
    standing = fields.Selection(STANDINGS, "Who Sees It Better", default="unknown", readonly=True)
    comments = fields.Text("Said to It", compute="_compute_comments", compute_sudo=False)
    app_question_id = fields.Integer(readonly=True, copy=False, aggregator=None)

    _question_uniq = models.UniqueIndex(
        "(round_id, question_id)", "This question is asked in this round already."
    )

    @api.model
    def _find_asked_sudo(self, questions):
        """Those of these questions that any round asked."""
        groups = self.sudo()._read_group([("question_id", "in", questions.ids)], ["question_id"])
        return questions.browse(question.id for (question,) in groups)

    def _keep_words_sudo(self):
        """Say the questions in all languages, as they are said now."""
        for code, _name in self.env["res.lang"].get_installed():
            for line in self.sudo().with_context(lang=code):
                question = line.question_id
                line.write({name: question[name] for name in WORDS})

    @api.depends("state", "ours_mean", "theirs_mean")
    def _compute_comments(self):
        comments = self._read_comments_sudo()
        for line in self:
            line.comments = "\n".join(comments.get(line.id, ())) or False

    def _read_comments_sudo(self):
        """What was said to questions whose figures are shown, without a name and in no order that
        tells one: {line id: list of texts}. As superuser: nobody reads the answers of others.
        """
        self.check_access("read")
        shown = {
            (line.round_id.id, line.question_id.id, side): line.id
            for line in self.sudo()
            for side in ("ours", "theirs")
            if line.state == "closed" and line[f"{side}_mean"] is not False
        }
        answers = self.env["kam.survey.answer"].sudo()
        domain = [("round_id", "in", self.round_id.ids), ("comment", "!=", False)]
        found = {}
        for one in answers.search(domain, order="side, comment") if shown else ():
            if key := shown.get((one.round_id.id, one.question_id.id, one.side)):
                found.setdefault(key, []).append(f"{one._get_side_word()}: {one.comment}")
        return found

    def _prepare_question(self):
        """The question as the form to answer shows it."""
        return {
            "id": self.question_id.id,
            "name": self.name,
            "low": self.low or "",
            "high": self.high or "",
            "scale": list(range(figures.LEAST, figures.MOST + 1)),
        }

    def _reckon(self, answers):
        """The figures of one question.

        :param dict answers: {side: list of (score, who typed it in)}
        :return: dict of the fields of both sides, of the gap and of who sees it better
        """
        values = {}
        for side in ("ours", "theirs"):
            pairs = answers.get(side, [])
            scores, authors = [score for score, _who in pairs], [who for _score, who in pairs]
            told = figures.summarise(scores, authors)
            values |= {f"{side}_{name}": number for name, number in told._asdict().items()}
        points = figures.gap(values["ours_mean"], values["theirs_mean"])
        return {**values, "gap": points, "standing": figures.judge(points)}
