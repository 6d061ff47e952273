"""What should make somebody look twice before a customer reads it."""

from odoo.tests import tagged

from odoo.addons.kam_planning.tools.sharing.warnings import (
    Secrets,
    find_amounts,
    find_warnings,
    names_company,
    names_person,
    parse_words,
    plain_text,
)

from ..tools.common import PureCase


@tagged("standard", "post_install", "-at_install")
class TestWarnings(PureCase):
    def test_amounts_beside_words_about_prices(self):
        words = parse_words()
        found = {
            "Our margin is 18 %.": ["margin is 18 %"],
            "Price 4.20 € a box": ["Price 4.20 €"],
            "Handelsmarge von 18 % halten": ["Handelsmarge von 18 %"],
            "Marge de 1 200 €": ["Marge de 1 200 €"],
            "El precio es 12 EUR": ["precio es 12 EUR"],
            "Lo sconto del 5%": ["sconto del 5%"],
            "Verkoopprijs € 12,50": ["Verkoopprijs € 12,50"],
            # No amount, no word, too far away, another sentence, a year, a day.
            "Talk about the price": [],
            "Ship 500 boxes": [],
            "The price of all that we deliver to your three sites is below 500": [],
            "We agree on the price. Ship 500 boxes.": [],
            "Price talks 2026": [],
            "Price talks on 12.10.2026 and on 2026-11-03": [],
            "Priceless 12": [],
            "Marginal 2nd place": [],
        }
        for text, amounts in found.items():
            self.assertEqual(find_amounts(text, words), amounts, text)

    def test_words_are_set_by_language(self):
        words = parse_words("en: kickback; de:")
        self.assertEqual(find_amounts("A kickback of 5 %", words), ["kickback of 5 %"])
        self.assertEqual(find_amounts("The margin is 5 %", words), [])
        self.assertEqual(find_amounts("Preis 5 €", words), [])
        self.assertEqual(find_amounts("Le prix est 5 €", words), ["prix est 5 €"])
        for wrong in ("margin, price", "english: price"):
            with self.assertRaises(ValueError):
                parse_words(wrong)

    def test_names_are_whole_words(self):
        self.assertTrue(names_person("Horst  Kloss decides", "horst kloss"))
        self.assertTrue(names_person("ask Kloss", "Horst Kloss"))
        self.assertFalse(names_person("Klossmann decides", "Horst Kloss"))
        self.assertFalse(names_person("ask me", "Jo Ask"))
        self.assertTrue(names_person("Kim decides, not Ng", "Soo Kim"))
        self.assertTrue(names_person("Kim decides, not Ng", "Anh Ng"))
        self.assertFalse(names_person("Kimberley", "Soo Kim"))
        self.assertTrue(names_company("better than GLOBEX", "Globex Corp."))
        self.assertFalse(names_company("Globexia", "Globex"))
        for name in ("HP Inc.", "3M Co", "GE"):
            self.assertTrue(names_company("rather than HP, 3M or GE", name), name)
            self.assertFalse(names_company("200 hp, 53M, 3Ms, age, ge", name), name)
        # One letter is a name only with its legal form.
        self.assertFalse(names_company("Plan X", "X Corp."))
        self.assertTrue(names_company("as X Corp. does", "X Corp."))

    def test_html_is_read_as_it_is_read(self):
        html = "<p>Margin<!-- 18 --> is</p><p>12 boxes</p>"
        self.assertEqual(plain_text(html), "Margin is\n12 boxes")
        self.assertEqual(find_warnings([(html, True)], Secrets(words=parse_words())), [])

    def test_what_does_not_leave_and_what_would(self):
        secrets = Secrets(
            hosts=frozenset({"odoo.ours.example"}),
            domains=frozenset({"ours.example"}),
            competitors=("Globex",),
            people=("Horst Kloss",),
        )
        html = (
            '<p>See <a href="/odoo/plans/3">the plan</a> <img src="/web/image/5"/> '
            '<img src="data:image/png;base64,AAAA"/> or <a href="https://acme.example">you</a>, '
            "write to ann@ours.example or jane@acme.example, not to Globex. "
            "https://odoo.ours.example/x for Kloss</p>"
        )
        self.assertEqual(
            find_warnings([(html, True)], secrets),
            [
                ("lost_link", "/odoo/plans/3"),
                ("image", "/web/image/5"),
                ("mail", "ann@ours.example"),
                ("link", "https://odoo.ours.example/x"),
                ("competitor", "Globex"),
                ("person", "Horst Kloss"),
            ],
        )
        self.assertEqual(find_warnings([("", True), (None, False)], secrets), [])

    def test_what_stands_in_tags_is_read_too(self):
        secrets = Secrets(
            domains=frozenset({"ours.example"}),
            competitors=("Globex",),
            people=("Horst Kloss",),
            words=parse_words(),
        )
        html = (
            '<p title="Not for Kloss"><a href="mailto:ann%40ours.example">us</a> '
            '<img src="data:image/png;base64,AAAA" alt="Margin 18 %"/>'
            '<a href="https://news.example/globex">news</a><svg><text>Globex</text></svg></p>'
        )
        self.assertEqual(
            find_warnings([(html, True)], secrets),
            [
                ("person", "Horst Kloss"),
                ("mail", "ann@ours.example"),
                ("amount", "Margin 18 %"),
                ("competitor", "Globex"),
            ],
        )
        mapped = '<map><area href="/odoo/x"></map><video src="/web/content/3"></video>'
        found = [("lost_link", "/odoo/x"), ("image", "/web/content/3")]
        self.assertEqual(find_warnings([(mapped, True)], secrets), found)
