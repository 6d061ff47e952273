"""Odoo's survey app, installed beside ours in a database of its own."""

from ..whole.common import OwnDatabaseCase

MAKE = """
from odoo import Command
partner = env['res.partner'].create({'name': 'Acme', 'is_company': True})
people = env['res.partner'].create([{'name': f'P{n}', 'parent_id': partner.id} for n in range(4)])
env['res.partner'].create({'name': 'Stranger'})
plan = env['kam.plan'].create({'partner_id': partner.id, 'user_id': env.ref('base.user_admin').id,
    'template_id': env.ref('kam_planning.plan_template_full').id})
one = env['kam.survey.round'].create({'plan_id': plan.id})
print('WITHOUT', one.has_app, one.app_survey_id)
env.cr.commit()
"""

LOOK = """
def say(*parts):
    print('SAY', *parts)
admin = env.ref('base.user_admin')
one = env['kam.survey.round'].search([]).with_user(admin)
say('usable', one.has_app)
action = one.action_ask_by_app()
survey = env['survey.survey'].browse(action['res_id'])
say('asks', len(survey.question_ids), set(survey.question_ids.mapped('question_type')),
    set(survey.question_ids.mapped('scale_min')), set(survey.question_ids.mapped('scale_max')))
say('same words', survey.question_ids.mapped('title') == one.line_ids.mapped('name'))
say('once', one.action_ask_by_app()['res_id'] == survey.id)
def answer(name, score, state='done', partner=None, test_entry=False):
    partner = partner or env['res.partner'].search([('name', '=', name)])
    given = env['survey.user_input'].create({'survey_id': survey.id, 'partner_id': partner.id,
        'state': state, 'test_entry': test_entry})
    env['survey.user_input.line'].create([{'user_input_id': given.id, 'question_id': q.id,
        'answer_type': 'scale', 'value_scale': score} for q in survey.question_ids[:2]])
    return given
answer('P0', 4); answer('P1', 3); answer('P2', 1, state='in_progress')
answer('P3', 5, test_entry=True); answer('Stranger', 5); answer('', 2, partner=env['res.partner'])
answer('', 5, partner=admin.partner_id)
answers = env['kam.survey.answer']
def show():
    found = answers.search([])
    return sorted((a.contact_id.name or '?', a.score) for a in found if
        a.question_id == one.line_ids[0].question_id)
one.action_read_app()
say('read', *show())
one.action_read_app()
say('again', len(answers.search([])), set(answers.search([]).mapped('side')))
say('nobody reads', len(answers.with_user(admin).search([])))
answer('P0', 1)
answer('P2', 5)
one.action_close()
env.invalidate_all()
say('closed', *show(), one.line_ids[0].theirs_count, round(one.line_ids[0].theirs_mean, 2))
env.cr.rollback()
"""


class TestSurveyApp(OwnDatabaseCase):
    database = "kam_test_survey_app"

    def test_what_is_answered_there_becomes_ours_once(self):
        self._server("-i", "kam_planning")
        self.assertIn("WITHOUT False 0", self._shell(MAKE))
        self._server("-i", "survey")
        seen = self._shell(LOOK)
        told = [line[4:] for line in seen.splitlines() if line.startswith("SAY ")]
        self.assertEqual(
            told,
            [
                "usable True",
                "asks 8 {'scale'} {1} {5}",
                "same words True",
                "once True",
                "read ('?', 2) ('P0', 4) ('P1', 3)",
                "again 6 {'theirs'}",
                "nobody reads 0",
                "closed ('?', 2) ('P0', 4) ('P1', 3) ('P2', 5) 4 3.5",
            ],
            seen,
        )
