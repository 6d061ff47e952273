"""People are found whatever their accents, also where the database cannot take them off."""

from odoo.fields import Domain

from odoo.addons.kam_planning.models.common.accents import alike

from .common import MapCommon


class TestSearch(MapCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.nunez = cls._person("María Núñez", title="Directrice générale")
        cls.soren = cls._person("Søren Łukasz")
        # As some systems write it: the accent is a letter of its own.
        cls.jose = cls._person("Jose\u0301 Ruiz")
        cls.people = cls.env["kam.stakeholder"].with_user(cls.judge)

    def _found(self, text):
        place = self.customer.id, self.env.company.id
        return {line["id"] for line in self.people.find_people(*place, text)}

    def test_on_the_map(self):
        for text, person in (
            ("Nunez", self.nunez),
            ("MARIA", self.nunez),
            ("núñez", self.nunez),
            ("generale", self.nunez),
            ("soren luk", self.soren),
            ("josé", self.jose),
            ("jose", self.jose),
        ):
            with self.subTest(text=text):
                self.assertEqual(self._found(text), {person.id})
        self.assertFalse(self._found("%"))
        self.assertFalse(self._found(False))

    def test_by_name_wherever_somebody_is_chosen(self):
        self.assertEqual(self.people.name_search("nunez")[0][0], self.nunez.id)
        found = self.people.search([("display_name", "ilike", "nunez")])
        self.assertEqual(found, self.nunez)
        others = self.people.search([("display_name", "not ilike", "nunez")])
        self.assertNotIn(self.nunez, others)
        self.assertIn(self.jane, others)
        self.soren.manager_id = self.nunez
        self.assertEqual(self.people.search([("manager_id", "ilike", "nunez")]), self.soren)

    def test_the_same_in_memory_as_in_the_database(self):
        people = self.nunez | self.soren | self.jose | self.jane
        for text in ("nunez", "SOREN", "josé", "a", ""):
            domain = alike(["name", "title"], text) & Domain("id", "in", people.ids)
            found = self.people.search(domain)
            self.assertEqual(people.with_user(self.judge).filtered_domain(domain), found, text)

    def test_names_and_titles_of_all_kinds_in_every_list(self):
        kinds = {
            "kam.plan": self.plan,
            "kam.buying.center": self.env["kam.buying.center"].create(
                {"account_id": self.customer.id, "name": "x"}
            ),
            "kam.objective": self.env["kam.objective"].create(
                {"plan_id": self.plan.id, "name": "x"}
            ),
            "kam.action": self.env["kam.action"].create({"plan_id": self.plan.id, "name": "x"}),
            "kam.offering": self.env["kam.offering"].create({"name": "x"}),
            "kam.tier": self.env["kam.tier"].create({"name": "x"}),
            "kam.plan.template": self.light.copy(),
            "kam.measure": self.env["kam.measure"].search([], limit=1),
        }
        for model, record in kinds.items():
            with self.subTest(model=model):
                record.name = "Über José Ñandú"
                records = self.env[model]
                for text in ("uber jose", "ÜBER JOSÉ", "nandu"):
                    found = records.search([("name", "ilike", text)])
                    self.assertEqual(found, record)
                    self.assertEqual(records.name_search(text)[0][0], record.id)
                    self.assertEqual(record.filtered_domain([("name", "ilike", text)]), record)
                    self.assertNotIn(record, records.search([("name", "not ilike", text)]))
                self.assertFalse(records.search([("name", "ilike", "uber joseph")]))

    def test_titles_by_the_filter_of_the_list(self):
        found = self.people.search([("title", "ilike", "generale")])
        self.assertEqual(found, self.nunez)
        self.assertEqual(self.people.search([("title", "=ilike", "directrice%")]), self.nunez)
        untitled = self._person("Nobody Special")
        self.assertIn(untitled, self.people.search([("title", "not ilike", "generale")]))
        self.assertEqual(self.people.search([("name", "ilike", "m_ria")]), self.nunez)

    def test_candidates_and_contacts_of_the_customer(self):
        ana = self._contact("Ána Gómez", function="Jefa de línea")
        place = self.customer.id, self.env.company.id
        for text in ("ana gomez", "linea"):
            found = self.people.find_candidates(*place, text)["contacts"]
            self.assertEqual([contact["id"] for contact in found], ana.ids)
