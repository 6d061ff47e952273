"""What a snapshot keeps, how it is sealed and chained, and what differs between two."""

import hashlib

from odoo.addons.kam_planning.tools.snapshot import canonical, chain, compare, people

from .common import PureCase

SHIP = {"ref": "kam.action,1", "name": "Ship", "values": {"done": False, "amount": "1.10"}}
KAESE = {
    "ref": "kam.action,2",
    "name": "Käse",
    "values": {"owner": {"ref": "res.partner,7", "name": "Jane"}},
}


def sha(text):
    return hashlib.sha256(text.encode()).hexdigest()


def line(number, **values):
    return {"ref": f"kam.action,{number}", "name": f"Line {number}", "values": values}


def make_chain(*contents):
    links, previous = [], chain.START
    for number, lines in enumerate(contents, 1):
        sealed = [canonical.seal_line(one, f"s{i}") for i, one in enumerate(lines)]
        links.append(chain.Link(number, previous, chain.hash_snapshot(previous, sealed), sealed))
        previous = links[-1].hash
    return links


class TestCanonical(PureCase):
    def test_numbers_are_texts(self):
        self.assertEqual(canonical.number_text(1.1, 2), "1.10")
        self.assertEqual(canonical.number_text(1.1), "1.1")
        self.assertEqual(canonical.number_text(12), "12")
        self.assertEqual(canonical.number_text(-0.001, 2), "0.00")
        self.assertEqual(canonical.number_text(-0.5, 2), "-0.50")
        self.assertEqual(canonical.number_text(10.0, 0), "10")
        self.assertEqual(canonical.number_text(0.1 + 0.2, 2), "0.30")

    def test_keys_are_sorted_and_nothing_is_between(self):
        text = canonical.canonical({"b": ["1.10", None], "a": {"ä": True}})
        self.assertEqual(text, '{"a":{"ä":true},"b":["1.10",null]}')

    def test_numbers_are_refused(self):
        for value in (1, 1.5, {"a": [0]}):
            with self.assertRaises(TypeError):
                canonical.canonical(value)

    def test_a_line_is_hashed_with_its_salt(self):
        """Reckoned beside Python, by sha256sum."""
        sealed = canonical.seal_line(SHIP, "s1")
        self.assertEqual(
            sealed["hash"],
            sha('s1{"name":"Ship","ref":"kam.action,1","values":{"amount":"1.10","done":false}}'),
        )
        self.assertEqual(
            sealed["hash"], "8f0f4924e66e60c66393248f11df9b245c238026b1bffcbefc6f441b7caeca93"
        )
        self.assertEqual(
            canonical.seal_line(KAESE, "s2")["hash"],
            "b5fcd536f208cc44956fcdc8d16f17c7701c07635cac46c17c0042016275ae8e",
        )
        self.assertNotEqual(canonical.seal_line(SHIP, "s3")["hash"], sealed["hash"])

    def test_what_is_left_of_an_erased_line(self):
        sealed = canonical.seal_line(SHIP, "s1")
        left = canonical.erase_line(sealed)
        self.assertEqual(left, {"ref": "kam.action,1", "hash": sealed["hash"]})
        self.assertTrue(canonical.is_erased(left))
        self.assertFalse(canonical.is_erased(sealed))
        # Content without its salt is no erasure.
        self.assertFalse(canonical.is_erased({k: v for k, v in sealed.items() if k != "salt"}))


class TestChain(PureCase):
    def test_a_snapshot_rests_on_the_one_before(self):
        first, second = make_chain([SHIP], [SHIP, KAESE])
        hashes = [one["hash"] for one in second.lines]
        self.assertEqual(first.hash, sha(first.lines[0]["hash"]))
        self.assertEqual(second.previous_hash, first.hash)
        self.assertEqual(second.hash, sha(first.hash + hashes[0] + hashes[1]))

    def test_a_whole_chain_holds(self):
        self.assertEqual(chain.verify(make_chain([SHIP], [SHIP, KAESE], [])), ([], 0))
        self.assertEqual(chain.verify([]), ([], 0))

    def test_erased_lines_are_counted_and_the_chain_holds(self):
        links = make_chain([SHIP], [SHIP, KAESE])
        links[1].lines[1] = canonical.erase_line(links[1].lines[1])
        self.assertEqual(chain.verify(links), ([], 1))

    def test_a_changed_line_is_named(self):
        links = make_chain([SHIP], [SHIP, KAESE])
        links[1].lines[1] = {**links[1].lines[1], "name": "Cheese"}
        self.assertEqual(chain.verify(links)[0], [chain.Finding(2, "line", "kam.action,2")])

    def test_a_line_with_a_new_hash_breaks_its_snapshot(self):
        links = make_chain([SHIP], [SHIP, KAESE])
        links[0].lines[0] = canonical.seal_line({**SHIP, "name": "Sink"}, "s0")
        self.assertEqual(chain.verify(links)[0], [chain.Finding(1, "content")])

    def test_a_snapshot_sealed_anew_breaks_the_chain(self):
        links = make_chain([SHIP], [SHIP, KAESE])
        links[0].lines[0] = canonical.seal_line({**SHIP, "name": "Sink"}, "s0")
        links[0].hash = chain.hash_snapshot("", links[0].lines)
        self.assertEqual(chain.verify(links)[0], [chain.Finding(2, "chain")])

    def test_lines_added_taken_away_or_moved(self):
        for lines in ([KAESE, SHIP], [SHIP], [SHIP, KAESE, line(3)]):
            links = make_chain([SHIP, KAESE])
            links[0].lines = [canonical.seal_line(one, f"s{i}") for i, one in enumerate(lines)]
            self.assertEqual(chain.verify(links)[0], [chain.Finding(1, "content")])

    def test_a_missing_snapshot_is_named(self):
        first, _second, third = make_chain([SHIP], [SHIP], [SHIP])
        self.assertEqual(chain.verify([first, third])[0], [chain.Finding(2, "missing")])
        second_missing_first = make_chain([SHIP], [SHIP])[1:]
        self.assertEqual(chain.verify(second_missing_first)[0], [chain.Finding(1, "missing")])

    def test_the_newest_one_is_missed(self):
        links = make_chain([SHIP], [KAESE], [SHIP])
        last = (3, links[2].hash)
        self.assertEqual(chain.verify(links, last), ([], 0))
        found = [chain.Finding(2, "missing"), chain.Finding(3, "missing")]
        self.assertEqual(chain.verify(links[:1], last)[0], found)
        self.assertEqual(chain.verify([], (1, "x"))[0], [chain.Finding(1, "missing")])
        self.assertEqual(chain.verify(links, (3, "x"))[0], [chain.Finding(3, "chain")])

    def test_columns_that_say_something_else(self):
        (link,) = make_chain([{**SHIP, "values": {"kind": "agreed", "date": "2026-11-02"}}])
        link.head = {"kind": "manual", "date": "2026-11-02"}
        self.assertEqual(chain.verify([link])[0], [chain.Finding(1, "head", names=["kind"])])

    def test_rubbish_is_a_finding_and_no_fault(self):
        (link,) = make_chain([SHIP])
        link.lines[0] = {**link.lines[0], "values": {"amount": 1.1}}
        self.assertEqual(chain.verify([link])[0][0], chain.Finding(1, "line", "kam.action,1"))
        link.lines = [{}]
        self.assertEqual({one.kind for one in chain.verify([link])[0]}, {"content"})


class TestCompare(PureCase):
    def _compare(self, old, new, **more):
        return [(d.kind, d.ref.partition(",")[2]) for d in compare.compare(old, new, **more)]

    def test_added_gone_and_changed(self):
        old = [line(1, a="x"), line(2, a="x"), line(3, a="x")]
        new = [line(1, a="x"), line(2, a="y"), line(4, a="x")]
        found = [("changed", "2"), ("added", "4"), ("gone", "3")]
        self.assertEqual(self._compare(old, new), found)
        (change,) = compare.compare(old, new)[0].changes
        self.assertEqual(change, compare.Change("a", "x", "y"))
        self.assertEqual(self._compare(old, old), [])

    def test_a_link_is_what_it_leads_to(self):
        jane, renamed = ({"ref": "res.partner,7", "name": name} for name in ("Jane", "Jane Doe"))
        john = {"ref": "res.partner,8", "name": "Jane"}
        self.assertEqual(self._compare([line(1, a=jane)], [line(1, a=renamed)]), [])
        self.assertEqual(self._compare([line(1, a=jane)], [line(1, a=john)]), [("changed", "1")])
        self.assertEqual(self._compare([line(1, a=[jane, john])], [line(1, a=[john, jane])]), [])

    def test_a_field_that_one_of_them_does_not_know_is_no_change(self):
        self.assertEqual(self._compare([line(1, a="x")], [line(1, a="x", b="new")]), [])
        # What was empty is known.
        self.assertEqual(self._compare([line(1, a=None)], [line(1, a="x")]), [("changed", "1")])

    def test_only_fields_that_are_asked_for(self):
        old, new = [line(1, a="x", b="x")], [line(1, a="y", b="y")]
        (difference,) = compare.compare(old, new, fields_of=lambda ref: ["b"])
        self.assertEqual([change.name for change in difference.changes], ["b"])

    def test_erased_lines_are_said_to_be_so(self):
        erased = canonical.erase_line(canonical.seal_line(line(1, a="x"), "s"))
        for old, new in (([erased], [line(1)]), ([line(1)], [erased]), ([erased], [])):
            self.assertEqual(self._compare(old, new), [("erased", "1")])
        self.assertEqual(self._compare([], [erased]), [("erased", "1")])

    def test_drift_of_what_was_agreed(self):
        """Agreed 12, now 11 of them kept, of which 2 changed, 1 gone, 1 new: 4 of 13."""
        old = [line(number, a="x") for number in range(1, 13)]
        new = [line(number, a="y" if number < 3 else "x") for number in range(1, 12)]
        new.append(line(13, a="x"))
        found = compare.compare(old, new)
        counts = {"added": 1, "gone": 1, "changed": 2, "erased": 0}
        self.assertEqual(compare.count_kinds(found), counts)
        self.assertAlmostEqual(compare.drift(old, new, found), 400 / 13)
        self.assertEqual(round(compare.drift(old, new, found)), 31)

    def test_drift_of_nothing_and_of_what_was_erased(self):
        self.assertIsNone(compare.drift([], [], []))
        erased = canonical.erase_line(canonical.seal_line(line(1), "s"))
        old, new = [erased, line(2, a="x")], [line(1), line(2, a="y")]
        self.assertEqual(compare.drift(old, new, compare.compare(old, new)), 100.0)


class TestPeople(PureCase):
    def _lines(self, *lines):
        return [canonical.seal_line(one, "s") for one in lines]

    def _erased(self, lines):
        return [i for i, one in enumerate(lines) if canonical.is_erased(one)]

    def test_who_is_linked_where(self):
        person = {**line(1), "ref": "kam.stakeholder,5"}
        several = line(
            3, whom=[{"ref": "res.partner,7", "name": "Jane"}], by={"ref": "res.users,2"}
        )
        named = people.find_named(self._lines(person, KAESE, several))
        self.assertEqual(named, {"kam.stakeholder,5": [0], "res.partner,7": [1, 2]})

    def test_lines_that_link_somebody_are_erased(self):
        lines = self._lines(SHIP, KAESE)
        named = {"res.partner,7": [1], "res.partner,8": [0]}
        left, kept, count = people.erase(lines, named, ["res.partner,7"])
        self.assertEqual((self._erased(left), kept, count), ([1], {"res.partner,8": [0]}, 1))
        self.assertEqual(people.erase(left, kept, ["res.partner,7"])[2], 0)

    def test_names_are_found_in_texts_as_whole_words(self):
        texts = (
            "Call Jane Buyer",
            "<p>Call <b>Jane</b>\n BUYER</p>",
            "Janet Buyer",
            "Jane Buyers",
            "buyer jane",
            "Call Jane&nbsp;Buyer &amp; co",
        )
        lines = self._lines(*(line(i, note=text) for i, text in enumerate(texts)))
        left, _named, count = people.erase(lines, {}, [], ["Jane Buyer", False, " "])
        self.assertEqual((self._erased(left), count), ([0, 1, 5], 3))

    def test_names_with_signs_are_only_names(self):
        lines = self._lines(line(1, note="O&#39;Brien (US) called"), line(2, note="OxBrien"))
        left, _named, _count = people.erase(lines, {}, [], ["O'Brien (US)"])
        self.assertEqual(self._erased(left), [0])
        left, _named, _count = people.erase(lines, {}, [], ["O.Brien"])
        self.assertEqual(self._erased(left), [])

    def test_records_and_what_links_them(self):
        link = line(3, force={"ref": "kam.action,1", "name": "Ship"})
        left, count = people.erase_refs(self._lines(SHIP, KAESE, link), {"kam.action,1"})
        self.assertEqual((self._erased(left), count), ([0, 2], 2))

    def test_what_is_held_of_somebody(self):
        lines = self._lines(SHIP, KAESE)
        named = people.find_named(lines)
        self.assertEqual(people.find_lines(lines, named, ["res.partner,7"]), [lines[1]])
        lines[1] = canonical.erase_line(lines[1])
        self.assertEqual(people.find_lines(lines, named, ["res.partner,7"]), [])
