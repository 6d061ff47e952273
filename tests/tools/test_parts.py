"""What is part of what, in plain values."""

from odoo.addons.kam_planning.tools.parts import Row, find_parts, find_rivals

from .common import PureCase

ABOVE = {10: [10], 11: [11, 10], 12: [12]}


class TestParts(PureCase):
    def test_a_place_below_is_part_of_the_place_above_in_one_company_only(self):
        rows = [Row(1, 1, 10, 0, (0,)), Row(2, 1, 11, 0, (0,)), Row(3, 2, 11, 0, (0,))]
        self.assertEqual(find_parts(rows, ABOVE), {(2, 1)})

    def test_of_two_that_are_the_same_the_later_one_counts(self):
        rows = [Row(1, 1, 10, 0, (0,), rank=5), Row(2, 1, 10, 0, (0,), rank=3)]
        self.assertEqual(find_parts(rows, ABOVE), {(2, 1)})
        rows = [Row(1, 1, 10, 0, (0,)), Row(2, 1, 10, 0, (0,))]
        self.assertEqual(find_parts(rows, ABOVE), {(1, 2)})

    def test_places_in_a_circle_hold_each_other_and_one_of_them_counts(self):
        rows = [Row(1, 1, 10, 0, (0,)), Row(2, 1, 11, 0, (0,))]
        self.assertEqual(find_parts(rows, {10: [10, 11], 11: [11, 10]}), {(1, 2)})

    def test_a_scope_is_held_by_wider_ones(self):
        rows = [Row(1, 1, 10, 7, (7,)), Row(2, 1, 10, 8, (8, 7)), Row(3, 1, 12, 8, (8, 7))]
        self.assertEqual(find_parts(rows, ABOVE), {(2, 1)})

    def test_more_may_be_asked_for(self):
        rows = [Row(1, 1, 10, 0, (0,), more=(1, 12)), Row(2, 1, 10, 0, (0,), more=(4, 6))]

        def holds(whole, part):
            return whole.more[0] <= part.more[0] and whole.more[1] >= part.more[1]

        self.assertEqual(find_parts(rows, ABOVE, holds), {(2, 1)})

    def test_rivals_overlap_without_holding_each_other(self):
        rows = [Row(1, 1, 10, 7, (7,)), Row(2, 1, 11, 8, (8,)), Row(3, 1, 12, 8, (8,))]
        parts = find_parts(rows, ABOVE)
        self.assertEqual(parts, set())
        self.assertEqual(find_rivals(rows, ABOVE, parts, lambda *_pair: True), {(2, 1)})
        self.assertEqual(find_rivals(rows, ABOVE, {(2, 1)}, lambda *_pair: True), set())
