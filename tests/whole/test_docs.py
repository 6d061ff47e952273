"""What the papers say holds: their examples are run, their links lead somewhere."""

import doctest
import re
from pathlib import Path

from benchmarks.results import put

from ..tools.common import PureCase

REPOSITORY = Path(__file__).parents[2]
PAGES = sorted((REPOSITORY / "docs").glob("*.md"))
EXAMPLE = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NAMED = re.compile(r"`((?:\.ci|benchmarks|bin|demo|docs|kam_planning|tests)/[\w./-]+)`")
LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)")
FORMULAS = (
    "attention",
    "changes",
    "gaps",
    "health",
    "maps",
    "measures",
    "progress",
    "proof",
    "relationships",
    "reminders",
    "reports",
    "reviews",
    "reward",
    "targets",
    "value",
    "whitespace",
    "workflow",
)


class TestDocs(PureCase):
    def test_worked_examples_hold(self):
        """The examples of a page are one session, as a reader would type them."""
        for page in PAGES:
            text = "\n".join(EXAMPLE.findall(page.read_text()))
            example = doctest.DocTestParser().get_doctest(text, {}, page.name, str(page), 0)
            with self.subTest(page=page.name):
                said = []
                result = doctest.DocTestRunner().run(example, out=said.append)
                self.assertFalse(result.failed, "".join(said))
                if page.stem in FORMULAS:
                    self.assertTrue(result.attempted, "A page with a formula has an example.")

    def test_every_page_with_a_formula_is_there(self):
        self.assertLessEqual(set(FORMULAS), {page.stem for page in PAGES})

    def test_links_lead_somewhere(self):
        for page in (*PAGES, *REPOSITORY.glob("*.md")):
            for target in LINK.findall(page.read_text()):
                self.assertTrue((page.parent / target).exists(), f"{page.name}: {target}")

    def test_files_that_are_named_exist(self):
        for page in (*PAGES, *REPOSITORY.glob("*.md")):
            for name in NAMED.findall(page.read_text()):
                self.assertTrue((REPOSITORY / name).exists(), f"{page.name}: {name}")

    def test_every_page_can_be_reached_from_the_readme(self):
        linked = set(LINK.findall((REPOSITORY / "README.md").read_text()))
        self.assertLessEqual({f"docs/{page.name}" for page in PAGES}, linked)

    def test_the_readme_is_read_in_three_minutes(self):
        self.assertLessEqual(len((REPOSITORY / "README.md").read_text().splitlines()), 150)


class TestBenchmarkPage(PureCase):
    PAGE = "Before\n<!-- maps -->\nold\n<!-- end of maps -->\nAfter\n"

    def test_one_part_is_replaced(self):
        page = put(self.PAGE, "maps", ["| new \\1 |", "|--|"])
        self.assertEqual(
            page, "Before\n<!-- maps -->\n| new \\1 |\n|--|\n<!-- end of maps -->\nAfter\n"
        )
        self.assertEqual(put(page, "maps", ["old"]), self.PAGE)

    def test_a_part_that_is_not_there_is_told(self):
        with self.assertRaisesRegex(ValueError, "0 parts 'figures'"):
            put(self.PAGE, "figures", [])

    def test_the_page_has_all_parts_that_are_measured(self):
        page = (REPOSITORY / "docs" / "benchmarks.md").read_text()
        parts = ("made", "figures", "screens", "imports", "maps", "strength", "strategy", "pulse")
        parts += ("portfolio", "sharing")
        for part in parts:
            self.assertIn("new", put(page, part, ["new"]))
