from odoo import api, models


class KamNews(models.AbstractModel):
    _inherit = "kam.news"

    @api.model
    def _get_titles(self):
        """News of statements: they name no amount, which stands in the statement alone."""
        author = self.env.user.name
        return {
            **super()._get_titles(),
            "reward_approved": self.env._("%s approved", author),
            "reward_objected": self.env._("%s objects to", author),
            "reward_answered": self.env._("%s answered your objection to", author),
        }
