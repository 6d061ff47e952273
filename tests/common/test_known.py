"""Numbers that may be not known: an amount, a whole number and a decimal, typed and computed."""

from ..measure.common import FiguresCommon

FIELDS = ("potential_manual", "success_chance")


class TestKnown(FiguresCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        offerings = cls.env["kam.offering"].create([{"name": f"O{n}"} for n in range(4)])
        cls.unknown, cls.zero, cls.low, cls.high = cls.cells = cls.env["kam.whitespace"].create(
            [
                {"account_id": cls.customer.id, "offering_id": offering.id, **values}
                for offering, values in zip(
                    offerings,
                    [{}, *(dict.fromkeys(FIELDS, value) for value in (0, 20, 90))],
                    strict=True,
                )
            ]
        )
        cls.env.flush_all()
        cls.env.invalidate_all()

    def _find(self, *domain):
        """The same by the database and by records."""
        cells = self.cells.search([("id", "in", self.cells.ids), *domain])
        self.assertEqual(self.cells.filtered_domain(list(domain)), cells.sorted("id"), domain)
        return cells

    def test_unknown_is_no_number_and_zero_is_one(self):
        for name in FIELDS:
            self.assertIs(self.unknown[name], False)
            self.assertEqual([type(self.zero[name]) in (int, float), self.zero[name]], [True, 0])
            self.assertEqual(self.cells.mapped(name), [False, 0, 20, 90])

    def test_what_was_known_can_be_forgotten(self):
        self.high.write(dict.fromkeys(FIELDS, False))
        self.low.write(dict.fromkeys(FIELDS, 0))
        self.env.flush_all()
        self.env.invalidate_all()
        for name in FIELDS:
            self.assertIs(self.high[name], False)
            self.assertIsNot(self.low[name], False)
            self.assertEqual(self._find((name, "=", False)), self.unknown | self.high)

    def test_filters_do_not_find_the_unknown(self):
        for name in FIELDS:
            for operator, value, found in (
                ("<", 80, self.zero | self.low),
                ("<=", 0, self.zero),
                (">", -1, self.zero | self.low | self.high),
                (">=", 0, self.zero | self.low | self.high),
                ("=", 0, self.zero),
                ("in", [0, 20], self.zero | self.low),
                ("=", 20, self.low),
                ("=", False, self.unknown),
                ("!=", False, self.zero | self.low | self.high),
                ("in", [False, 20], self.unknown | self.low),
                ("not in", [False, 20], self.zero | self.high),
            ):
                with self.subTest(field=name, operator=operator, value=value):
                    self.assertEqual(self._find((name, operator, value)), found)

    def test_the_opposite_of_a_filter_finds_the_unknown(self):
        for name in FIELDS:
            self.assertEqual(self._find("!", (name, "<", 80)), self.unknown | self.high)

    def test_the_unknown_comes_last(self):
        for name in FIELDS:
            for order, expected in (
                (name, self.zero | self.low | self.high | self.unknown),
                (f"{name} desc", self.high | self.low | self.zero | self.unknown),
            ):
                found = self.cells.search([("id", "in", self.cells.ids)], order=order)
                self.assertEqual(found.ids, expected.ids, order)

    def test_averages_leave_the_unknown_out(self):
        domain = [("id", "in", self.cells.ids)]
        for cells, expected in ((domain, 110 / 3), ([("id", "=", self.unknown.id)], False)):
            [(mean,)] = self.cells._read_group(cells, [], ["success_chance:avg"])
            self.assertEqual(mean and round(float(mean), 6), expected and round(expected, 6))

    def test_clients_and_exports_get_nothing_for_it(self):
        values = self.cells.read(FIELDS)
        self.assertEqual([line["success_chance"] for line in values], [False, 0, 20, 90])
        found = self.cells.web_search_read(
            [("id", "=", self.unknown.id)], {name: {} for name in FIELDS}
        )
        self.assertEqual([found["records"][0][name] for name in FIELDS], [False, False])
        rows = self.cells.export_data(list(FIELDS))["datas"]
        self.assertEqual(rows, [["", ""], [0, 0], [20, 20], [90, 90]])

    def test_an_empty_cell_of_an_import_is_not_known(self):
        result = self.cells.load(
            ["account_id/.id", "offering_id", "potential_manual"],
            [[str(self.customer.id), "Teas", ""], [str(self.customer.id), "Salts", "0"]],
        )
        self.assertFalse(result["messages"])
        empty, zero = self.cells.browse(result["ids"])
        self.assertIs(empty.potential_manual, False)
        self.assertEqual((empty.potential_source, zero.potential_source), ("computed", "manual"))
        self.assertEqual(zero.potential, 0)
        self.assertIs(empty.potential, False)

    def test_a_copy_and_a_form_keep_it(self):
        offering = self.env["kam.offering"].create({"name": "One more"})
        self.assertIs(self.unknown.copy({"offering_id": offering.id}).success_chance, False)
        values = {"account_id": {}, "offering_id": {}, **{name: {} for name in FIELDS}}
        shown = self.cells.browse().onchange({}, [], values)["value"]
        self.assertEqual([shown[name] for name in FIELDS], [False, False])
