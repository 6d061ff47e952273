"""Install and uninstall on a database of its own."""

from .common import OwnDatabaseCase

USE = """
partner = env['res.partner'].create({'name': 'Leaves no trace', 'is_company': True})
plan = env['kam.plan'].create({'partner_id': partner.id,
    'template_id': env.ref('kam_planning.plan_template_full').id})
lead = env['crm.lead'].create({'name': 'Stays', 'partner_id': partner.id, 'kam_plan_id': plan.id})
review = env['kam.review'].create({'plan_id': plan.id})
meeting = review.action_schedule_meeting()
env['calendar.event'].with_context(meeting['context']).create({})
plan.action_approve()
plan.action_take_snapshot('agreed')
env['res.config.settings'].create({'kam_review_lead_days': 9}).execute()
env['kam.offering'].create({'name': 'Leaves no trace either'})
env['kam.buying.center'].create({'account_id': partner.id, 'name': 'Lab'}).message_post(body='x')
env['kam.target'].create({'plan_id': plan.id, 'target_value': 1,
    'measure_id': env.ref('kam_planning.measure_revenue').id})
env['kam.plan']._cron_refresh_figures()
contact = env['res.partner'].create({'name': 'On the map', 'parent_id': partner.id})
person = env['kam.stakeholder'].create({'account_id': partner.id, 'partner_id': contact.id,
    'influence': '3', 'relationship_ids': [(0, 0, {'user_id': env.uid, 'level_desired': '2'})]})
person.message_post(body='x')
person.activity_schedule('mail.mail_activity_data_todo', user_id=env.uid)
person.action_ask_questions()
env['kam.influence'].create({'source_id': person.id, 'target_id': person.copy().id})
plan.action_find_gaps()
env['kam.gap'].search([]).action_make_action()
env['res.config.settings'].create({'kam_touch_days': 30}).execute()
lead.kam_whitespace_id = env['kam.whitespace'].search([], limit=1)
env.cr.commit()
"""

LOOK = """
def count(query):
    env.cr.execute(query)
    return env.cr.fetchone()[0]
left = {
    'tables': count("SELECT count(*) FROM pg_class WHERE relname LIKE 'kam\\\\_%'"),
    'columns': count("SELECT count(*) FROM information_schema.columns"
                     " WHERE column_name LIKE 'kam\\\\_%' AND table_schema = 'public'"),
    'activities': count("SELECT count(*) FROM mail_activity WHERE res_model LIKE 'kam.%'"),
    'types': count("SELECT count(*) FROM mail_activity_type WHERE res_model LIKE 'kam.%'"),
    'messages': count("SELECT count(*) FROM mail_message WHERE model LIKE 'kam.%'"),
    'followers': count("SELECT count(*) FROM mail_followers WHERE res_model LIKE 'kam.%'"),
    'jobs': count("SELECT count(*) FROM ir_cron WHERE cron_name LIKE 'Account plans%'"
                  " OR cron_name LIKE 'Relationship maps%'"),
    'files': count("SELECT count(*) FROM ir_attachment WHERE res_model LIKE 'kam.%'"),
    'menus': count("SELECT count(*) FROM ir_ui_menu WHERE name->>'en_US' = 'Key Accounts'"),
    'models': count("SELECT count(*) FROM ir_model WHERE model LIKE 'kam.%'"),
    'data': count("SELECT count(*) FROM ir_model_data WHERE module = 'kam_planning'"),
    'parameters': count("SELECT count(*) FROM ir_config_parameter WHERE key LIKE 'kam\\\\_%'"),
    'groups': count("SELECT count(*) FROM res_groups_privilege WHERE name->>'en_US' LIKE 'Key A%'"),
}
print('LEFT', {k: v for k, v in left.items() if v})
print('LEADS', env['crm.lead'].search_count([('name', '=', 'Stays')]))
print('CONTACT', env['res.partner'].search_count([('name', '=', 'On the map')]))
print('VIEWS', bool(env['crm.lead'].get_views([(False, 'form')])))
"""


class TestUninstall(OwnDatabaseCase):
    database = "kam_test_uninstall"

    def test_uninstalling_leaves_crm_working_and_nothing_of_ours_behind(self):
        self._server("-i", "kam_planning")
        self._shell(USE)
        self._shell("env.ref('base.module_kam_planning').button_immediate_uninstall()\n")
        seen = self._shell(LOOK)
        self.assertIn("LEFT {}", seen)
        self.assertIn("LEADS 1", seen)
        self.assertIn("CONTACT 1", seen)
        self.assertIn("VIEWS True", seen)
