"""A plan with something on each paper, and presentations made by code."""

from io import BytesIO

from pptx import Presentation
from pptx.util import Inches

from ..common.common import KamCommon

SECRET = "Secret"


def save(deck):
    """The file of a presentation: bytes."""
    target = BytesIO()
    deck.save(target)
    return target.getvalue()


def make_deck(*texts, table=None, bullets=()):
    """A presentation of one slide: text boxes, a table (rows of texts), and bullets."""
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    for text in texts:
        box = slide.shapes.add_textbox(0, 0, Inches(5), Inches(1))
        box.text_frame.text = text
    if bullets:
        frame = slide.shapes.add_textbox(0, 0, Inches(5), Inches(1)).text_frame
        frame.text = bullets[0]
        for text in bullets[1:]:
            frame.add_paragraph().text = text
    if table:
        size = (len(table), len(table[0]))
        cells = slide.shapes.add_table(*size, 0, 0, Inches(5), Inches(2)).table
        for row, texts_of_row in enumerate(table):
            for column, text in enumerate(texts_of_row):
                cells.cell(row, column).text = text
    return deck


def read_deck(content):
    """The texts of a file: for each slide a list of the texts of its paragraphs and cells."""
    slides = []
    for slide in Presentation(BytesIO(content)).slides:
        texts = []
        for shape in slide.shapes:
            if shape.has_text_frame:
                texts += [paragraph.text for paragraph in shape.text_frame.paragraphs]
            if shape.has_table:
                texts += [cell.text for row in shape.table.rows for cell in row.cells]
        slides.append(texts)
    return slides


def read_table(content, slide=0):
    """The rows of the first table of a slide: list of lists of texts."""
    shapes = Presentation(BytesIO(content)).slides[slide].shapes
    table = next(shape.table for shape in shapes if shape.has_table)
    return [[cell.text for cell in row.cells] for row in table.rows]


class PapersCommon(KamCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls._create_plan(template_id=cls.full.id, name="Acme 2026")
        cls.plan.objective_ids.unlink()
        cls.plan.action_ids.unlink()
        cls.plan.is_shared = True
        cls.review = cls._create_review("customer")
        cls.inner = cls._create_review("internal")

    @classmethod
    def _create_review(cls, kind, **values):
        values = {"plan_id": cls.plan.id, "kind": kind, "date_planned": "2026-06-01", **values}
        return cls.env["kam.review"].with_user(cls.kam).create(values)

    @classmethod
    def _fill(cls, count=1):
        """Of each kind lines that are shared, and one that is not."""
        env = cls.plan.with_user(cls.kam).env
        plan, account = {"plan_id": cls.plan.id}, {"account_id": cls.customer.id}
        made = {
            "kam.objective": {**plan, "customer_gain": "Less waste", "our_gain": f"{SECRET} gain"},
            "kam.action": {
                **plan,
                "user_id": cls.kam.id,
                "date_start": "2026-01-05",
                "date_deadline": "2026-05-31",
            },
            "kam.value": {
                **plan,
                "unit": "currency",
                "direction": "down",
                "baseline_value": 12.5,
                "target_value": 10,
                "volume": 4800,
                "our_share": 100,
                "evidence": f"{SECRET} evidence",
            },
            "kam.risk": {**plan, "probability": "4", "impact": "5", "response": "reduce"},
            "kam.customer.goal": {**account, "evidence": f"{SECRET} evidence"},
            "kam.key.date": {**account, "date": "2026-07-01", "note": f"{SECRET} note"},
        }
        for model, values in made.items():
            word = model.split(".")[-1].capitalize()
            lines = [
                {**values, "name": f"Shared {word} {number}", "is_shared": True}
                for number in range(count)
            ]
            env[model].create([*lines, {**values, "name": f"{SECRET} {word}"}])
        rival = env["res.partner"].sudo().create({"name": f"{SECRET} Rival", "is_company": True})
        env["kam.competitor.position"].create({**account, "competitor_id": rival.id})
        env["kam.stakeholder"].create({**account, "name": f"{SECRET} Person"})
