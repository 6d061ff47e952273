from odoo import api, models
from odoo.exceptions import UserError

from ...tools.papers import deck, sample_deck
from ...tools.papers.vocabulary import NAMES


class KamPlanDeck(models.AbstractModel):
    """The plan and its review as slides, in the company's template or the one that is shipped."""

    _name = "kam.plan.deck"
    _description = "Account Plan as Slides"

    def _make_deck(self, mode, template=None, review=None):
        """Fill a template, in the language of this record.

        :param str mode: "internal" or "customer"
        :param template: `kam.deck.template` of that mode, or none for the one that is shipped
        :param review: `kam.review` of this plan, or none
        :return: bytes of the file
        :raise AccessError: when the user may not read one of the three
        :raise UserError: when a template or review is of another kind, or the plan is not shared;
            where python-pptx is missing
        """
        self.ensure_one()
        self._check_deck(mode, template, review)
        prepare = getattr(self, f"_prepare_{mode}_paper")
        values, loops = prepare(review)
        content = template._get_content() if template else self._make_sample(mode)
        presentation = self._open_deck(content, template)
        # Who made the template is no word for others.
        presentation.core_properties.title = f"{values['customer']} {values['today']}"
        presentation.core_properties.last_modified_by = values["company"]
        return deck.fill_deck(presentation, values, loops, self._get_deck_words())

    def _check_deck(self, mode, template, review):
        self.check_access("read")
        if mode not in NAMES:
            raise UserError(self.env._("Slides are “internal” or “customer”, not “%s”.", mode))
        for record in filter(None, (template, review)):
            record.check_access("read")
        if template and template.mode != mode:
            raise UserError(
                self.env._("The template “%s” is made for other readers.", template.name)
            )
        if review and review.plan_id != self:
            raise UserError(self.env._("The review “%s” is of another plan.", review.name))
        if review and mode == "customer":
            review._check_for_customer()

    @api.model
    def _check_deck_library(self):
        """Say what to install where it is missing.

        :raise UserError: naming it
        """
        try:
            deck.find_library()
        except deck.LibraryMissing as error:
            raise UserError(
                self.env._(
                    "To make slides, the server needs the Python package “python-pptx”. Ask your "
                    "administrator to install it (pip install python-pptx) and to start the "
                    "server again."
                )
            ) from error

    @api.model
    def _open_deck(self, content, template=None):
        """Open a presentation.

        :raise UserError: where it cannot be opened, or python-pptx is missing
        """
        self._check_deck_library()
        try:
            return deck.open_deck(content)
        except deck.BrokenFile as error:
            name = template.file_name or template.name if template else ""
            raise UserError(self._describe_broken(name, "large" in error.args)) from error

    @api.model
    def _describe_broken(self, name, is_large):
        if is_large:
            return self.env._("“%s” is too large: a template has up to 200 slides and 20 MB.", name)
        return self.env._(
            "“%s” is no PowerPoint presentation, or a broken one: save it as .pptx, without macros "
            "and without a password, and upload it again.",
            name,
        )

    @api.model
    def _get_deck_words(self):
        return deck.Words(self.env._("not known"), lambda count: self.env._("and %s more", count))

    # the template that is shipped

    @api.model
    def _make_sample(self, mode):
        """The shipped template, in the user's language.

        :return: bytes of the file
        :raise UserError: where python-pptx is missing
        """
        self._check_deck_library()
        return sample_deck.make_sample(getattr(self, f"_prepare_{mode}_sample")())

    @api.model
    def _prepare_internal_sample(self):
        numbers = [
            [self.env._("Number"), self.env._("Now")],
            [self.env._("Health"), "{{health}}"],
            [self.env._("Plan quality"), "{{hygiene}}"],
            [self.env._("Confidence"), "{{confidence}}"],
        ]
        first = {"title": "{{partner}}", "subtitle": "{{review}} · {{today}}", "table": []}
        second = {"title": self.env._("Where we stand"), "subtitle": "", "table": numbers}
        tables = self._prepare_sample_tables("internal", self._get_internal_tables())
        return [first, second, *tables]

    @api.model
    def _get_internal_tables(self):
        """The lists of a review, for slides and paper: (title, name, headings as the names of a
        line in `tools.papers.vocabulary`).
        """
        who, when, state = self.env._("Who"), self.env._("By when"), self.env._("State")
        return [
            (
                self.env._("Scores since {{since}}"),
                "scores",
                [self.env._("Score"), self.env._("Then"), self.env._("Now"), "±"],
            ),
            (
                self.env._("What changed since {{since}}"),
                "changes",
                [self.env._("What"), self.env._("In figures"), self.env._("Since")],
            ),
            (
                self.env._("Agenda"),
                "agenda",
                [
                    self.env._("Item"),
                    self.env._("Kind"),
                    self.env._("Minutes"),
                    self.env._("What was said"),
                    self.env._("Outcome"),
                ],
            ),
            (
                self.env._("Targets"),
                "targets",
                [
                    self.env._("Target"),
                    self.env._("Wanted"),
                    self.env._("Actual"),
                    self.env._("Period"),
                ],
            ),
            (
                self.env._("Objectives"),
                "objectives",
                [self.env._("Objective"), self.env._("Progress"), when, state],
            ),
            (self.env._("Late"), "late", [self.env._("Action"), who, when, state]),
            (self.env._("Open actions"), "actions", [self.env._("Action"), who, when, state]),
            (
                self.env._("Done since {{since}}"),
                "done",
                [self.env._("Action"), who, self.env._("Done on"), self.env._("Result")],
            ),
            (
                self.env._("Risks"),
                "risks",
                [
                    self.env._("Risk"),
                    self.env._("Rating"),
                    self.env._("Response"),
                    self.env._("Owner"),
                ],
            ),
            (
                self.env._("Decisions"),
                "decisions",
                [self.env._("Decision"), who, when, self.env._("Action")],
            ),
        ]

    @api.model
    def _prepare_customer_sample(self):
        first = {"title": "{{partner}}", "subtitle": "{{company}} · {{today}}", "table": []}
        tables = self._prepare_sample_tables("customer", self._get_customer_tables())
        return [first, *tables]

    @api.model
    def _get_customer_tables(self):
        """The lists that a customer may see, as `_get_internal_tables` gives them."""
        when, state = self.env._("By when"), self.env._("State")
        return [
            (self.env._("Agenda"), "agenda", [self.env._("Item"), self.env._("Minutes")]),
            (
                self.env._("Your goals"),
                "goals",
                [self.env._("Goal"), self.env._("Kind"), self.env._("Horizon")],
            ),
            (
                self.env._("What we want to reach"),
                "objectives",
                [self.env._("Objective"), self.env._("Gain"), when, state],
            ),
            (
                self.env._("Who does what"),
                "actions",
                [self.env._("Action"), self.env._("Who"), when, state],
            ),
            (
                self.env._("What it is worth"),
                "values",
                [self.env._("Value"), state, self.env._("Promised"), self.env._("Until")],
            ),
            (self.env._("Risks"), "risks", [self.env._("Risk"), self.env._("Response"), state]),
            (
                self.env._("Dates"),
                "dates",
                [self.env._("What"), self.env._("When"), self.env._("Kind")],
            ),
        ]

    @api.model
    def _prepare_sample_tables(self, mode, tables):
        """A slide for each list, with all that its lines have."""
        return [
            {
                "title": title,
                "table": [heads, self._prepare_sample_row(name, NAMES[mode].loops[name])],
            }
            for title, name, heads in tables
        ]

    @api.model
    def _prepare_sample_row(self, loop, names):
        row = [f"{{{{{name}}}}}" for name in names]
        row[0] = f"{{{{#{loop}}}}}{row[0]}"
        row[-1] = f"{row[-1]}{{{{/{loop}}}}}"
        return row
