from odoo import api, models
from odoo.tools import format_date

from ...tools import org_chart
from ...tools.map_structure import MapStructure, cut_loops
from ..common.days import today_of_user
from .kam_stakeholder_judgement import PEOPLE_GROUP

# So many people stay readable when printed.
MOST_PRINTED = 150
# The same signs as on the screen: colours never carry meaning alone.
INFLUENCE_SIGNS = {"0": "○", "1": "◔", "2": "◑", "3": "●"}
SUPPORT_SIGNS = {
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
LINE_STYLES = {
    "influence": ("#3b5bdb", ""),
    "alliance": ("#2b7a0b", "6 4"),
    "conflict": ("#b3261e", "2 4"),
}
NAME_LENGTH, TITLE_LENGTH = 24, 30


class KamStakeholderChart(models.AbstractModel):
    """The map as a drawing, for files and paper: what the user may see of it, and nothing else."""

    _name = "kam.stakeholder.chart"
    _description = "Chart of People"

    @api.model
    @api.readonly
    def get_map_svg(self, account_id, company_id):
        """Draw the map of one customer.

        :param int account_id: the customer
        :param int company_id: the company whose map is drawn
        :return: str, an SVG document; of more than 150 people the upper levels, which it says
        :raise AccessError: when the user may read no plan of this customer
        """
        account, company, _can_write = self._get_checked_place(account_id, company_id)
        chart = self._prepare_chart(account, company)
        return str(self.env["ir.qweb"]._render("kam_planning.map_svg", {"chart": chart}))

    @api.model
    def _prepare_chart(self, account, company):
        """Everything that is drawn, in plain values.

        :return: dict ``title``, ``date``, ``sees`` (whether judgements are drawn), ``width`` and
            ``height`` (pixels), ``cards``, ``links`` (points of polylines), ``lines`` (informal
            lines), ``total`` (people on the map), ``more`` (people left out)
        """
        domain = self._get_account_domain(account, company)
        structure = MapStructure(self._read_structure(domain))
        shown = self.browse(structure.choose_upper(MOST_PRINTED))
        sees = self.env.user.has_group(PEOPLE_GROUP)
        managers = cut_loops({person.id: person.manager_id.id for person in shown})
        places, width, height = org_chart.lay_out(managers)
        return {
            "title": account.display_name,
            "sees": sees,
            "date": format_date(self.env, today_of_user(self)),
            "width": width,
            "height": height,
            "card_width": org_chart.WIDTH,
            "card_height": org_chart.HEIGHT,
            "cards": [person._prepare_chart_card(places[person.id], sees) for person in shown],
            "links": [
                org_chart.connect(places[manager], places[person])
                for person, manager in managers.items()
                if manager in places
            ],
            "lines": shown._prepare_chart_lines(places) if sees else [],
            "total": structure.total,
            "more": structure.total - len(shown),
        }

    def _prepare_chart_card(self, place, sees):
        best = self._get_best_relationship()
        return {
            "x": place[0],
            "y": place[1],
            "name": (self.name or "")[:NAME_LENGTH],
            "title": (self.title or "")[:TITLE_LENGTH],
            "is_placeholder": self.is_placeholder,
            "relationship": f"{best.user_id.name} · {best.strength:.0f}" if best else "",
            "influence": INFLUENCE_SIGNS.get(self.influence, "") if sees else "",
            "support": SUPPORT_SIGNS.get(self.support, "?") if sees else "",
            "color": SUPPORT_COLORS.get(self.support, "#adb5bd") if sees else "#adb5bd",
            "roles": " ".join(r.abbreviation or r.name for r in self.role_ids) if sees else "",
        }

    def _prepare_chart_lines(self, places):
        half_x, half_y = org_chart.WIDTH // 2, org_chart.HEIGHT // 2
        lines = self.env["kam.influence"].search(
            [("source_id", "in", self.ids), ("target_id", "in", self.ids)]
        )
        labels = dict(lines._fields["kind"]._description_selection(self.env))
        return [
            {
                "x1": places[line.source_id.id][0] + half_x,
                "y1": places[line.source_id.id][1] + half_y,
                "x2": places[line.target_id.id][0] + half_x,
                "y2": places[line.target_id.id][1] + half_y,
                "color": LINE_STYLES[line.kind][0],
                "dash": LINE_STYLES[line.kind][1],
                "width": line.strength,
                "label": labels[line.kind],
                "is_both": line.direction == "both",
            }
            for line in lines
        ]
