from odoo.addons.kam_planning.tools.sharing.page import (
    find_entry,
    is_theirs,
    pick_lines,
    sort_actions,
    sum_values,
)
from odoo.addons.kam_planning.tools.sharing.release_html import find_internal_links, release_html

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

    def test_of_rich_text_only_what_is_known_leaves(self):
        hosts, dot = {"odoo.ours.example"}, "data:image/png;base64,AAAA"
        cases = {
            '<map><area href="/odoo/plans/3" alt="x">here</map>': "here",
            '<video src="/web/content/3">a film</video>': "a film",
            '<p>a<svg><a xlink:href="/odoo">b</a></svg>c<math><mi>d</mi></math>e</p>': "<p>ace</p>",
            '<p href="/odoo" src="/web/image/1" onclick="x()" style="color:red">a</p>': "<p>a</p>",
            '<base href="https://odoo.ours.example/"><link href="/web/x.css">a': "a",
            '<o:p>Word</o:p><font color="red">red</font><marquee>on</marquee>': "Wordredon",
            '<input type="image" src="/web/image/1">a<textarea>b</textarea>': "a",
            '<a href="java\nscript:alert(1)">a</a><a href="//odoo.ours.example/x">b</a>': "ab",
            '<a href="https:/web/x">a</a><a href="https:\\\\ODOO.ours.example\\x">b</a>': "ab",
            '<a href="https://odoo.ours.example./x">a</a>': "a",
            '<a href="https://odoo.ours.example\\@acme.example">a</a>': "a",
            '<a href="mailto:x@acme.example" src="/web/image/1" alt="x" title="t">a</a>': (
                '<a href="mailto:x@acme.example" title="t" rel="noopener noreferrer">a</a>'
            ),
            f'<img src="{dot}" href="/odoo" alt="x" srcset="/web/image/1 2x">': (
                f'<img src="{dot}" alt="x">'
            ),
            '<img src="data:image/svg+xml;base64,AAAA">a<!-- b --><?php c ?>d': "ad",
            "<script>a</script><style>b</style>c<unknown><script>d</script>e</unknown>": "ce",
            '<table><tr><td colspan="2" href="/odoo">1</td></tr></table>': (
                '<table><tr><td colspan="2">1</td></tr></table>'
            ),
            '<h2>a</h2><ol start="2"><li><b>b</b></li></ol><pre><code>&lt;svg&gt;</code></pre>': (
                '<h2>a</h2><ol start="2"><li><b>b</b></li></ol><pre><code>&lt;svg&gt;</code></pre>'
            ),
        }
        for text, released in cases.items():
            self.assertEqual(release_html(text, hosts), released, text)
        text = '<area href="/odoo/x"><svg xlink:href="/odoo/y"></svg><video src="/web/z"></video>'
        self.assertEqual(find_internal_links(text, hosts), ["/odoo/x", "/odoo/y", "/web/z"])
