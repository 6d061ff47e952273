"""The layout of the map on paper. The screen's has the same cases (layout.test.js)."""

import json

from odoo.tests import tagged
from odoo.tools import file_open

from odoo.addons.kam_planning.tools import line_routes, org_chart

from ..tools.common import PureCase

CASES = "kam_planning/static/tests/relationship/layout_cases.json"
LINE_CASES = "kam_planning/static/tests/relationship/line_cases.json"


@tagged("standard", "post_install", "-at_install")
class TestLayoutCases(PureCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with file_open(CASES) as file:
            cls.shared = json.load(file)

    def test_a_card_is_as_large_as_on_the_screen(self):
        names = {"width": "WIDTH", "height": "HEIGHT", "gapX": "GAP_X", "gapY": "GAP_Y"}
        card = {key: getattr(org_chart, name) for key, name in names.items()}
        self.assertEqual(card, self.shared["card"])

    def test_cards_and_lines_stand_where_the_cases_say(self):
        self.assertGreater(len(self.shared["cases"]), 10)
        for case in self.shared["cases"]:
            with self.subTest(case["name"]):
                managers = dict(case["managers"])
                places, width, height = org_chart.lay_out(managers)
                links = {
                    str(person): org_chart.connect(places[manager], places[person])
                    for person, manager in managers.items()
                    if manager in places and person in places
                }
                corners = {str(person): list(place) for person, place in places.items()}
                self.assertEqual(corners, case["places"])
                self.assertEqual([width, height], case["size"])
                self.assertEqual(links, case["links"])

    def test_lines_run_where_the_cases_say(self):
        with file_open(LINE_CASES) as file:
            cases = json.load(file)["cases"]
        self.assertGreater(len(cases), 8)
        for case in cases:
            with self.subTest(case["name"]):
                places, _width, _height = org_chart.lay_out(dict(case["managers"]))
                lines = [(number, *line) for number, line in enumerate(case["lines"])]
                routes = line_routes.route_lines(places, lines)
                drawn = [
                    {
                        "points": [list(point) for point in routes[number].points],
                        "label": list(routes[number].label),
                        "arrow": line_routes.arrow(*routes[number].points[-2:]),
                    }
                    for number in range(len(lines))
                ]
                self.assertEqual(drawn, case["routes"])
