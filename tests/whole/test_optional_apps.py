"""Odoo's project and stock apps, installed beside ours in a database of its own."""

from .common import OwnDatabaseCase

MAKE = """
partner = env['res.partner'].create({'name': 'Acme', 'is_company': True})
site = env['res.partner'].create({'name': 'Acme, gate 2', 'parent_id': partner.id})
plan = env['kam.plan'].create({'partner_id': partner.id,
    'template_id': env.ref('kam_planning.plan_template_full').id})
query = str(env['kam.delivery']._table_query)
spent = str(env['kam.attention']._table_query)
print('WITHOUT', 'project_project' in query, 'stock_picking' in query, 'unit_amount' in spent)
env.cr.commit()
"""

LOOK = """
from datetime import timedelta
from odoo.fields import Date
today = Date.today()
partner = env['res.partner'].search([('name', '=', 'Acme')])
site = env['res.partner'].search([('name', '=', 'Acme, gate 2')])
for name, status, age in (('Fresh', 'on_track', 30), ('Old', 'on_track', 31),
        ('Red', 'off_track', 1), ('Held', 'on_hold', 1), ('Over', 'done', 99)):
    project = env['project.project'].create({'name': name, 'partner_id': partner.id,
        'allow_milestones': True})
    env['project.update'].create({'name': 'U', 'project_id': project.id, 'status': status,
        'date': today - timedelta(days=age)})
silent = env['project.project'].create({'name': 'Silent', 'partner_id': site.id,
    'allow_milestones': True})
for days in (-4, -2, 3):
    env['project.milestone'].create({'name': 'M', 'project_id': silent.id,
        'deadline': today + timedelta(days=days)})
out = env['stock.picking.type'].search([('code', '=', 'outgoing')], limit=1)
product = env['product.product'].create({'name': 'Tea', 'is_storable': True})
for name, days in (('TOO/LATE', -3), ('IN/TIME', 3)):
    picking = env['stock.picking'].create({'name': name, 'partner_id': site.id,
        'picking_type_id': out.id, 'location_id': out.default_location_src_id.id,
        'location_dest_id': env.ref('stock.stock_location_customers').id,
        'move_ids': [(0, 0, {'product_id': product.id, 'product_uom_qty': 1,
            'location_id': out.default_location_src_id.id,
            'location_dest_id': env.ref('stock.stock_location_customers').id})]})
    picking.scheduled_date = str(today + timedelta(days=days)) + ' 12:00:00'
    picking.action_confirm()
def show(user):
    found = env['kam.delivery'].with_user(user).search([('account_id', '=', partner.id)])
    return sorted((d.name, d.state, d.days_late, d.late_milestones) for d in found)
env['project.project'].search([('name', '=', 'Red')]).privacy_visibility = 'followers'
for row in show(env.ref('base.user_admin')):
    print('ROW', *row)
from odoo import Command
plain = env['res.users'].create({'name': 'Plain', 'login': 'plain',
    'group_ids': [Command.set([env.ref('base.group_user').id,
        env.ref('kam_planning.group_kam_user').id])]})
print('PLAIN', *(name for name, *_rest in show(plain)))
row = env['kam.delivery'].with_user(env.ref('base.user_admin')).search([('name', '=', 'Red')])
row.needs = 'A decision'
print('NOTE', row.note_id.res_model, row.needs, row.action_open_source()['res_model'])
admin = env.ref('base.user_admin')
employee = admin.employee_id or env['hr.employee'].create({'name': 'A', 'user_id': admin.id})
def meet(days, hours):
    start = Date.to_string(today - timedelta(days=days)) + ' 08:00:00'
    event = env['calendar.event'].create({'name': 'Visit', 'start': start, 'user_id': admin.id,
        'stop': start.replace('08:', '%02d:' % (8 + hours)),
        'partner_ids': [Command.set((admin.partner_id | site).ids)]})
    event.attendee_ids.state = 'accepted'
for days, hours in ((10, 2), (11, 3)):
    meet(days, hours)
fresh = env['project.project'].search([('name', '=', 'Fresh')])
env['account.analytic.line'].create({'name': 'Work', 'project_id': fresh.id, 'unit_amount': 5,
    'employee_id': employee.id, 'date': today - timedelta(days=10)})
seen = env['kam.attention'].search([('account_id', '=', partner.id)])
entries = env['kam.attention.entry'].search([('account_id', '=', partner.id)])
print('HOURS', seen.hours, sorted(zip(entries.mapped('kind'), entries.mapped('hours'))))
"""


class TestOptionalApps(OwnDatabaseCase):
    database = "kam_test_optional_apps"

    def test_rows_appear_with_the_apps_and_only_then(self):
        self._server("-i", "kam_planning")
        self.assertIn("WITHOUT False False False", self._shell(MAKE))
        self._server("-i", "hr_timesheet,stock")
        seen = self._shell(LOOK)
        rows = [line[4:] for line in seen.splitlines() if line.startswith("ROW ")]
        self.assertEqual(
            rows,
            [
                "Fresh on_time False 0",
                "Held at_risk False 0",
                "Old unknown False 0",
                "Over done False 0",
                "Red late False 0",
                "Silent unknown 4 2",
                "TOO/LATE late 3 False",
            ],
        )
        # Whose app Odoo opens to each employee, and what in it is not private.
        self.assertIn("PLAIN Fresh Held Old Over Silent\n", seen)
        self.assertIn("NOTE project.project A decision project.project", seen)
        # Of a day with timesheets they count, of another the meetings.
        self.assertIn("HOURS 8.0 [('meeting', 3.0), ('timesheet', 5.0)]\n", seen)
