from odoo import api, models
from odoo.tools import format_date

from ..models.common.days import today_of_user
from ..models.relationship.kam_stakeholder_judgement import PEOPLE_GROUP
from ..tools import chart_pages, org_chart
from ..tools.drawn_text import text_width, wrap
from ..tools.line_routes import arrow, label_width, route_lines
from ..tools.map_structure import MapStructure, cut_loops

# So many people stay readable on one drawing, and so many are printed over pages.
MOST_DRAWN = 150
MOST_ON_PAGES = 600
# Pixels of a sheet of A4 on its side, between its margins.
SHEET = (1062, 700)
# Nothing is printed smaller: a name is then as large as in a footnote.
SMALLEST = 0.6
# Room of a page for its heading, the lines above the first row, and the legend.
MARGIN, HEAD, LEGEND_LINE = 12, 66, 22
NAME_SIZE, TEXT_SIZE, LINE = 15, 12, 17
PADDING = 10
INNER = org_chart.WIDTH - 2 * PADDING
# The same signs as on the screen: colours never carry meaning alone.
INFLUENCE_SIGNS = {"0": "○", "1": "◔", "2": "◑", "3": "●"}
SUPPORT_SIGNS = {
    "unknown": "?",
    "against": "− −",
    "reserved": "−",
    "neutral": "=",
    "favourable": "+",
    "supportive": "+ +",
}
SUPPORT_COLORS = {
    "against": "#b3261e",
    "reserved": "#d9822b",
    "neutral": "#6c757d",
    "favourable": "#5c940d",
    "supportive": "#2b7a0b",
}
GREY = "#868e96"
LINE_STYLES = {
    "influence": ("#3b5bdb", ""),
    "alliance": ("#2b7a0b", "6 4"),
    "conflict": ("#b3261e", "2 4"),
}
DOTTED = (GREY, "2 5")


class KamStakeholder(models.Model):
    """The map as a drawing, for files and paper: what the user may see of it, and nothing else."""

    _inherit = "kam.stakeholder"

    @api.model
    @api.readonly
    def get_map_svg(self, account_id, company_id):
        """Draw the map of one customer in one picture.

        :param int account_id: the customer
        :param int company_id: the company whose map is drawn
        :return: str, an SVG document; of more than 150 people the upper levels, which it says
        :raise AccessError: when the user may read no plan of this customer
        """
        account, company, _can_write = self._get_checked_place(account_id, company_id)
        chart = self._prepare_chart(account, company)
        return self._draw(chart, chart["pages"][0])

    @api.model
    @api.readonly
    def get_map_pages(self, account_id, company_id):
        """Draw the map of one customer over sheets of A4 on their side.

        :param int account_id: the customer
        :param int company_id: the company whose map is drawn
        :return: list of str, SVG documents, the upper levels first; of more than 600 people the
            upper levels, which they say
        :raise AccessError: when the user may read no plan of this customer
        """
        account, company, _can_write = self._get_checked_place(account_id, company_id)
        chart = self._prepare_chart(account, company, SHEET)
        return [self._draw(chart, page) for page in chart["pages"]]

    @api.model
    def _draw(self, chart, page):
        values = {"chart": chart, "page": page}
        return str(self.env["ir.qweb"]._render("kam_planning.map_svg", values)).strip()

    @api.model
    def _prepare_chart(self, account, company, sheet=None):
        """Everything that is drawn, in plain values.

        :param sheet: width and height of a page in pixels, or None for one picture of everybody
        :return: dict ``title``, ``date``, ``sees`` (whether judgements are drawn), ``total``
            (people on the map), ``drawn`` and ``more`` (people left out), ``pages`` (list of dicts,
            see `_prepare_chart_page`; at least one)
        """
        domain = self._get_account_domain(account, company)
        structure = MapStructure(self._read_structure(domain))
        shown = self.browse(structure.choose_upper(MOST_ON_PAGES if sheet else MOST_DRAWN))
        sees = self.env.user.has_group(PEOPLE_GROUP)
        cards = {person.id: person._prepare_chart_card(sees) for person in shown}
        managers = cut_loops({person.id: person.manager_id.id for person in shown})
        chart = {
            "title": account.display_name,
            "sees": sees,
            "date": format_date(self.env, today_of_user(self)),
            "total": structure.total,
            "drawn": len(shown),
            "more": structure.total - len(shown),
            "card_width": org_chart.WIDTH,
            "card_height": max([org_chart.HEIGHT, *(card["height"] for card in cards.values())]),
        }
        legend = shown._prepare_legend(sees)
        lines = shown._prepare_chart_lines(sees)
        sheets, continued = shown._share_out(chart, managers, legend, sheet)
        drawn = (cards, lines, legend, continued)
        chart["pages"] = [
            self._prepare_chart_page(chart, parts, number, drawn)
            for number, parts in enumerate(sheets, 1)
        ]
        for page in chart["pages"]:
            page["scale"] = _get_scale(page, sheet)
        return chart

    def _share_out(self, chart, managers, legend, sheet):
        """Sheets of the chart, and where managers' reports go on; one sheet for one picture."""
        if not sheet:
            return [[chart_pages.Part(managers)]], {}
        width, height = (size / SMALLEST for size in sheet)
        legend_height = len(_flow(legend, width - 2 * MARGIN)) * LEGEND_LINE
        room = (width - 2 * MARGIN, height - HEAD - LEGEND_LINE - legend_height - 2 * MARGIN)
        # The note on where a manager's reports go on takes a line of a card.
        chart["card_height"] += LINE
        sheets, continued = chart_pages.split(managers, *room, chart["card_height"])
        return sheets or [[]], continued

    @api.model
    def _prepare_chart_page(self, chart, parts, number, drawn):
        """One page in plain values.

        :param list parts: `tools.chart_pages.Part`s of the page
        :param tuple drawn: cards by person, lines, legend, pages on which managers' reports go on
        :return: dict ``number``, ``width`` and ``height`` (pixels), ``cards``, ``links`` (points of
            polylines), ``lines`` (informal and dotted lines), ``legend``, ``left_out`` (lines that
            lead to other pages)
        """
        cards, lines, legend, continued = drawn
        card_height = chart["card_height"]
        places, links, width, height = _stack(parts, card_height)
        own = {person: place for (_part, person, head), place in places.items() if not head}
        there = [line for line in lines if line["source"] in own and line["target"] in own]
        touching = [line for line in lines if line["source"] in own or line["target"] in own]
        width = max(width, 6 * org_chart.WIDTH)
        rows = _flow(legend, width)
        return {
            "number": number,
            "width": width,
            "height": height,
            "full_width": width + 2 * MARGIN,
            "full_height": height + HEAD + (len(rows) + 1) * LEGEND_LINE + 2 * MARGIN,
            "cards": [
                {
                    **cards[person],
                    "x": place[0],
                    "y": place[1],
                    "is_head": is_head,
                    "goes_on": 0 if is_head else continued.get(person, 0),
                }
                for (_part, person, is_head), place in places.items()
            ],
            "links": links,
            "lines": _draw_lines(there, {**places, **own}, card_height),
            "left_out": len(touching) - len(there),
            "legend": rows,
        }

    def _prepare_chart_card(self, sees):
        """What a card says, line by line: nothing is cut, long texts are wrapped."""
        best = self._get_best_relationship()
        signs = []
        if sees:
            roles = " ".join(role.abbreviation or role.name for role in self.role_ids)
            signs = [
                INFLUENCE_SIGNS.get(self.influence, ""),
                SUPPORT_SIGNS.get(self.support, "?"),
                roles,
            ]
        texts = [
            *((text, NAME_SIZE, True) for text in wrap(self.name, INNER, NAME_SIZE, True)),
            *((text, TEXT_SIZE, False) for text in wrap(self.title, INNER, TEXT_SIZE)),
            *((text, TEXT_SIZE, False) for text in wrap(" ".join(signs), INNER, TEXT_SIZE)),
        ]
        if best:
            known = f"{best.user_id.name} · {best.strength:.0f}"
            texts += [(text, TEXT_SIZE, False) for text in wrap(known, INNER, TEXT_SIZE)]
        return {
            "texts": [
                {"text": text, "size": size, "is_bold": is_bold, "y": LINE * number}
                for number, (text, size, is_bold) in enumerate(texts, 1)
            ],
            "height": LINE * len(texts) + PADDING,
            "is_placeholder": self.is_placeholder,
            "color": SUPPORT_COLORS.get(self.support, "#adb5bd") if sees else "#adb5bd",
        }

    def _prepare_chart_lines(self, sees):
        """Dotted lines of these people and, for who sees them, the informal ones."""
        dotted = [
            {
                "source": person.dotted_manager_id.id,
                "target": person.id,
                "color": DOTTED[0],
                "dash": DOTTED[1],
                "width": 2,
                "label": "",
                "direction": "none",
            }
            for person in self
            if person.dotted_manager_id and not person.dotted_manager_id.parked_reason
        ]
        if not sees:
            return dotted
        ends = ("source_id", "in", self.ids), ("target_id", "in", self.ids)
        lines = self.env["kam.influence"].search(list(ends), order="id")
        labels = dict(lines._fields["kind"]._description_selection(self.env))
        return dotted + [
            {
                "source": line.source_id.id,
                "target": line.target_id.id,
                "color": LINE_STYLES[line.kind][0],
                "dash": LINE_STYLES[line.kind][1],
                "width": int(line.strength) + 0.5,
                "label": labels[line.kind],
                "direction": line.direction,
            }
            for line in lines
        ]

    def _prepare_legend(self, sees):
        """What the signs mean: list of dicts ``text``, with ``color``, ``dash`` and ``arrow`` of a
        line, ``box`` of a card, or a ``sign``.
        """
        legend = [
            {"text": self.env._("reports to"), "color": GREY, "dash": ""},
            {"text": self.env._("also reports to"), "color": DOTTED[0], "dash": DOTTED[1]},
            {"text": self.env._("role that nobody fills"), "box": "6 4"},
            {
                "text": self.env._("who of ours knows them best, and how well (0-100)"),
                "sign": self.env._("Name · 66"),
            },
        ]
        if not sees:
            return legend
        for name, signs in (("influence", INFLUENCE_SIGNS), ("support", SUPPORT_SIGNS)):
            labels = dict(self._fields[name]._description_selection(self.env))
            legend.append({"text": f"{self._fields[name]._description_string(self.env)}:"})
            legend += [{"text": labels[key], "sign": sign} for key, sign in signs.items()]
        kinds = dict(self.env["kam.influence"]._fields["kind"]._description_selection(self.env))
        return legend + [
            {"text": kinds[kind], "color": color, "dash": dash, "arrow": True}
            for kind, (color, dash) in LINE_STYLES.items()
        ]


def _stack(parts, card_height):
    """Lay out the parts of a page one below the other.

    :return: tuple ({(number of the part, person, whether shown again as a head): place}, points of
        the reporting lines, width, height)
    """
    places, links, width, top = {}, [], 0, 0
    for number, part in enumerate(parts):
        there, right, bottom = org_chart.lay_out(part.managers, card_height)
        there = {person: (x, y + top) for person, (x, y) in there.items()}
        places |= {(number, one, one in part.heads): place for one, place in there.items()}
        links += [
            org_chart.connect(there[manager], there[person], card_height)
            for person, manager in part.managers.items()
            if manager in there
        ]
        width, top = max(width, right), top + bottom + chart_pages.PART_GAP
    return places, links, width, max(0, top - chart_pages.PART_GAP)


def _draw_lines(lines, places, card_height):
    """Add to each line where it runs, and its arrowheads."""
    asked = [
        (number, line["source"], line["target"], label_width(line["label"]))
        for number, line in enumerate(lines)
    ]
    routes = route_lines(places, asked, card_height)
    drawn = []
    for number, line in enumerate(lines):
        points = routes[number].points
        heads = [] if line["direction"] == "none" else [arrow(points[-2], points[-1])]
        if line["direction"] == "both":
            heads.append(arrow(points[1], points[0]))
        x, y = routes[number].label
        text = " ".join(f"{x},{y}" for x, y in points)
        drawn.append(
            {
                **line,
                "points": text,
                "arrows": heads,
                "x": x,
                "y": y + 4,
                "label_width": asked[number][3],
            }
        )
    return drawn


def _flow(legend, width):
    """Put the parts of a legend side by side: list of rows, each a list of dicts with ``x``."""
    rows, x = [[]], 0
    for part in legend:
        sample = 36 if part.keys() & {"color", "box"} else 0
        sample += text_width(part.get("sign", ""), TEXT_SIZE, True)
        taken = sample + text_width(part["text"], TEXT_SIZE) + 26
        if x and x + taken > width:
            rows.append([])
            x = 0
        rows[-1].append({**part, "x": round(x), "text_x": round(x + sample + 6)})
        x += taken
    return rows


def _get_scale(page, sheet):
    """How large a page is drawn on a sheet: never larger than it is."""
    if not sheet:
        return 1
    return min(1, sheet[0] / page["full_width"], sheet[1] / page["full_height"])
