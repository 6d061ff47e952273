"""What the orders of the files say about a customer, and how it is told. No database is touched."""

from datetime import date

from northwind_loader import dataset
from northwind_loader.shifting import Calendar
from northwind_loader.strategy_story import _number_facts, _tell_facts
from northwind_loader.trade_facts import Fall, Lapse, LateOrder, read_facts

from odoo.tests import TransactionCase, tagged

from .common import FOLDER


@tagged("standard", "post_install", "-at_install")
class TestTradeFacts(TransactionCase):
    """On the days of the files: the last order came on 6 May 1998, today is a week later."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.data = dataset.read(FOLDER)
        cls.calendar = Calendar(cls.data.last_ordered, 0)

    def _read(self, customer):
        return read_facts(self.data, self.calendar, customer)

    def test_orders_that_left_late(self):
        self.assertEqual(
            self._read("QUICK").late,
            (
                LateOrder("10515", date(1997, 5, 7), 16, 9921.3, False),
                LateOrder("10451", date(1997, 3, 5), 7, 3849.66, False),
            ),
        )
        self.assertEqual(
            self._read("SAVEA").late, (LateOrder("10847", date(1998, 2, 5), 5, 4931.92, False),)
        )

    def test_orders_that_wait(self):
        facts = self._read("ERNSH")
        self.assertEqual(facts.open, ("11008", "11072"))
        self.assertEqual(
            [(one.key, one.days, one.is_open) for one in facts.late], [("11008", 7, True)]
        )
        self.assertEqual(self._read("QUICK").open, ())

    def test_in_time(self):
        self.assertEqual(self._read("QUICK").on_time, ((18, 18), (8, 10)))
        self.assertEqual(self._read("SAVEA").on_time, ((24, 25), (6, 6)))

    def test_categories_that_fall(self):
        self.assertEqual(
            self._read("QUICK").falls,
            (
                Fall("Meat/Poultry", 656.0, 4951.6),
                Fall("Produce", 3099.0, 4862.4),
                Fall("Seafood", 2767.5, 4031.1),
                Fall("Condiments", 1826.8, 2855.18),
            ),
        )
        self.assertEqual(self._read("SAVEA").falls, (Fall("Seafood", 4537.4, 8779.2),))
        self.assertEqual(self._read("ERNSH").falls, ())
        self.assertAlmostEqual(Fall("Meat/Poultry", 656.0, 4951.6).percent, 86.75, places=2)

    def test_categories_that_are_lost(self):
        self.assertEqual(
            self._read("QUICK").lapses, (Lapse("Condiments", date(1997, 12, 4), 6974.94),)
        )
        self.assertEqual(self._read("SAVEA").lapses, (Lapse("Produce", date(1997, 7, 22), 3887.9),))
        self.assertEqual(self._read("ERNSH").lapses, ())

    def test_discounts_small_orders_and_what_goes(self):
        facts = self._read("QUICK")
        self.assertEqual((facts.orders, facts.small, facts.discounts), (18, 3, 5175.82))
        self.assertEqual(facts.gone[0], ("Thüringer Rostbratwurst", 4951.6))
        self.assertAlmostEqual(facts.gone_amount, 9273.55)
        self.assertEqual(max(facts.days_to_leave), 28)
        self.assertAlmostEqual(sum(facts.days_to_leave) / 18, 8.67, places=2)

    def test_in_words(self):
        texts = _tell_facts(self._read("QUICK"))
        self.assertEqual(
            texts["late_orders"], "Northwind 10515 (16 days), Northwind 10451 (7 days)"
        )
        self.assertEqual(texts["late_amount"], "13,771 USD")
        self.assertEqual(texts["lapsed_since"], "4 December 1997")
        self.assertEqual((texts["on_time_orders"], texts["before_orders"]), ("18 of 18", "8 of 10"))
        self.assertEqual((texts["fall"], texts["fall_percent"]), ("Meat/Poultry", "87 %"))
        self.assertTrue(texts["gone"].endswith("and 2 more"), texts["gone"])

    def test_as_numbers(self):
        numbers = _number_facts(self._read("QUICK"))
        self.assertEqual((numbers["before_share"], numbers["on_time_share"]), (80.0, 100.0))
        self.assertEqual((numbers["late"], numbers["fall"]), (13770.96, 4295.6))

    def test_what_does_not_strike_has_no_name(self):
        texts, numbers = (tell(self._read("PARIS")) for tell in (_tell_facts, _number_facts))
        names = {*texts, *numbers}
        self.assertFalse(names & {"late_orders", "late", "fall", "lapsed", "gone", "before_share"})
        self.assertEqual(numbers["orders"], 0)
