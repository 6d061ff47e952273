"""Both maps of a plan as drawings, for files and paper."""

from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time

from ..common.common import TODAY
from .common import StrategyCommon


@freeze_time(TODAY)
class TestMapDrawings(StrategyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.goal = cls._goal(name="Cheaper freight", source="customer")
        cls.offering = cls.env["kam.offering"].create({"name": "Full loads"})
        cls.objective.with_user(cls.kam).write(
            {"goal_ids": cls.goal.ids, "offering_ids": cls.offering.ids}
        )

    def _texts(self, svg):
        root = etree.fromstring(str(svg))
        return root, [
            "".join(text.itertext()) for text in root.iter("{http://www.w3.org/2000/svg}text")
        ]

    def _draw(self, name, user=None, *args):
        return getattr(self.plan.with_user(user or self.kam), name)(*args)

    def test_a_strategy_is_drawn_as_it_stands_on_the_screen(self):
        found = self._draw("get_strategy_map")
        drawn = self._draw("get_strategy_drawing")
        root, texts = self._texts(drawn["svg"])
        self.assertEqual(len(drawn["sheets"]), 1)
        # QWeb leaves out what is 0.
        corners = {
            (float(box.get("x", 0)), float(box.get("y", 0)))
            for box in root.iter("{http://www.w3.org/2000/svg}rect")
        }
        for column in found["columns"]:
            self.assertIn(column["label"], texts)
            for card in column["cards"]:
                self.assertIn(card["name"], texts)
                self.assertIn((card["x"], card["y"]), corners)
        paths = root.xpath("//*[local-name()='path']/@d")
        self.assertEqual(paths, [line["path"] for line in found["lines"]])
        self.assertEqual(paths[0], "M210 72C385 72 385 72 560 72")

    def test_the_tree_is_drawn_as_far_as_it_is_open(self):
        self._create_action(self.plan, objective_id=self.objective.id, name="Call them")
        at = f"objectives/{self.objective.id}"
        opened = {"objectives": 1, at: 1, f"{at}:actions": 1, "goals": 0}
        _root, texts = self._texts(self._draw("get_concept_drawing", None, opened)["svg"])
        self.assertIn("↗ Call them · To do", texts)
        self.assertIn("Cheaper freight · 1 · Customer s…", texts)
        closed = self._texts(self._draw("get_concept_drawing")["svg"])[1]
        self.assertNotIn("↗ Call them · To do", closed)
        self.assertEqual(len(closed), 1 + len(self._draw("get_concept_branch")["nodes"]))
        # What is found is drawn, and no more.
        found = self._draw("get_concept_drawing", None, {"goals": 1}, {"search": "freight"})
        self.assertEqual(len(self._texts(found["svg"])[1]), 3)

    def test_as_many_children_as_are_seen(self):
        self.env["kam.objective"].with_user(self.kam).create(
            [{"plan_id": self.plan.id, "name": f"Objective {n:03}"} for n in range(119)]
        )
        for seen, shown, more in ((0, 50, 70), (50, 50, 70), (100, 100, 20), (9000, 120, 0)):
            nodes, children = self.plan.with_user(self.kam)._read_concept_tree({"objectives": seen})
            lines = [key for key in children["objectives"] if not key.endswith("|more")]
            with self.subTest(seen=seen):
                self.assertEqual(len(lines), shown)
                self.assertEqual(nodes.get("objectives|more", {}).get("more", 0), more)

    def test_from_right_to_left_it_is_mirrored(self):
        self.env["res.lang"]._activate_lang("ar_001")
        plan = self.plan.with_user(self.kam).with_context(lang="ar_001")
        left, right = self._draw("get_strategy_map"), plan.get_strategy_map()
        self.assertEqual(right["width"], left["width"])
        (goal,) = [card for card in left["columns"][0]["cards"] if card["kind"] == "goal"]
        (same,) = [card for card in right["columns"][0]["cards"] if card["kind"] == "goal"]
        self.assertEqual((goal["x"], same["x"]), (0, 1120))
        self.assertEqual(right["lines"][0]["path"], "M1120 72C945 72 945 72 770 72")
        svg = plan.get_concept_drawing()["svg"]
        self.assertEqual(etree.fromstring(svg).get("direction"), "rtl")

    def test_texts_are_escaped_and_long_ones_cut(self):
        self.goal.with_user(self.kam).name = "<b>Waste</b> & more " + "w" * 180
        drawn = self._draw("get_strategy_drawing")["svg"]
        texts = self._texts(drawn)[1]
        self.assertIn("<b>Waste</b> & more", texts)
        self.assertTrue([text for text in texts if text.endswith("…")])

    def test_who_may_not_read_the_plan_is_refused(self):
        for name in ("get_strategy_drawing", "get_concept_drawing"):
            for user in (self.outsider, self.portal, self.foreign):
                with self.subTest(name=name, user=user.login), self.assertRaises(AccessError):
                    self._draw(name, user)
        for opened in ({"objectives": "many"}, {"objectives": -1}, ["objectives"]):
            with self._refused(UserError, "opened|whole numbers"):
                self._draw("get_concept_drawing", None, opened)
