"""What customers type into forms."""

import base64
import doctest

from odoo.addons.kam_planning.tools.sharing import typed
from odoo.addons.kam_planning.tools.sharing.typed import clean_words, read_amount, read_signature

from ..tools.common import PureCase

GERMAN = (",", ".")
FRENCH = (",", "\N{NARROW NO-BREAK SPACE}")
PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"x" * 90)


class TestTyped(PureCase):
    def test_examples(self):
        self.assertEqual(doctest.testmod(typed).failed, 0)

    def test_words(self):
        for text, words in (
            (None, ""),
            (5, ""),
            (" \n\t ", ""),
            ("a\x00b\ud83d", "ab"),
            ("one\r\n\n\n\ntwo\rthree", "one\n\ntwo\nthree"),
            ("<script>x</script>", "<script>x</script>"),
        ):
            with self.subTest(text=text):
                self.assertEqual(clean_words(text), words)

    def test_amounts(self):
        for text, signs, amount in (
            ("4158", (), 4158.0),
            ("4,158.50 €", (), 4158.5),
            ("EUR 4'158.5", (), 4158.5),
            ("12,34,567", (), 1234567.0),
            ("4.158,5", GERMAN, 4158.5),
            ("1.234", GERMAN, 1234.0),
            ("4\N{NO-BREAK SPACE}158,50", FRENCH, 4158.5),
            ("-5", (), -5.0),
            ("0", (), 0.0),
            # One too many decimals, or a point that separates no thousands.
            ("1.234", (), None),
            ("12.5", GERMAN, None),
            ("1,234.5", GERMAN, None),
            ("1,23", (), None),
            *((text, (), None) for text in ("", "abc", "nan", "inf", "1e5", "1.2.3", "0x10")),
            ("9" * 41, (), None),
        ):
            with self.subTest(text=text):
                self.assertEqual(read_amount(text, *signs), amount)
        self.assertIsNone(read_amount("4.5", decimals=0))

    def test_signatures(self):
        self.assertEqual(read_signature(PNG, 100), PNG)
        self.assertEqual(read_signature(f"data:image/png;base64,{PNG.decode()}", 100), PNG)
        svg = base64.b64encode(b"<svg onload='x'/>")
        for data in (svg, b"no base64", "\N{EURO SIGN}", 5, True, base64.b64encode(b"GIF89a")):
            with self.subTest(data=data):
                self.assertIsNone(read_signature(data, 100))
        self.assertIsNone(read_signature(PNG, 97))
