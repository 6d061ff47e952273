from odoo.addons.kam_planning.tools.sharing.page import (
    find_entry,
    is_theirs,
    pick_lines,
    sort_actions,
    sum_values,
)

from ..tools.common import PureCase


def line(ref, **values):
    return {"ref": ref, "name": values.get("name", ""), "values": values}


class TestPagePure(PureCase):
    def test_words_are_agreed_and_progress_is_now(self):
        """Value of 5,544 agreed; 4,000 are delivered since, and the title was changed."""
        agreed = [
            line(
                "kam.value,1",
                name="Returns",
                promised_amount="5544.00",
                amount=None,
                state="agreed",
            ),
            line("kam.action,7", name="Labels", date_deadline="2026-05-04", state="todo"),
            {"ref": "kam.action,8", "hash": "x"},
        ]
        now = [
            line(
                "kam.value,1",
                name="Fewer",
                promised_amount="1.00",
                amount="4000.00",
                state="delivered",
            ),
            line("kam.action,9", name="New", state="todo"),
        ]
        value, action = pick_lines(agreed, now)
        self.assertEqual(value["values"]["name"], "Returns")
        self.assertEqual(value["values"]["promised_amount"], "5544.00")
        self.assertEqual(
            (value["values"]["amount"], value["values"]["state"]), ("4000.00", "delivered")
        )
        self.assertEqual((value["is_live"], action["is_live"]), (True, False))
        self.assertEqual(action["values"]["state"], "todo")
        self.assertEqual([one["name"] for one in pick_lines(None, now)], ["Fewer", "New"])
        self.assertEqual(pick_lines([], now), [])

    def test_open_actions_come_first_and_by_their_day(self):
        done = line("kam.action,1", state="done", date_deadline="2026-01-01")
        late = line("kam.action,2", state="todo", date_deadline="2026-06-01", contact_id=None)
        soon = line("kam.action,3", state="in_progress", date_deadline="2026-03-01")
        self.assertEqual(sort_actions([done, late, soon]), [soon, late, done])
        self.assertFalse(is_theirs(late))
        self.assertTrue(is_theirs(line("kam.action,4", contact_id={"ref": "res.partner,3"})))

    def test_currencies_are_not_added_up_and_unknown_is_no_zero(self):
        row = {"promised": 100.0, "delivered": None, "confirmed": None, "disputed": None}
        rows = [
            {**row, "currency": "EUR"},
            {**row, "currency": "USD", "delivered": -5.0},
            {**row, "currency": "EUR", "confirmed": 0.0},
        ]
        self.assertEqual(
            sum_values(rows),
            [
                {**row, "currency": "EUR", "promised": 200.0, "confirmed": 0.0},
                {**row, "currency": "USD", "delivered": -5.0},
            ],
        )

    def test_an_answer_finds_its_line_or_none(self):
        entries = [{"check": "aa"}, {"check": "bb"}]
        self.assertIs(find_entry(entries, "2", "bb"), entries[1])
        for place, check in (
            *(("1", "bb"), ("0", "bb"), ("3", "bb"), ("-1", "bb"), ("x", "bb"), ("", "")),
            *(("2", ""), ("2", "é"), ("٢", "bb"), ("9" * 9000, "bb")),
        ):
            self.assertIsNone(find_entry(entries, place, check), place[:9])
