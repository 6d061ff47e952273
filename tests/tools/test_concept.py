from odoo.addons.kam_planning.tools.strategy.concept import Place, key_of, parse_key

from .common import PureCase


class TestPlaces(PureCase):
    def test_a_key_says_where_it_is(self):
        places = {
            "": Place(),
            "goals": Place("goals"),
            "buying_centers:": Place("buying_centers", None, ""),
            "actions:todo": Place("actions", None, "todo"),
            "whitespace:17": Place("whitespace", None, "17"),
            "objectives/12": Place("objectives", 12),
            "objectives/12:actions": Place("objectives", 12, "actions"),
        }
        for key, place in places.items():
            with self.subTest(key=key):
                self.assertEqual(parse_key(key), place)
                self.assertEqual(key_of(*place), key)

    def test_what_is_no_key(self):
        for key in ("Goals", "goals/0", "goals/-1", "goals/x", "a b", "goals/1/2", None, 7, [1]):
            with self.subTest(key=key), self.assertRaises(ValueError):
                parse_key(key)
        for key in ("goals/99999999999", "actions:to do", "goals\n", "a>b"):
            with self.subTest(key=key), self.assertRaises(ValueError):
                parse_key(key)
