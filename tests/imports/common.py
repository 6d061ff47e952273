"""Reading rows in as the dialogue of imports does."""

from odoo.tests import freeze_time

from ..common.common import TODAY, KamCommon


@freeze_time(TODAY)
class ImportCommon(KamCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.acme_plan = cls._create_plan()
        cls.other = cls.env["res.partner"].create({"name": "Beta", "is_company": True})
        cls.beta_plan = cls._create_plan(partner_id=cls.other.id)

    def _load(self, model, names, rows, user=None, **context):
        """Read rows as the dialogue of imports does, as the manager unless somebody else does."""
        env = self.env(user=user or self.manager, context={"import_file": True, **context})
        return env[model].load(names.split(), [list(row) for row in rows])

    def _take(self, model, names, rows, user=None, **context):
        """Read rows in which nothing is wrong: their records."""
        result = self._load(model, names, rows, user, **context)
        self.assertEqual(result["messages"], [])
        return self.env[model].browse(dict.fromkeys(result["ids"]))

    def _refuse(self, model, names, rows, row, words, user=None):
        """Read rows of which one is refused by a message with these words."""
        before = self.env[model].search([])
        result = self._load(model, names, rows, user)
        self.assertFalse(result["ids"])
        texts = [
            message["message"] for message in result["messages"] if message["rows"]["from"] == row
        ]
        self.assertTrue(any(words in text for text in texts), result["messages"])
        self.assertEqual(self.env[model].search([]), before)
        return result["messages"]
