"""A database that the last version made, with what people did in it, becomes one of this."""

import json
import os
import tarfile
import tempfile
from pathlib import Path

from .common import OwnDatabaseCase

REPOSITORY = Path(__file__).parents[2]
VERSIONS = Path(__file__).parent / "versions"

# Everything of which the last version keeps something.
USE = """
from odoo import Command
partner = env['res.partner'].create({'name': 'Was there before', 'is_company': True})
contact = env['res.partner'].create({'name': 'On the map', 'parent_id': partner.id})
plan = env['kam.plan'].create({'partner_id': partner.id,
    'template_id': env.ref('kam_planning.plan_template_full').id, 'is_shared': True})
plan.action_submit()
plan.action_approve()
plan.action_ids[0].action_done()
plan.action_ids[1].action_start()
plan.section_ids[:1].content = '<p>Charter</p>'
plan.objective_ids[:1].write({'progress_mode': 'manual', 'progress_manual': 40,
    'progress_reason': 'Seen', 'is_shared': True})
review = env['kam.review'].create({'plan_id': plan.id, 'kind': 'customer',
    'contact_ids': [Command.set(contact.ids)]})
review.action_schedule_meeting()
held = env['kam.review'].create({'plan_id': plan.id})
held.action_hold()
env['kam.review.decision'].create({'review_id': held.id, 'name': 'Decide'}).action_make_action()
offering = env['kam.offering'].create({'name': 'Offering'})
center = env['kam.buying.center'].create({'account_id': partner.id, 'name': 'Lab'})
cell = env['kam.whitespace'].create({'account_id': partner.id, 'offering_id': offering.id,
    'buying_center_id': center.id, 'state': 'competitor', 'potential_manual': 500, 'note': 'x'})
env['kam.target'].create({'plan_id': plan.id, 'target_value': 1, 'objective_id':
    plan.objective_ids[1].id, 'measure_id': env.ref('kam_planning.measure_revenue').id})
plan.objective_ids[1].progress_mode = 'targets'
env['kam.measure.entry'].create({'account_id': partner.id, 'value': 70,
    'measure_id': env.ref('kam_planning.measure_satisfaction').id})
head = env['kam.stakeholder'].create({'account_id': partner.id, 'name': 'Head'})
person = env['kam.stakeholder'].create({'account_id': partner.id, 'partner_id': contact.id,
    'influence': '3', 'support': 'reserved', 'note': 'Tea', 'manager_id': head.id,
    'relationship_ids': [Command.create({'user_id': env.uid, 'level_desired': '2'})]})
person.action_ask_questions()
person.answer_ids[:1].answer = 'yes'
env['kam.influence'].create({'source_id': person.id, 'target_id': head.id})
lead = env['crm.lead'].create({'name': 'Deal', 'partner_id': partner.id, 'kam_plan_id': plan.id,
    'kam_whitespace_id': cell.id})
plan.action_refresh_figures()
plan.action_find_gaps()
env['kam.gap'].search([], limit=1).action_make_action()
# Two people at once prepared the next period: this version allows one.
for day in (1, 2):
    env['kam.plan'].create({'partner_id': partner.id, 'previous_plan_id': plan.id,
        'date_start': f'2031-01-0{day}', 'date_end': '2031-12-31'})
env['res.config.settings'].create({'kam_touch_days': 30}).execute()
env.cr.commit()
"""

# A sum of each column of ours.
LOOK = """
import json
env.cr.execute('''
    SELECT c.table_name, c.column_name FROM information_schema.columns c
      JOIN information_schema.tables t USING (table_schema, table_name)
     WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
       AND (c.table_name LIKE 'kam\\\\_%' OR c.column_name LIKE 'kam\\\\_%')
''')
sums, columns = {}, env.cr.fetchall()
for table in {table for table, column in columns if column == 'id'}:
    env.cr.execute(f'SELECT MAX(id) FROM "{table}"')
    ends.setdefault(table, env.cr.fetchone()[0] or 0)
for table, column in columns:
    # What a version ships anew has been added behind.
    shipped = table.startswith('kam_plan_template') and table in ends
    where = f'WHERE id <= {ends[table]}' if shipped else ''
    env.cr.execute(f'SELECT md5(string_agg("{column}"::text, chr(10) ORDER BY "{column}"::text))'
                   f' FROM "{table}" {where}')
    sums[f'{table}.{column}'] = env.cr.fetchone()[0]
print('SUMS', json.dumps([sums, ends]))
"""
# The measures as they are shipped now, and for whom the opportunity of the plan counts.
PATHS = """
for name in ('revenue', 'order_intake', 'pipeline', 'overdue', 'undated'):
    measure = env.ref(f'kam_planning.measure_{name}')
    print('PATH', name, measure.partner_path, measure.fallback_date_path)
print('LEAD', env['crm.lead'].search([('kam_plan_id', '!=', False)]).kam_customer_id.name)
"""
COUNT = """
print('SUCCESSORS', env['kam.plan'].search_count([('previous_plan_id', '!=', False)]))
worked = [('domain_force', 'like', 'is_account_worked')]
worked += [('model_id.model', '!=', 'kam.assessment.result')]
print('WORKED', {rule.perm_read for rule in env['ir.rule'].search(worked)})
"""
# What may differ: wizards are emptied, one successor too many lost its link, and a new column
# stamps its rows. Shipped measures are redefined.
OTHERS = (
    "kam_plan_create.",
    "kam_plan_send_back",
    "kam_target_generate.",
    "kam_plan.previous_plan",
    # The next review of a plan is its next planned one.
    "kam_plan.next_review_date",
    # Shipped measures count for the customer of a document, and two are new.
    "kam_measure.",
)
# What nobody knew was kept as 0, and is empty now.
UNKNOWN = {
    "kam_buying_center": ("budget",),
    "kam_objective": ("progress", "progress_manual"),
    "kam_plan": ("revenue_growth", "revenue_share", "margin_rate", "days_to_pay", "progress"),
    "kam_score": ("total", "confidence"),
    "kam_stakeholder": ("strength",),
    "kam_target": ("baseline", "stretch_value", "attainment"),
    "kam_whitespace": (
        "peer_median",
        "potential",
        "potential_computed",
        "potential_high",
        "potential_low",
        "potential_manual",
        "share_of_wallet",
        "size_driver",
        "success_chance",
    ),
}
OTHERS += tuple(f"{table}.{name}" for table, names in UNKNOWN.items() for name in names)
LOST = (
    f"unknown = {UNKNOWN!r}"
    + """
for table, names in unknown.items():
    for name in names:
        env.cr.execute(f'SELECT COUNT(*) FROM "{table}" WHERE "{name}" IS NULL')
        print('UNKNOWN', f'{table}.{name}', env.cr.fetchone()[0])
cell = env['kam.whitespace'].search([('note', '=', 'x')])
print('CELL', cell.potential_manual, cell.potential, cell.success_chance)
"""
)


class TestUpgrade(OwnDatabaseCase):
    database = "kam_test_upgrade"

    def _read_sums(self, ends=None, **environment):
        """A sum of each column, and the last id of each table.

        :param dict ends: last id that counts, by table
        """
        seen = self._shell(f"ends = {ends or {}}" + LOOK, **environment)
        line = next(line for line in seen.splitlines() if line.startswith("SUMS "))
        return json.loads(line.removeprefix("SUMS "))

    def test_the_last_version_is_upgraded_without_a_warning_and_nothing_is_lost(self):
        with tempfile.TemporaryDirectory() as folder:
            with tarfile.open(VERSIONS / "kam_planning-19.0.1.2.0.tar.xz") as archive:
                archive.extractall(folder)
            paths = os.environ["ODOO_ADDONS_PATH"].replace(str(REPOSITORY), folder)
            self._server("-i", "kam_planning", ODOO_ADDONS_PATH=paths)
            self._shell(USE, ODOO_ADDONS_PATH=paths)
            before, ends = self._read_sums(ODOO_ADDONS_PATH=paths)
        self.assertGreater(len(before), 300)
        log = self._server("-u", "kam_planning", level="info")
        self.assertRegex(log, "Modules loaded")
        loud = [line for line in log.splitlines() if " WARNING " in line or " ERROR " in line]
        self.assertEqual(loud, [])
        after, _ends = self._read_sums(ends)
        # Of the settings dialogue, whose rows are emptied.
        self.assertEqual(before.keys() - after.keys(), {"res_config_settings.kam_digest_days"})
        changed = {
            name
            for name, value in before.items()
            if after.get(name, value) != value
            and not name.startswith(OTHERS)
            and "write_date" not in name
        }
        # Plans that are not approved follow the tier of their customers from now on.
        self.assertEqual(changed, {"kam_plan.tier_id"})
        counts = self._shell(COUNT)
        self.assertIn("SUCCESSORS 1", counts)
        self.assertIn("WORKED {False}", counts)
        paths = self._shell(PATHS)
        for line in (
            "PATH revenue commercial_partner_id False",
            "PATH order_intake order_id.kam_customer_id False",
            "PATH pipeline kam_customer_id False",
            "PATH overdue partner_id date",
            "PATH undated kam_customer_id False",
            "LEAD Was there before",
        ):
            self.assertIn(line, paths)
        known = self._shell(LOST)
        self.assertIn("CELL 500.0 500.0 False", known)
        self.assertRegex(known, r"UNKNOWN kam_plan.revenue_growth [1-9]")
