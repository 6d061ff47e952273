"""Rows of a table: in which order they are taken, and which record each of them means."""

from odoo.addons.kam_planning.tools.rows import MISSING, SEVERAL, NaturalKey, match
from odoo.addons.kam_planning.tools.rows import sort_parents_first as sort

from .common import PureCase

CONTACT = NaturalKey(("account", "contact"), is_unique=True)
NAME = NaturalKey(("account", "name"), ties=("title",))
CELL = NaturalKey(("account", "offering", "centre"), empty=("centre",), is_unique=True)


def person(name, title=MISSING, contact=MISSING, **more):
    return {"account": 1, "name": name, "title": title, "contact": contact, **more}


class TestOrder(PureCase):
    def test_levels(self):
        names = [{"c"}, {"b"}, {"a"}, {"x"}]
        self.assertEqual(sort(names, [{"b"}, {"a"}, set(), {"b"}]), ([[2], [1], [0, 3]], []))

    def test_parents_that_are_elsewhere(self):
        self.assertEqual(sort([{"a"}, {"b"}], [{"z"}, {"y"}]), ([[0, 1]], []))

    def test_two_of_a_name_come_both_before(self):
        self.assertEqual(sort([{"c"}, {"a"}, {"a"}], [{"a"}, set(), set()]), ([[1, 2], [0]], []))

    def test_circles_and_what_hangs_on_them(self):
        names = [{"a"}, {"b"}, {"c"}, {"d"}]
        self.assertEqual(sort(names, [{"b"}, {"a"}, {"a"}, set()]), ([[3]], [0, 1, 2]))
        self.assertEqual(sort([{"a"}], [{"a"}]), ([], [0]))

    def test_nothing(self):
        self.assertEqual(sort([], []), ([], []))


class TestMatch(PureCase):
    def test_unique_keys(self):
        rows = [{"account": 1, "offering": 2}, {"account": 1, "offering": 2, "centre": 3}]
        records = {7: {"account": 1, "offering": 2, "centre": False}}
        self.assertEqual(match([CELL], rows, records), [("record", 7), None])
        self.assertEqual(match([CELL], [rows[0], rows[0]], {}), [None, ("row", 0)])

    def test_rows_without_a_key_mean_nothing_that_is_there(self):
        records = {7: {"account": 1, "offering": 2}}
        self.assertEqual(match([CELL], [{"account": 1}, {"offering": 2}], records), [None, None])

    def test_one_of_a_name_is_the_same_with_another_title(self):
        records = {5: person("Alex", "IT")}
        self.assertEqual(match([NAME], [person("Alex", "Boss")], records), [("record", 5)])
        self.assertEqual(match([NAME], [person("Alex")], records), [("record", 5)])

    def test_two_of_a_name_are_told_apart_by_their_titles(self):
        rows = [person("Alex", "IT"), person("Alex", "Purchasing")]
        self.assertEqual(match([NAME], rows, {}), [None, None])
        records = {5: person("Alex", "Purchasing"), 6: person("Alex", "IT")}
        self.assertEqual(match([NAME], rows, records), [("record", 6), ("record", 5)])
        self.assertEqual(match([NAME], [person("Alex", "New")], records), [None])

    def test_what_does_not_say_which_one_means_several(self):
        records = {5: person("Alex", "IT"), 6: person("Alex", "Purchasing")}
        self.assertEqual(match([NAME], [person("Alex")], records), [SEVERAL])

    def test_a_later_key_contradicts_no_earlier_one(self):
        keys = [CONTACT, NAME]
        records = {5: person("Alex", "IT", contact=40)}
        self.assertEqual(match(keys, [person("Alex", "IT", contact=41)], records), [None])
        self.assertEqual(match(keys, [person("Al", "IT", contact=40)], records), [("record", 5)])
        records[5]["contact"] = False
        self.assertEqual(match(keys, [person("Alex", contact=41)], records), [("record", 5)])
        rows = [person("Alex", contact=40), person("Alex", contact=41)]
        self.assertEqual(match(keys, rows, {}), [None, None])

    def test_what_another_row_means_already_is_taken(self):
        whole = NaturalKey(("account", "name", "title"), empty=("title",), is_unique=True)
        records = {5: person("Service", "Bob")}
        rows = [person("Service", "Bob"), person("Service", "Cid")]
        self.assertEqual(match([whole, NAME], rows, records), [("record", 5), None])
        self.assertEqual(match([whole, NAME], rows[1:], records), [("record", 5)])

    def test_rows_with_names_of_their_own_are_never_the_same(self):
        rows = [person("Alex", id="a.1"), person("Alex", id="a.2")]
        self.assertEqual(match([NAME], rows, {5: person("Alex")}), [None, None])
