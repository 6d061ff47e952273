"""Views in their rooms, and the plan's form that the rooms fill."""

import ast
import re
from pathlib import Path

from lxml import etree

from odoo.tests import tagged

from ..common.common import KamCommon
from ..tools.common import PureCase

ADDON = Path(__file__).parents[2] / "kam_planning"
VIEWS = ADDON / "views"
ROOMS = [
    "plan",
    "account",
    "execution",
    "template",
    "measure",
    "whitespace",
    "relationship",
    "delivery",
    "strategy",
    "snapshot",
    "pulse",
    "change",
    "survey",
    "meeting",
    "papers",
    "brief",
    "sharing",
    "release",
    "portfolio",
    "attention",
    "proof",
    "global_account",
    "reward",
    "management",
]
# The places of the plan's chapters, under their headings.
CHAPTERS = {
    "account": ["figures", "worldwide", "whitespace", "buying_centers", "deliveries"],
    "people": ["map", "gaps", "team"],
    "strategy": [
        *("goals", "strategy_map", "appraisal", "competitors", "investments", "forces", "risks"),
        *("values", "scorecard"),
    ],
    "plan": ["narrative", "objectives", "targets", "actions"],
    "rhythm": ["changes", "survey", "reviews", "key_dates", "shared", "versions", "log"],
    None: ["overview", "concept", "settings"],
}
VIEW_REF = re.compile(r"'(\w+)_view_ref': *'([\w.]+)'")


@tagged("standard", "post_install", "-at_install")
class TestFiles(PureCase):
    def test_a_views_file_is_named_after_its_model(self):
        files = sorted((ADDON / "views").glob("*/*.xml"))
        self.assertLessEqual({path.parent.name for path in files}, set(ROOMS))
        # Parts of paper stand beside the views of what they print.
        for path in (path for path in files if not path.name.endswith("_templates.xml")):
            name = path.name.removesuffix("_views.xml")
            fields = etree.parse(path).iterfind("record/field")
            models = {f.text for f in fields if f.get("name") in ("model", "res_model")}
            self.assertEqual({model.replace(".", "_") for model in models}, {name}, path)

    def test_cards_of_a_phone_stand_below_one_another(self):
        """Each view of cards says so, whatever it is grouped by; those in a form have no groups."""
        cards = [
            (path.name, view)
            for path in VIEWS.glob("*/*.xml")
            for view in etree.parse(path).iterfind("record/field[@name='arch']/kanban")
        ]
        self.assertGreater(len(cards), 40)
        for name, view in cards:
            self.assertIn("o_kam_cards", view.get("class", "").split(), name)

    def test_what_a_list_always_offers_cards_offer_too(self):
        """A phone has cards alone."""
        offered = 0
        for path in VIEWS.glob("*/*.xml"):
            tree = etree.parse(path)
            cards = tree.xpath("//kanban/header/button/@name")
            for name in tree.xpath("//list/header/button[@display='always']/@name"):
                self.assertIn(name, cards, path.name)
                offered += 1
        self.assertGreater(offered, 3)

    def test_the_manifest_loads_every_file_the_lower_room_first(self):
        data = ast.literal_eval((ADDON / "__manifest__.py").read_text())["data"]
        files = [str(path.relative_to(ADDON)) for path in ADDON.rglob("*.xml")]
        self.assertEqual(
            sorted(path for path in data if path.endswith(".xml")),
            sorted(path for path in files if not path.startswith("static/")),
        )
        for pattern in (r"views/(\w+)/", r"security/kam_(\w+)_security"):
            rooms = [match[1] for path in data if (match := re.match(pattern, path))]
            self.assertEqual(rooms, sorted(rooms, key=ROOMS.index))
            self.assertLessEqual(set(rooms), set(ROOMS))


class TestViews(KamCommon):
    def _own(self, model):
        data = self.env["ir.model.data"].search(
            [("module", "=", "kam_planning"), ("model", "=", model)]
        )
        return self.env[model].browse(data.mapped("res_id"))

    def _plan_form(self):
        plan = self.env["kam.plan"].with_user(self.admin)
        return etree.fromstring(plan.get_view(view_type="form")["arch"])

    def test_rooms_fill_every_place_of_the_plan_in_one_order(self):
        found = {}
        for page in self._plan_form().findall(".//notebook/page"):
            name = page.get("name")
            found.setdefault(page.get("chapter_group"), []).append(name)
            self.assertNotEqual(page.get("invisible"), "1", name)
            # Its fields are those of a view of its own, and read when it is opened.
            self.assertFalse(len(page), name)
            if name != "log":
                view = self.env.ref(page.get("chapter_view"))
                self.assertEqual((view.type, view.model), ("form", "kam.plan"), name)
                self.assertNotEqual(view, self.env.ref("kam_planning.kam_plan_view_form"))
        self.assertEqual(found, CHAPTERS)

    def test_the_form_of_the_plan_embeds_no_list(self):
        names = {node.get("name") for node in self._plan_form().iter("field")}
        fields = self.env["kam.plan"]._fields
        lists = {name for name in names if fields[name].type in ("one2many", "many2many")}
        self.assertEqual(lists, {"next_plan_ids"})

    def test_lists_named_in_a_form_exist_and_are_of_its_lines(self):
        """Odoo takes the model's first view, without a word, where a name is wrong."""
        named = 0
        for view in self._own("ir.ui.view").filtered(lambda v: v.type == "form"):
            for node in etree.fromstring(view.arch).iter("field"):
                for kind, name in VIEW_REF.findall(node.get("context", "")):
                    action = self.env.ref(name)
                    field = self.env[view.model]._fields[node.get("name")]
                    self.assertEqual((action.type, action.model), (kind, field.comodel_name), name)
                    named += 1
        self.assertTrue(named)

    def test_lists_inside_a_form_are_no_lists_by_themselves(self):
        for model in ("kam.objective", "kam.action", "kam.review", "kam.target"):
            arch = self.env[model].get_view(view_type="list")["arch"]
            self.assertTrue(etree.fromstring(arch).get("string"), model)

    def test_activities_leave_the_names_their_room(self):
        """Their long texts would push everything else into a column of single words."""
        lists = self._own("ir.ui.view").filtered(lambda v: v.type == "list" and v.mode == "primary")
        shown = "//field[@widget='list_activity'][@optional='show']"
        nodes = [
            (view.name, node) for view in lists for node in etree.fromstring(view.arch).xpath(shown)
        ]
        self.assertTrue(nodes)
        self.assertEqual([name for name, node in nodes if not node.get("width")], [])

    def test_what_is_to_confirm_is_seen_in_every_list_and_found_in_every_search(self):
        names = self.env.registry.descendants(["kam.confirmable"], "_inherit")
        models = {name for name in names if not self.env[name]._abstract}
        self.assertGreater(len(models), 4)
        searched = set()
        for view in self._own("ir.ui.view").filtered(lambda v: v.model in models):
            tree = view._get_combined_arch() if view.mode == "primary" else None
            if view.mode == "primary" and view.type in ("list", "kanban"):
                signs = tree.xpath("//field[@name='is_stale'][@widget='kam_stale']")
                self.assertEqual(len(signs), 1, view.name)
            if view.mode == "primary" and view.type == "search":
                self.assertTrue(tree.xpath("//filter[@name='stale']"), view.name)
                searched.add(view.model)
        self.assertEqual(searched, models)

    def test_lines_are_found_and_grouped_by_manager_and_tier(self):
        """Every kind of line of the strategy and of the deliveries."""
        files = [path for room in ("strategy", "delivery") for path in (VIEWS / room).glob("*.xml")]
        arches = [
            (record.findtext("field[@name='model']"), record.find("field[@name='arch']/search"))
            for path in files
            for record in etree.parse(path).iter("record")
        ]
        searches = {model: search for model, search in arches if search is not None}
        lines = {
            model: search
            for model, search in searches.items()
            if {"kam_user_id", "tier_id"} <= self.env[model]._fields.keys()
            and not model.endswith(".reading")
        }
        self.assertGreaterEqual(len(lines), 9)
        for model, search in lines.items():
            found = set(search.xpath("field/@name"))
            grouped = " ".join(search.xpath(".//filter/@context"))
            for name in ("kam_user_id", "tier_id"):
                self.assertIn(name, found, model)
                self.assertIn(f"'{name}'", grouped, model)
            self.assertTrue([one for one in search.xpath(".//@domain") if "uid)" in one], model)

    def test_settings_are_an_app_of_their_own(self):
        """Who administers key accounts need not manage sales to find them."""
        form = self.env["res.config.settings"].get_view(view_type="form")["arch"]
        (block,) = etree.fromstring(form).xpath("//block[@name='kam_planning']")
        self.assertEqual(block.getparent().get("name"), "kam_planning")
        # A setting without a title has that of its first field, where that is shown.
        for setting in block.iter("setting"):
            first = setting[0]
            is_shown = first.tag == "field" and not first.get("invisible")
            self.assertTrue(setting.get("string") or is_shown, setting.get("id"))
        menu = self.env.ref("kam_planning.kam_menu_settings")
        self.assertEqual(ast.literal_eval(menu.action.context)["module"], "kam_planning")

    def test_no_choice_of_a_plan_makes_one(self):
        """A plan begins with its dialogue, which asks for customer and period."""
        choices = 0
        for view in self._own("ir.ui.view").filtered(lambda v: v.type == "form"):
            fields = self.env[view.model]._fields if view.model else {}
            for node in etree.fromstring(view.arch).xpath(
                "//field[not(ancestor::field)][not(@position or @readonly='1' or @invisible='1')]"
            ):
                field = fields.get(node.get("name"))
                is_choice = field and field.type == "many2one" and not field.readonly
                if is_choice and field.comodel_name == "kam.plan":
                    self.assertIn("'no_create': True", node.get("options", ""), view.name)
                    choices += 1
        self.assertGreater(choices, 3)

    def test_no_menu_is_longer_than_seven_or_out_of_order(self):
        own_menus = self._own("ir.ui.menu")
        for parent in own_menus.parent_id & own_menus:
            children = parent.child_id
            self.assertLessEqual(len(children), 7, parent.complete_name)
            sequences = children.mapped("sequence")
            self.assertEqual(len(set(sequences)), len(sequences), parent.complete_name)
