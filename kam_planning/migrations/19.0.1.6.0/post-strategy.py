from odoo import SUPERUSER_ID, api

BLOCKS = (
    *("show_goals", "show_appraisal", "show_competitors", "show_investments", "show_forces"),
    *("show_risks", "show_values", "show_deliveries", "show_key_dates", "show_strategy_map"),
)


def migrate(cr, version):
    """The shipped template for strategic accounts shows the new blocks in the plans made from now
    on. Plans that are there, and templates that somebody made, stay as they are: who wants the
    blocks there switches them on.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    full = env.ref("kam_planning.plan_template_full", raise_if_not_found=False)
    if full:
        full.write(dict.fromkeys(BLOCKS, True))
