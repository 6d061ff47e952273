"""PowerPoint without a database: placeholders, loops, and what is wrong in a template."""

import doctest
import io
import zipfile
from pathlib import Path

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from odoo.addons.kam_planning.tools.papers import clean, deck, workbook
from odoo.addons.kam_planning.tools.papers.vocabulary import CUSTOMER, INTERNAL

from ..tools.common import PureCase
from .papers import make_deck, read_deck, read_table, save

WORDS = deck.Words("not known", lambda count: f"and {count} more")


def fill(made, values=None, **loops):
    """Fill a presentation, as a file: bytes."""
    opened = deck.open_deck(save(made))
    return deck.fill_deck(opened, values or {}, loops, WORDS)


def lines_of(count):
    return [{"name": f"Line {number}", "date": f"{number}.1."} for number in range(count)]


class TestFilling(PureCase):
    def test_values(self):
        made = make_deck("For {{partner}}, {{ health }} points", "{{partner}}{{plan}}")
        content = fill(made, {"partner": "Acme & <Sons>", "health": "61", "plan": "2026"})
        self.assertEqual(
            read_deck(content), [["For Acme & <Sons>, 61 points", "Acme & <Sons>2026"]]
        )

    def test_a_placeholder_split_over_runs_keeps_the_format_of_its_first(self):
        """As PowerPoint splits it when a word is corrected or made bold: issues 335 and 836."""
        made = make_deck("")
        paragraph = made.slides[0].shapes[0].text_frame.paragraphs[0]
        for text, is_bold in (("Now {", None), ("{hea", True), ("l", None), ("th}} of {{", False)):
            run = paragraph.add_run()
            run.text, run.font.bold = text, is_bold
        for text in ("plan", "}", "}", "!"):
            paragraph.add_run().text = text
        content = fill(made, {"health": "61", "plan": "Acme"})
        runs = Presentation(io.BytesIO(content)).slides[0].shapes[0].text_frame.paragraphs[0].runs
        self.assertEqual("".join(run.text for run in runs), "Now 61 of Acme!")
        self.assertEqual(runs[0].text, "Now 61")
        self.assertIsNone(runs[0].font.bold)
        self.assertEqual((runs[3].text, runs[3].font.bold), (" of Acme", False))

    def test_missing_and_long_and_odd_values(self):
        made = make_deck("{{health}}|{{plan}}|{{partner}}|{{company}}")
        values = {"plan": "word " * 400, "partner": "a\x00b\x0b\ud800c\ufffe", "company": "x\ny"}
        [[text]] = read_deck(fill(made, values))
        health, plan, partner, company = text.split("|")
        self.assertEqual(health, "not known")
        self.assertLessEqual(len(plan), 600)
        self.assertTrue(plan.endswith("word …"))
        self.assertEqual((partner, company), ("ab c", "x y"))

    def test_a_value_is_no_placeholder(self):
        made = make_deck(
            "{{plan}}", table=[["{{#actions}}{{name}}{{/actions}}"]], bullets=["{{plan}}"]
        )
        line = {"name": "{{health}} {{#risks}}"}
        content = fill(made, {"plan": "{{health}}", "health": "61"}, actions=[line] * 20)
        for slide in read_deck(content):
            self.assertEqual(slide[:2], ["{{health}}", "{{health}}"])
            self.assertEqual(slide[2], "{{health}} {{#risks}}")

    def test_rows_of_a_table(self):
        head, row = ["What", "When"], ["{{#actions}}{{name}}", "{{date}} {{plan}}{{/actions}}"]
        content = fill(make_deck(table=[head, row]), {"plan": "P"}, actions=lines_of(3))
        self.assertEqual(
            read_table(content),
            [head, ["Line 0", "0.1. P"], ["Line 1", "1.1. P"], ["Line 2", "2.1. P"]],
        )
        self.assertEqual(read_table(fill(make_deck(table=[head, row]), {})), [head])

    def test_rows_between_rows_that_hold_nothing_but_the_marks(self):
        table = [["{{#actions}}", ""], ["{{name}}", "x"], ["{{date}}", ""], ["{{/actions}}", ""]]
        content = fill(make_deck(table=table), actions=lines_of(2))
        self.assertEqual(
            read_table(content), [["Line 0", "x"], ["0.1.", ""], ["Line 1", "x"], ["1.1.", ""]]
        )

    def test_bullets(self):
        bullets = ["Head", "{{#actions}}", "{{name}}", "{{/actions}}", "Foot"]
        content = fill(make_deck(bullets=bullets), actions=lines_of(2))
        self.assertEqual(read_deck(content), [["Head", "Line 0", "Line 1", "Foot"]])
        content = fill(make_deck(bullets=bullets), actions=lines_of(500))
        [texts] = read_deck(content)
        self.assertEqual(len(texts), 13)
        self.assertEqual(texts[-2:], ["and 490 more", "Foot"])
        content = fill(make_deck(bullets=["{{#actions}}{{name}}{{/actions}}"]))
        self.assertEqual(read_deck(content), [[""]])

    def test_a_long_table_goes_on_and_ends(self):
        """500 lines: three slides of twelve, and how many more there are."""
        table = [["What", "When"], ["{{#actions}}{{name}}", "{{date}}{{/actions}}"]]
        made = make_deck("{{plan}}", table=table)
        made.slides.add_slide(made.slide_layouts[6])
        content = fill(made, {"plan": "P"}, actions=lines_of(500))
        slides = read_deck(content)
        self.assertEqual(len(slides), 4)
        for number in range(3):
            rows = read_table(content, number)
            self.assertEqual(rows[0], ["What", "When"])
            self.assertEqual(rows[1][0], f"Line {12 * number}")
            self.assertEqual(len(rows), 14 if number == 2 else 13)
            self.assertEqual(slides[number][0], "P")
        self.assertEqual(read_table(content, 2)[-1], ["and 464 more", ""])
        self.assertEqual(slides[3], [])

    def test_a_slide_for_each_line(self):
        made = make_deck("{{#objectives}}{{name}}", "{{date}} {{plan}}{{/objectives}}")
        last = made.slides.add_slide(made.slide_layouts[6])
        last.shapes.add_textbox(0, 0, 9, 9).text_frame.text = "End"
        slides = read_deck(fill(made, {"plan": "P"}, objectives=lines_of(2)))
        self.assertEqual(slides, [["Line 0", "0.1. P"], ["Line 1", "1.1. P"], ["End"]])
        slides = read_deck(fill(made, {}, objectives=lines_of(500)))
        self.assertEqual(len(slides), 21)
        self.assertIn("and 480 more", slides[19][1])
        self.assertEqual(read_deck(fill(made)), [["End"]])

    def test_pictures_and_links_of_a_repeated_slide_stay(self):
        made = make_deck("{{#objectives}}{{name}}", "{{date}}{{/objectives}}")
        run = made.slides[0].shapes[0].text_frame.paragraphs[0].add_run()
        run.text = "our page"
        run.hyperlink.address = "https://example.com/"
        content = fill(made, objectives=lines_of(2))
        for slide in Presentation(io.BytesIO(content)).slides:
            runs = slide.shapes[0].text_frame.paragraphs[0].runs
            self.assertEqual(runs[-1].hyperlink.address, "https://example.com/")

    def test_notes_and_masters_are_filled(self):
        made = make_deck("x")
        made.slides[0].notes_slide.notes_text_frame.text = "Say {{plan}}"
        made.slide_masters[0].placeholders[0].text_frame.text = "{{company}}"
        opened = Presentation(io.BytesIO(fill(made, {"plan": "P", "company": "C"})))
        self.assertEqual(opened.slides[0].notes_slide.notes_text_frame.text, "Say P")
        self.assertEqual(opened.slide_masters[0].placeholders[0].text_frame.text, "C")

    def _read_notes(self, content):
        slides = Presentation(io.BytesIO(content)).slides
        return [slide.notes_slide.notes_text_frame.text for slide in slides]

    def test_notes_are_repeated_with_their_slide(self):
        made = make_deck("{{#objectives}}{{name}}", "{{date}}{{/objectives}}")
        made.slides[0].notes_slide.notes_text_frame.text = "Of {{plan}}: ask for {{name}}"
        content = fill(made, {"plan": "{{date}}"}, objectives=lines_of(2))
        self.assertEqual(
            self._read_notes(content),
            ["Of {{date}}: ask for Line 0", "Of {{date}}: ask for Line 1"],
        )
        slides = Presentation(io.BytesIO(content)).slides
        notes = [slide.notes_slide.part for slide in slides]
        self.assertEqual(len({one.partname for one in notes}), 2)
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = [name for name in package.namelist() if "/notesSlides/notes" in name]
        self.assertEqual(len(names), 2)

    def test_notes_go_on_with_a_long_table(self):
        made = make_deck(table=[["{{#actions}}{{name}}{{/actions}}"]])
        frame = made.slides[0].notes_slide.notes_text_frame
        frame.text = "{{plan}}"
        frame.paragraphs[0].add_run().hyperlink.address = "https://example.com/"
        content = fill(made, {"plan": "P"}, actions=lines_of(13))
        self.assertEqual(self._read_notes(content), ["P", "P"])
        for slide in Presentation(io.BytesIO(content)).slides:
            runs = slide.notes_slide.notes_text_frame.paragraphs[0].runs
            self.assertEqual(runs[-1].hyperlink.address, "https://example.com/")

    def test_an_address_in_a_value_becomes_no_link(self):
        made = make_deck("{{plan}}")
        content = fill(made, {"plan": "https://example.com/ =cmd()"})
        [run] = Presentation(io.BytesIO(content)).slides[0].shapes[0].text_frame.paragraphs[0].runs
        self.assertIsNone(run.hyperlink.address)
        self.assertEqual(run.text, "https://example.com/ =cmd()")


class TestChecking(PureCase):
    def _find(self, made, names=INTERNAL):
        return [
            (fault.kind, fault.place, fault.number, fault.name)
            for fault in deck.check_deck(deck.open_deck(save(made)), names)
        ]

    def test_what_is_right(self):
        made = make_deck(
            "{{partner}} {{health}}",
            bullets=["{{#actions}}{{name}} {{who}} {{plan}}{{/actions}}"],
            table=[["{{#scores}}{{name}}", "{{change}}{{/scores}}"]],
        )
        self.assertEqual(self._find(made), [])

    def test_notes_of_a_slide_that_is_repeated_know_its_line(self):
        made = make_deck("{{#actions}}{{name}}", "{{/actions}}")
        made.slides[0].notes_slide.notes_text_frame.text = "{{who}} {{plan}} {{rating}}"
        self.assertEqual(self._find(made), [("unknown", "notes", 1, "rating")])

    def test_faults_name_slide_and_placeholder(self):
        slide = ("slide", 1)
        for text, kind, name in (
            ("{{helth}}", "unknown", "helth"),
            ("{{#acts}}{{name}}{{/acts}}", "unknown", "acts"),
            ("{{name}}", "unknown", "name"),
            ("{{#actions}}{{rating}}{{/actions}}", "unknown", "rating"),
            ("{{#actions}}{{name}}", "unclosed", "actions"),
            ("{{/actions}}", "unopened", "actions"),
            ("{{#actions}}{{name}}{{/risks}}", "unopened", "risks"),
            ("{{#actions}}{{#risks}}{{/risks}}{{/actions}}", "nested", "risks"),
            ("{{plan", "braces", ""),
            ("{{}}", "unknown", ""),
        ):
            self.assertIn((kind, *slide, name), self._find(make_deck(text)), text)
        two = make_deck("{{plan}}")
        other = two.slides.add_slide(two.slide_layouts[6])
        other.shapes.add_textbox(0, 0, 9, 9).text_frame.text = "{{wrong}}"
        two.slides[0].notes_slide.notes_text_frame.text = "{{worse}}"
        self.assertEqual(
            self._find(two), [("unknown", "notes", 1, "worse"), ("unknown", "slide", 2, "wrong")]
        )

    def test_charts_are_not_filled_and_hold_no_placeholder(self):
        """As the customer would read them as they are."""
        made, data = make_deck("{{partner}}"), CategoryChartData()
        data.categories = ["{{plan}} now", "Then"]
        data.add_series("Sales", (1, 2))
        place = (0, 0, Inches(4), Inches(3))
        kind = XL_CHART_TYPE.COLUMN_CLUSTERED
        chart = made.slides[0].shapes.add_chart(kind, *place, data).chart
        chart.chart_title.text_frame.text = "Sales of {{partner}}"
        self.assertEqual(
            set(self._find(made)),
            {("drawn", "slide", 1, "Sales of {{partner}}"), ("drawn", "slide", 1, "{{plan}} now")},
        )

    def test_the_customers_slides_know_nothing_of_ours(self):
        for name in ("health", "hygiene", "confidence", "manager", "review"):
            self.assertEqual(
                self._find(make_deck(f"{{{{{name}}}}}"), CUSTOMER), [("unknown", "slide", 1, name)]
            )
        for name in ("scores", "changes", "decisions", "targets", "late"):
            text = f"{{{{#{name}}}}}{{{{/{name}}}}}"
            self.assertIn(("unknown", "slide", 1, name), self._find(make_deck(text), CUSTOMER))

    def test_a_slide_loop_stands_alone(self):
        made = make_deck("{{#goals}}{{name}}", "{{/goals}}", "{{#risks}}{{name}}{{/risks}}")
        self.assertIn(("apart", "slide", 1, "goals"), self._find(made))

    def test_broken_files(self):
        good = save(make_deck("x"))
        with zipfile.ZipFile(io.BytesIO(good)) as package:
            parts = {name: package.read(name) for name in package.namelist()}

        def pack(changed):
            target = io.BytesIO()
            with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
                for name, content in changed.items():
                    package.writestr(name, content)
            return target.getvalue()

        xml = {**parts, "ppt/slides/slide1.xml": b"<not xml"}
        without = {name: one for name, one in parts.items() if "presentation.xml" not in name}
        for content in (
            *(b"", b"no zip", good[: len(good) // 2], pack({"a.txt": b"x"})),
            *(pack(xml), pack(without), b"PK\x03\x04" + b"\x00" * 100),
        ):
            with self.assertRaises(deck.BrokenFile):
                deck.open_deck(content)
        self.assertTrue(deck.open_deck(pack(parts)).slides)

    def test_bombs(self):
        target = io.BytesIO()
        with (
            zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package,
            package.open("ppt/media/bomb.bin", "w", force_zip64=True) as part,
        ):
            for _number in range(16):
                part.write(bytes(10**7))
        self.assertLess(len(target.getvalue()), deck.MOST_BYTES)
        with self.assertRaisesRegex(deck.BrokenFile, "large"):
            deck.open_deck(target.getvalue())
        many = io.BytesIO()
        with zipfile.ZipFile(many, "w") as package:
            for number in range(deck.MOST_PARTS + 1):
                package.writestr(f"{number}", b"")
        with self.assertRaisesRegex(deck.BrokenFile, "large"):
            deck.open_deck(many.getvalue())
        with self.assertRaisesRegex(deck.BrokenFile, "large"):
            deck.open_deck(bytes(deck.MOST_BYTES + 1))


class TestPage(PureCase):
    def test_examples_in_docstrings_hold(self):
        for module in (clean, workbook):
            result = doctest.testmod(module)
            self.assertFalse(result.failed, module.__name__)
            self.assertTrue(result.attempted, module.__name__)

    def test_all_placeholders_stand_in_the_docs(self):
        page = (Path(__file__).parents[2] / "docs" / "papers.md").read_text()
        for names in (CUSTOMER, INTERNAL):
            for name in names.values:
                self.assertIn(f"`{name}`", page)
            for loop, fields in names.loops.items():
                lines = page.splitlines()
                lists = [line for line in lines if line.startswith("|") and f"`{loop}`" in line]
                told = ", ".join(f"`{field}`" for field in fields)
                self.assertTrue(any(told in line for line in lists), loop)
