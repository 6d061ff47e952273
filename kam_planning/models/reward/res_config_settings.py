from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    group_kam_use_reward = fields.Boolean(
        "Reward",
        group="kam_planning.group_kam_user",
        implied_group="kam_planning.group_kam_use_reward",
    )
