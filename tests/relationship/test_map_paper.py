"""The map as a drawing: whole names, arrowheads, a legend, as many sheets as it takes."""

from lxml import etree

from odoo.tests import freeze_time
from odoo.tools import html2plaintext

from odoo.addons.kam_planning.report import kam_stakeholder as drawing

from ..common.common import TODAY
from .common import MapCommon

LONG = "Dr. Maximiliane von Hohenstein-Lichtenfels-Oberburg"


def plain(svg):
    """The words of a drawing."""
    return " ".join(html2plaintext(svg).split())


@freeze_time(TODAY)
class TestMapPaper(MapCommon):
    def setUp(self):
        super().setUp()
        self.place = (self.customer.id, self.env.company.id)

    def _draw(self, user):
        return self.env["kam.stakeholder"].with_user(user).get_map_svg(*self.place)

    def _sheets(self, user):
        return self.env["kam.stakeholder"].with_user(user).get_map_pages(*self.place)

    def test_names_are_whole(self):
        self._person(LONG, title="Head of Global Strategic Procurement and Logistics")
        drawn = plain(self._draw(self.kam)).replace("- ", "-")
        self.assertIn(LONG, drawn)
        self.assertIn("Head of Global Strategic Procurement and Logistics", drawn)

    def test_arrowheads_are_drawn_at_the_right_end(self):
        self.env["kam.influence"].with_user(self.judge).create(
            {"source_id": self.jane.id, "target_id": self.head.id, "kind": "influence"}
        )
        drawn = etree.fromstring(self._draw(self.judge))
        (line,) = drawn.findall(".//{*}polyline[@stroke='#3b5bdb']")
        head, in_legend = drawn.findall(".//{*}polygon[@fill='#3b5bdb']")
        self.assertEqual(in_legend.get("points"), "34,-4 24,-9 24,1")
        # Jane stands below her head: the line ends at the lower edge of the head's card.
        start, end = line.get("points").split()[0], line.get("points").split()[-1]
        self.assertGreater(int(start.split(",")[1]), int(end.split(",")[1]))
        self.assertTrue(head.get("points").startswith(end), head.get("points"))
        tip, left, _right = head.get("points").split()
        self.assertEqual(int(left.split(",")[1]) - int(tip.split(",")[1]), 10)

    def test_both_ways_has_two_heads_and_a_dotted_line_has_none(self):
        tom = self._person("Tom", manager_id=self.head.id, dotted_manager_id=self.jane.id)
        self.env["kam.influence"].with_user(self.judge).create(
            {"source_id": self.jane.id, "target_id": tom.id, "kind": "conflict"}
        )
        chart = self.env["kam.stakeholder"].with_user(self.judge)
        chart = chart._prepare_chart(self.customer, self.env.company)
        dotted, conflict = chart["pages"][0]["lines"]
        self.assertEqual((len(dotted["arrows"]), len(conflict["arrows"])), (0, 2))
        self.assertEqual((dotted["label"], conflict["label"]), ("", "Conflict"))
        self.assertEqual(dotted["dash"], drawing.DOTTED[1])

    def test_dotted_lines_are_for_all_and_judgements_for_their_group(self):
        self.jane.write({"influence": "3", "support": "against", "dotted_manager_id": False})
        tom = self._person("Tom", dotted_manager_id=self.jane.id)
        told, untold = plain(self._draw(self.judge)), plain(self._draw(self.reader))
        self.assertIn("Supportive", told)
        self.assertIn("Influences", told)
        for word in ("Supportive", "Against", "Influences", "Conflict", "Decides"):
            self.assertNotIn(word, untold)
        for text in (told, untold):
            self.assertIn("also reports to", text)
        self.assertIn(drawing.DOTTED[1], self._draw(self.reader))
        self.jane.parked_reason = "left"
        chart = self.env["kam.stakeholder"].with_user(self.reader)
        chart = chart._prepare_chart(self.customer, self.env.company)
        self.assertEqual(tom.dotted_manager_id, self.jane)
        self.assertEqual(chart["pages"][0]["lines"], [])

    def test_a_small_map_is_one_sheet(self):
        (sheet,) = self._sheets(self.judge)
        self.assertIn("Jane Buyer", sheet)
        self.assertNotIn("page 1", plain(sheet))
        self.assertIn("reports to", plain(sheet))

    def test_a_large_map_takes_several_sheets_the_upper_levels_first(self):
        managers = [self._person(f"Manager {n}", manager_id=self.head.id).id for n in range(10)]
        self.env["kam.stakeholder"].create(
            [
                {
                    "account_id": self.customer.id,
                    "name": f"Person {manager} {n}",
                    "manager_id": manager,
                }
                for manager in managers
                for n in range(9)
            ]
        )
        sheets = [plain(sheet) for sheet in self._sheets(self.kam)]
        self.assertGreater(len(sheets), 2)
        for number, sheet in enumerate(sheets, 1):
            self.assertIn(f"page {number} of {len(sheets)}", sheet)
            self.assertIn("role that nobody fills", sheet)
        for n in range(10):
            self.assertIn(f"Manager {n}", sheets[0])
        last = f"Person {managers[-1]} 8"
        (page,) = [number for number, sheet in enumerate(sheets, 1) if last in sheet]
        self.assertGreater(page, 1)
        # The manager above stands there again, and where he stood first it says where to go on.
        self.assertIn("Manager 9", sheets[page - 1])
        self.assertIn(f"reports: page {page}", sheets[0])
        everybody = " ".join(sheets)
        for manager in managers:
            for n in range(9):
                self.assertIn(f"Person {manager} {n}", everybody)

    def test_nobody_on_the_map(self):
        empty = self._create_plans(1)
        people = self.env["kam.stakeholder"].with_user(self.manager)
        (sheet,) = people.get_map_pages(empty.partner_id.id, self.env.company.id)
        self.assertIn(empty.partner_id.name, sheet)

    def test_as_many_queries_for_many_people(self):
        self._sheets(self.judge)
        few = self._count_queries(lambda: self._sheets(self.judge))
        self.env["kam.stakeholder"].create(
            [
                {
                    "account_id": self.customer.id,
                    "name": f"Person {n}",
                    "manager_id": self.jane.id,
                    "dotted_manager_id": self.head.id,
                }
                for n in range(50)
            ]
        )
        self._sheets(self.judge)
        self.assertLessEqual(self._count_queries(lambda: self._sheets(self.judge)), few + 1)

    def test_a_manager_who_is_drawn_again_twice_on_one_sheet_has_two_cards(self):
        self.env["kam.stakeholder"].create(
            [
                {
                    "account_id": self.customer.id,
                    "name": f"Person {n}",
                    "manager_id": self.head.id if n < 20 else self.jane.id,
                }
                for n in range(60)
            ]
        )
        people = self.env["kam.stakeholder"].with_user(self.kam)
        chart = people._prepare_chart(self.customer, self.env.company, (700, 950))
        for page in chart["pages"]:
            corners = [(card["x"], card["y"]) for card in page["cards"]]
            self.assertEqual(len(set(corners)), len(corners))
            for points in page["links"]:
                start = points.split()[0].split(",")
                above = (int(start[0]) - 100, int(start[1]) - chart["card_height"])
                self.assertIn(above, corners)
