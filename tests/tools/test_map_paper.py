"""Lines around cards, charts over sheets, texts in lines: plain values."""

import random

from odoo.addons.kam_planning.tools import chart_pages, line_routes, org_chart
from odoo.addons.kam_planning.tools.drawn_text import text_width, wrap

from .common import PureCase

WIDTH, HEIGHT = 200, 96


def make_company(seed, count):
    """A company at random: {person: manager or None}."""
    chance = random.Random(seed)
    managers = {1: None}
    for person in range(2, count + 1):
        above = chance.randint(max(1, person - 15), person - 1)
        managers[person] = None if chance.random() < 0.06 else above
    return managers


def is_over(corners, cards):
    """Whether a box touches the inside of a card. The box is (left, top, right, bottom)."""
    left, top, right, bottom = corners
    return any(right > x and left < x + WIDTH and bottom > y and top < y + HEIGHT for x, y in cards)


class TestLineRoutes(PureCase):
    def _route(self, managers, *pairs, label=62):
        places, _width, _height = org_chart.lay_out(managers)
        lines = [(number, *pair, label) for number, pair in enumerate(pairs)]
        return places, line_routes.route_lines(places, lines)

    def test_between_two_of_a_row_it_runs_above_them(self):
        # Cards at (0, 144) and (224, 144): up 14 from the right port of one, 150, to the left of
        # the other, 224 + 50.
        _places, routes = self._route({1: None, 2: 1, 3: 1}, (2, 3))
        self.assertEqual(routes[0].points, [(150, 144), (150, 130), (274, 130), (274, 144)])
        self.assertEqual(routes[0].label, (212, 130))

    def test_it_passes_a_row_where_no_card_stands(self):
        # The first stands above 2 and 3, and 4 below 2: between 2 (up to 200) and 3 (from 224).
        managers = {1: None, 2: 1, 3: 1, 4: 2}
        _places, routes = self._route(managers, (1, 4))
        self.assertEqual(
            routes[0].points,
            [(162, 96), (162, 130), (218, 130), (218, 274), (150, 274), (150, 288)],
        )

    def test_arrowheads_point_where_the_line_goes(self):
        self.assertEqual(line_routes.arrow((5, 50), (5, 90)), "5,90 0,80 10,80")
        self.assertEqual(line_routes.arrow((5, 90), (5, 50)), "5,50 10,60 0,60")
        self.assertEqual(line_routes.arrow((90, 5), (50, 5)), "50,5 60,0 60,10")

    def test_upwards_is_the_same_way_from_its_other_end(self):
        managers = {1: None, 2: 1, 3: 1, 4: 2}
        _places, down = self._route(managers, (1, 4))
        _places, up = self._route(managers, (4, 1))
        self.assertEqual(up[0].points, down[0].points[::-1])

    def test_no_line_and_no_label_is_over_a_card(self):
        for seed in range(25):
            managers = make_company(seed, 20 + 4 * seed)
            chance = random.Random(seed)
            pairs = [chance.sample(sorted(managers), 2) for _n in range(len(managers) // 2)]
            places, routes = self._route(managers, *pairs)
            cards = places.values()
            self.assertEqual(len(routes), len(pairs))
            for number, (source, target) in enumerate(pairs):
                points = routes[number].points
                for (x1, y1), (x2, y2) in zip(points, points[1:], strict=False):
                    self.assertTrue(x1 == x2 or y1 == y2)
                    corners = (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
                    self.assertFalse(is_over(corners, cards), (seed, number))
                for person, (x, y) in ((source, points[0]), (target, points[-1])):
                    left, top = places[person]
                    self.assertTrue(left < x < left + WIDTH and y in (top, top + HEIGHT))
                x, y = routes[number].label
                self.assertFalse(is_over((x - 31, y - 7, x + 31, y + 7), cards), (seed, number))

    def test_labels_keep_off_each_other(self):
        managers = {1: None, **dict.fromkeys(range(2, 5), 1)}
        _places, routes = self._route(managers, (2, 4), (4, 2), (2, 3), (3, 4), (2, 4))
        labels = [route.label for route in routes.values()]
        for number, (x1, y1) in enumerate(labels):
            for x2, y2 in labels[:number]:
                self.assertTrue(abs(x1 - x2) >= 62 or abs(y1 - y2) >= 14, labels)

    def test_thousands_of_lines(self):
        managers = {n: (n + 5) // 7 if n > 1 else None for n in range(1, 5001)}
        pairs = [(n, 5001 - n) for n in range(2, 2000)]
        _places, routes = self._route(managers, *pairs)
        self.assertEqual(len(routes), 1998)


class TestChartPages(PureCase):
    def test_one_sheet_where_all_have_room(self):
        managers = {1: None, 2: 1, 3: 1}
        sheets, continued = chart_pages.split(managers, 424, 240)
        self.assertEqual([[part.managers for part in sheet] for sheet in sheets], [[managers]])
        self.assertEqual(continued, {})

    def test_nobody(self):
        self.assertEqual(chart_pages.split({}, 424, 240), ([], {}))

    def test_parts_stand_below_each_other_where_there_is_room(self):
        managers = {1: None, 2: 1, 3: 1, 4: 2, 5: 2}
        # Side by side they need three columns, and a sheet has two. Two levels are 240 high: twice
        # that and the gap of 60 between them have room on the first sheet.
        sheets, continued = chart_pages.split({**managers, 6: 3, 7: 3}, 424, 240 + 60 + 240)
        self.assertEqual(
            [[part.managers for part in sheet] for sheet in sheets],
            [
                [{1: None, 2: 1, 3: 1}, {2: None, 4: 2, 5: 2}],
                [{3: None, 6: 3, 7: 3}],
            ],
        )
        self.assertEqual(continued, {2: 1, 3: 2})

    def test_a_row_that_is_too_long_goes_on_below_the_same_manager(self):
        # Two columns and two rows: the manager and two of the reports in a row below.
        managers = {1: None, **dict.fromkeys(range(2, 7), 1)}
        sheets, continued = chart_pages.split(managers, 424, 240)
        self.assertEqual(
            [part.managers for (part,) in sheets],
            [{1: None}, {1: None, 2: 1, 3: 1}, {1: None, 4: 1, 5: 1}, {1: None, 6: 1}],
        )
        self.assertEqual(continued, {1: 2})

    def test_everybody_stands_once_and_nothing_is_larger_than_a_sheet(self):
        for seed in range(20):
            managers = make_company(seed, 150)
            sheets, continued = chart_pages.split(managers, 1000, 1300)
            seen = []
            for number, sheet in enumerate(sheets, 1):
                height = -chart_pages.PART_GAP
                for part in sheet:
                    _places, right, bottom = org_chart.lay_out(part.managers)
                    height += bottom + chart_pages.PART_GAP
                    self.assertLessEqual(right, 1000)
                    for person, manager in part.managers.items():
                        self.assertEqual(
                            manager, None if person in part.heads else managers[person]
                        )
                    seen += [one for one in part.managers if one not in part.heads]
                    for head in part.heads:
                        self.assertLessEqual(continued[head], number)
                        self.assertIn(head, seen)
                self.assertLessEqual(height, 1300)
            self.assertEqual(sorted(seen), sorted(managers))


class TestDrawnText(PureCase):
    def test_nothing_is_lost_and_no_line_is_too_wide(self):
        for text in (
            "Dr. Maximiliane von Hohenstein-Lichtenfels-Oberburg",
            "Donaudampfschifffahrtsgesellschaftskapitän",
            "小林健太郎と長い名前",
            "WWW MMM",
            "  two   blanks ",
        ):
            lines = wrap(text, 120, 15, True)
            self.assertEqual("".join("".join(lines).split()), "".join(text.split()))
            for line in lines:
                self.assertLessEqual(text_width(line, 15, True), 120)
        self.assertEqual(wrap("", 120, 15), [])
        self.assertEqual(wrap(None, 120, 15), [])

    def test_wide_letters_need_more_room(self):
        self.assertLess(text_width("illi", 12), text_width("oooo", 12))
        self.assertLess(text_width("oooo", 12), text_width("WWWW", 12))
        self.assertEqual(text_width("e\u0301", 12), text_width("e", 12))
