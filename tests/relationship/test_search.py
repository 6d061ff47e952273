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
