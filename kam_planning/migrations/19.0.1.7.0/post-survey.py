from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """The shipped template for strategic accounts shows the survey in the plans made from now on;
    other templates, and plans that are there, stay as they are.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    full = env.ref("kam_planning.plan_template_full", raise_if_not_found=False)
    if full:
        full.show_survey = True
