from odoo import api, models
from odoo.fields import Domain
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
    A block on pages of its own gives what its template shows, nothing is cut of it; one that is a
    figure gives its ``height`` as well, besides the heading.
    """

    _name = "kam.plan.paper"
    _description = "Account Plan on Paper"

    @api.model
    def _get_readable_blocks(self):
        """The blocks that the user may read, in their order: list of `tools.paper.Block`."""
        blocks = [b for b in self._get_paper_blocks() if self.env[b.model].has_access("read")]
        return sorted(blocks, key=lambda block: block.sequence)

    def _prepare_pages(self, names=None):
        """Everything that is printed of these plans on one page, as the user may read it.

        :param names: names of the blocks, by default those that are usual; blocks that a plan does
            not show are left out of it
        :return: dict {plan: dict ``parts``, a list of those on the page, and ``pages``, a list of
            those on pages of their own; each a dict as its block is filled, with ``template``,
            ``heading``, ``number`` and ``more``}
        """
        filled = self._fill_blocks(names, "is_usual")
        pages = {}
        for plan, parts in filled.items():
            on_page, _left = plan._prepare_page([pair for pair in parts if not pair[0].is_page])
            pages[plan] = {"parts": on_page, "pages": plan._prepare_own_pages(parts)}
        return pages

    def _fill_blocks(self, names, default):
        """The chosen blocks of each plan: {plan: list of (`Block`, dict)}."""
        filled = {plan: [] for plan in self}
        for block in self._get_readable_blocks():
            if not (getattr(block, default) if names is None else block.name in names):
                continue
            plans = self.filtered(block.switch) if block.switch else self
            for plan, part in (getattr(plans, block.fill)() if plans else {}).items():
                filled[plan].append((block, part))
        return filled

    def _prepare_page(self, parts):
        """The parts of one page, and how much room is left on it."""
        heading, number, fitted = None, 0, []
        for block, part in parts:
            shown = "" if block.heading == heading else block.heading
            heading, number = block.heading, number + bool(shown)
            values = {"template": block.template, "heading": shown, "number": number}
            fitted.append((block, {**part, **values}))
        return [part for _block, part in fitted], self._fit(fitted)

    def _prepare_own_pages(self, parts):
        pages = []
        for block, part in parts:
            if block.is_page:
                part = {**part, "template": block.template, "heading": block.heading}
                if block.stretch:
                    getattr(self, block.stretch)(part, paper.PAGE_HEIGHT - paper.HEADING_HEIGHT)
                pages.append(part)
        return pages

    def _fit(self, parts):
        """Leave of each part the rows for which there is room; gives the room that is left."""
        room = paper.PAGE_HEIGHT - paper.HEAD_HEIGHT
        rows = [
            paper.Rows(
                part["heights"],
                part["fixed"] + (paper.HEADING_HEIGHT if part["heading"] else 0),
                block.step,
            )
            for block, part in parts
        ]
        counts = paper.share_room(room, rows)
        for (block, part), shown in zip(parts, counts, strict=True):
            self._cut_rows(part, shown)
            if block.finish:
                getattr(self, block.finish)(part)
        return room - paper.room_taken(rows, counts)

    @api.model
    def _cut_rows(self, part, shown):
        left = len(part["rows"]) - shown
        part["rows"] = part["rows"][:shown]
        part["more"] = self.env._("and %s more", left) if left > 0 else ""

    # The full plan

    def _prepare_full_plans(self, names=None):
        """The plan over several pages: first what stands on its one page, then of each other block
        the first rows, and the pictures. Blocks without a line are left out.

        :param names: names of the blocks, by default those of the full plan
        :return: dict {plan: dict as `_prepare_pages` gives it, with ``sheets``: for each page, the
            first one included, a list of bands below each other, each of one part or two beside
            each other}
        """
        filled = self._fill_blocks(names, "is_full")
        return {plan: plan._prepare_full_plan(parts) for plan, parts in filled.items()}

    def _prepare_full_plan(self, parts):
        first, left = self._prepare_page([pair for pair in parts if pair[0].is_usual])
        others = [
            (block, self._prepare_short(block, part))
            for block, part in parts
            if not block.is_usual and (block.is_figure or not block.is_page and part["rows"])
        ]
        numbers = [part["number"] for part in first]
        own = [pair for pair in parts if pair[0].is_page and not pair[0].is_figure]
        return {
            "parts": first,
            "pages": self._prepare_own_pages(own),
            "sheets": self._prepare_sheets(others, left, max(numbers, default=0)),
        }

    def _prepare_short(self, block, part):
        """The first rows of a part, and the height that it takes with its heading."""
        part = {**part, "template": block.template, "heading": block.heading, "is_among": True}
        if block.is_figure:
            return {**part, "taken": paper.HEADING_HEIGHT + part["height"]}
        rows = paper.Rows(part["heights"], part["fixed"] + paper.HEADING_HEIGHT)
        shown = min(block.most, len(part["rows"]))
        self._cut_rows(part, shown)
        if block.finish:
            getattr(self, block.finish)(part)
        return {**part, "taken": paper.room_taken([rows], [shown])}

    def _prepare_sheets(self, parts, left, number):
        """Share parts out over pages; what can be larger takes the most room that is left.

        :param parts: list of (`Block`, dict)
        :param left: room on the first page
        :param number: of the last heading above
        """
        whole = [part for block, part in parts if not block.stretch]
        halves = [block.is_half for block, _part in parts if not block.stretch]
        bands = [[whole[index] for index in band] for band in paper.pair_halves(halves)]
        heights = [max(part["taken"] for part in band) for band in bands]
        places, rooms = paper.fill_sheets(heights, paper.PAGE_HEIGHT, left)
        sheets = [[bands[index] for index in place] for place in places]
        for block, part in parts:
            if block.stretch:
                self._place_stretched(block, part, sheets, rooms)
        for band in (band for sheet in sheets for band in sheet):
            for part in band:
                number += 1
                part["number"] = number
        return sheets

    def _place_stretched(self, block, part, sheets, rooms):
        """Lay a part out in the largest room, or on a page of its own where none is enough."""
        if max(rooms) < part["taken"]:
            sheets.append([])
            rooms.append(paper.PAGE_HEIGHT)
        at = rooms.index(max(rooms))
        sheets[at].append([part])
        getattr(self, block.stretch)(part, rooms[at] - paper.HEADING_HEIGHT)
        part["taken"] = paper.HEADING_HEIGHT + part["height"]
        rooms[at] -= part["taken"]

    @api.model
    def _prepare_table(self, rows, **values):
        """A part that is a table of rows of one line each."""
        heights = [paper.ROW_HEIGHT] * len(rows)
        # Without rows it says so in one.
        fixed = paper.TABLE_HEAD_HEIGHT + (0 if rows else paper.ROW_HEIGHT)
        return {"rows": rows, "heights": heights, "fixed": fixed, **values}

    @api.model
    def _prepare_lines(self, columns, rows, **values):
        """A part that is a table of texts, for the template `paper_lines`.

        :param columns: list of tuples (heading, width in percent), with "end" for a figure, which
            stands at the end and is never cut, or "whole" for what is not cut either
        :param rows: list of lists of texts, one for each column; nothing is a dash
        """
        names = ("label", "width", "kind")
        columns = [dict(zip(names, (*column, ""), strict=False)) for column in columns]
        rows = [[text or "–" for text in row] for row in rows]
        return {**self._prepare_table(rows), "columns": columns, **values}

    @api.model
    def _print_lines(self, columns, found, prepare_row):
        """A table of texts for each plan with a row for each of its lines; of none there is none.

        :param columns: as `_prepare_lines` takes them
        :param dict found: {plan: records}
        :param prepare_row: function that gives the texts of one record
        """
        return {
            plan: self._prepare_lines(columns, [prepare_row(line) for line in lines])
            for plan, lines in found.items()
            if lines
        }

    def _find_lines(self, model, domain=Domain.TRUE, order=None):
        """The lines of a model that stand in these plans or with their customers, as the user may
        read them: {plan: records}.
        """
        lines = self.env[model]
        found = lines.search(self._get_lines_domain(lines) & domain, order=order)
        if "plan_id" in lines._fields:
            by_plan = found.grouped("plan_id")
            return {plan: by_plan.get(plan, lines) for plan in self}
        by_place = found.grouped(lambda line: (line.account_id, line.company_id))
        return {plan: by_place.get(plan._get_place(), lines) for plan in self}

    @api.model
    def _format_choice(self, record, name):
        """What a choice of a record is called."""
        return record._fields[name].convert_to_export(record[name], record)

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
        chosen = self.narrative_ids.filtered("is_overview").grouped("plan_id")
        none = self.env["kam.plan.section"]
        return {plan: self._prepare_paper_texts(chosen.get(plan, none)) for plan in self}

    def _fill_paper_charter(self):
        """What the team agreed on, where something is written."""
        written = self.charter_ids.filtered(lambda section: not section.is_empty)
        charters = written.grouped("plan_id").items()
        return {plan: self._prepare_paper_texts(sections) for plan, sections in charters}

    @api.model
    def _prepare_paper_texts(self, sections):
        sections = sections.filtered(lambda section: not section.is_empty)
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
