from odoo import api, models
from odoo.tools.misc import formatLang

from ...tools import paper

# From here on an amount is written in whole units, and from there on in millions.
WHOLE_FROM, MILLIONS_FROM = 100, 10**12


class KamPlanPaper(models.AbstractModel):
    """A plan on paper: its blocks, which the rooms add in `_get_paper_blocks`, shared out so that
    together they fit.

    A block is filled by a method of the plans that gives for each of them, or for those which have
    something to print, a dict for the block's template:

    - ``rows``: list of what stands in a row
    - ``heights``: height of each row in pixels
    - ``fixed``: height of what stands there without any row, besides the heading
    - whatever else the template shows; ``note`` stands beside the heading

    The page adds ``more``, a text about the rows that did not fit, or "".
    A block on pages of its own gives what its template shows, nothing is cut of it.
    """

    _name = "kam.plan.paper"
    _description = "Account Plan on Paper"

    @api.model
    def _get_readable_blocks(self):
        """The blocks that the user may read, in their order: list of `tools.paper.Block`."""
        blocks = [b for b in self._get_paper_blocks() if self.env[b.model].has_access("read")]
        return sorted(blocks, key=lambda block: block.sequence)

    def _prepare_pages(self, names=None):
        """Everything that is printed of these plans, as the user may read it.

        :param names: names of the blocks, by default those that are usual; blocks that a plan does
            not show are left out of it
        :return: dict {plan: dict ``parts``, a list of those on the page, and ``pages``, a list of
            those on pages of their own; each a dict as its block is filled, with ``template``,
            ``heading`` and ``more``}
        """
        parts = {plan: [] for plan in self}
        for block in self._get_readable_blocks():
            if not (block.is_usual if names is None else block.name in names):
                continue
            plans = self.filtered(block.switch)
            for plan, part in (getattr(plans, block.fill)() if plans else {}).items():
                parts[plan].append((block, part))
        return {plan: plan._prepare_page(parts[plan]) for plan in self}

    def _prepare_page(self, parts):
        heading, fitted = None, []
        for block, part in parts:
            shown = "" if block.heading == heading else block.heading
            heading = block.heading
            fitted.append((block, {**part, "template": block.template, "heading": shown}))
        on_page = [(block, part) for block, part in fitted if not block.is_page]
        self._fit(on_page)
        return {
            "parts": [part for _block, part in on_page],
            "pages": [part for block, part in fitted if block.is_page],
        }

    def _fit(self, parts):
        """Leave of each part the rows for which there is room."""
        room = paper.PAGE_HEIGHT - paper.HEAD_HEIGHT
        rows = [
            paper.Rows(
                part["heights"],
                part["fixed"] + (paper.HEADING_HEIGHT if part["heading"] else 0),
                block.step,
            )
            for block, part in parts
        ]
        for (block, part), shown in zip(parts, paper.share_room(room, rows), strict=True):
            left = len(part["rows"]) - shown
            part["rows"] = part["rows"][:shown]
            part["more"] = self.env._("and %s more", left) if left else ""
            if block.finish:
                getattr(self, block.finish)(part)

    @api.model
    def _prepare_table(self, rows, **values):
        """A part that is a table of rows of one line each."""
        heights = [paper.ROW_HEIGHT] * len(rows)
        # Without rows it says so in one.
        fixed = paper.TABLE_HEAD_HEIGHT + (0 if rows else paper.ROW_HEIGHT)
        return {"rows": rows, "heights": heights, "fixed": fixed, **values}

    @api.model
    def _format_on_paper(self, amount, currency):
        """Write an amount with its currency: in whole units from 100 on, never shortened to K or M.

        :param amount: float, or None where it is not known
        :param currency: res.currency
        """
        if amount is None:
            return "–"
        if abs(amount) >= MILLIONS_FROM:
            millions = formatLang(self.env, round(amount / 10**6), digits=0)
            return self.env._(
                "%(amount)s million %(currency)s", amount=millions, currency=currency.name
            )
        rounded = currency.round(amount)
        is_whole = abs(rounded) >= WHOLE_FROM or rounded == round(rounded)
        digits = 0 if is_whole else currency.decimal_places
        text = formatLang(self.env, rounded, digits=digits, rounding_method="HALF-UP")
        before = currency.position == "before"
        parts = (currency.symbol, text) if before else (text, currency.symbol)
        return "\N{NO-BREAK SPACE}".join(filter(None, parts))

    def _get_reading_direction(self):
        return self.env["res.lang"]._get_data(code=self.env.lang or "en_US").direction or "ltr"

    # Blocks of this room

    def _fill_paper_overview(self):
        """The sections chosen for the page, line by line in turns."""
        return {plan: plan._prepare_paper_overview() for plan in self}

    def _prepare_paper_overview(self):
        sections = self.section_ids.filtered(lambda s: s.is_overview and not s.is_empty)
        texts = [paper.wrap(f"{section.name}. {section._get_plain_text()}") for section in sections]
        rows = paper.take_by_turns(texts)
        # The first line of each section has a little distance to what is above it.
        distances = [paper.ROW_HEIGHT - paper.TEXT_HEIGHT] * len(texts)
        heights = [paper.TEXT_HEIGHT + distance for distance in distances]
        heights += [paper.TEXT_HEIGHT] * (len(rows) - len(heights))
        return {
            "rows": rows,
            "heights": heights,
            "fixed": 0 if rows else paper.ROW_HEIGHT,
            "names": sections.mapped("name"),
            "lengths": [len(lines) for lines in texts],
        }

    def _finish_paper_overview(self, part):
        """Put the lines that fit together again, section by section."""
        lines = {}
        for index, line in part["rows"]:
            lines.setdefault(index, []).append(line)
        part["sections"] = [
            self._join_lines(part["names"][index], texts, part["lengths"][index])
            for index, texts in lines.items()
        ]
        left = len(part["names"]) - len(lines)
        part["more"] = self.env._("and %s more", left) if left else ""

    @api.model
    def _join_lines(self, name, lines, length):
        text = " ".join(lines) + (" …" if len(lines) < length else "")
        return {
            "name": f"{name}.",
            "text": text.removeprefix(f"{name}.").strip(),
            "height": paper.TEXT_HEIGHT * len(lines),
        }

    def _fill_paper_team(self):
        return {plan: self._prepare_table(list(plan.member_ids)) for plan in self}
