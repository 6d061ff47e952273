"""The tables to fill in: offered in every list of ours, and each of them can be read in."""

from odoo.tests import freeze_time, new_test_user
from odoo.tools.misc import file_open

from ..common.common import TODAY, KamCommon

# In an order in which each finds what it names.
FILES = (
    *("kam.tier", "kam.team.role", "kam.buying.role", "kam.stakeholder.question"),
    *("kam.plan.template", "kam.measure", "kam.offering", "kam.plan", "kam.objective"),
    *("kam.action", "kam.review", "kam.target", "kam.team.member", "kam.buying.center"),
    *("kam.whitespace", "kam.stakeholder", "kam.relationship", "kam.influence"),
    *("kam.measure.entry", "kam.customer.goal", "kam.value", "kam.value.criterion"),
    *("kam.risk", "kam.force", "kam.appraisal", "kam.investment"),
    *("kam.competitor.position", "kam.key.date", "kam.health.input", "kam.survey.question"),
    *("kam.survey.round", "kam.review.criterion", "kam.review.rating"),
    *("kam.share", "kam.share.access", "kam.capacity"),
    *("kam.criterion", "kam.assessment.round", "kam.assessment.result", "kam.assessment"),
    *("kam.reward.scheme", "kam.reward.line", "kam.reward.statement"),
)
OPTIONS = {"quoting": '"', "separator": ",", "has_headers": True, "encoding": "utf-8"}


@freeze_time(TODAY)
class TestTemplates(KamCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.partner"].create(
            [
                {"name": "Acme Corporation", "is_company": True},
                {"name": "Rival Trading", "is_company": True},
            ]
        )
        acme = cls.env["res.partner"].search([("name", "=", "Acme Corporation")])
        cls.env["res.partner"].create({"name": "Jane Buyer", "parent_id": acme.id})
        groups = "kam_planning.group_kam_admin,kam_planning.group_kam_people"
        groups += ",kam_planning.group_kam_reward,kam_planning.group_kam_use_reward"
        cls.kim = new_test_user(cls.env, "kim", groups=groups, name="Kim Keller")
        new_test_user(cls.env, "sam", groups=groups, name="Sam Sponsor")

    def _read(self, model):
        (template,) = self.env[model].with_user(self.kim).get_import_templates()
        self.assertTrue(template["label"])
        with file_open(template["template"].lstrip("/"), "rb") as file:
            return file.read()

    def _read_in(self, model):
        """Read a template in as the dialogue does: with the columns that it proposes."""
        dialogue = (
            self.env["base_import.import"]
            .with_user(self.kim)
            .create(
                {
                    "res_model": model,
                    "file": self._read(model),
                    "file_name": f"{model}.csv",
                    "file_type": "text/csv",
                }
            )
        )
        preview = dialogue.parse_preview(dict(OPTIONS))
        self.assertNotIn("error", preview)
        headers = preview["headers"]
        matches = [preview["matches"].get(number) for number in range(len(headers))]
        self.assertTrue(all(matches), (headers, matches))
        fields = ["/".join(match) for match in matches]
        options = {**OPTIONS, **preview["options"]}
        result = dialogue.execute_import(fields, headers, options)
        self.assertEqual(result["messages"], [])
        return self.env[model].browse(result["ids"])

    def test_each_can_be_read_in(self):
        for model in FILES:
            with self.subTest(model=model):
                records = self._read_in(model)
                lines = self._read(model).decode().strip().splitlines()
                self.assertEqual(len(records), len(lines) - 1)
                self.assertEqual(self._read_in(model), records)

    def test_what_is_shared_goes_out_and_comes_back(self):
        """Who sees a line is a column as any other: as it is written, and none where it is not."""
        self.kim.group_ids += self.env.ref("base.group_allow_export")
        for model in FILES:
            records = self._read_in(model)
            lines = self._read(model).decode().strip().splitlines()
            if "is_shared" not in records._fields or model == "kam.plan":
                continue
            with self.subTest(model=model):
                written = [line.rstrip().endswith(",TRUE") for line in lines[1:]]
                self.assertEqual(records.mapped("is_shared"), written)
                self._turn_around(records.with_user(self.kim))

    def _turn_around(self, records):
        """Export lines as they are found again, switch them the other way, and read them in."""
        key = records._natural_keys[0]
        columns = [*key.names, *key.ties, "is_shared"]
        before = records.mapped("is_shared")
        rows = records.export_data(columns)["datas"]
        # As the file of an export says it.
        rows = [[*(str(one or "") for one in row[:-1]), str(not row[-1])] for row in rows]
        found = records.load(columns, rows)
        self.assertEqual((found["messages"], found["ids"]), ([], records.ids))
        self.assertEqual(records.mapped("is_shared"), [not one for one in before])

    def test_every_list_offers_one(self):
        lists = self.env["ir.actions.act_window"].search([("res_model", "=like", "kam.%")])
        models = {
            window.res_model
            for window in lists
            if "list" in window.view_mode
            and not self.env[window.res_model]._transient
            and self.env[window.res_model].with_user(self.kim).has_access("create")
        }
        # Slides are uploaded, and tried when they are.
        self.assertLessEqual(models - {"kam.deck.template"}, set(FILES))
        self.assertGreaterEqual(len(models), 10)
