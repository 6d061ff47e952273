from odoo import api, models


class KamShare(models.Model):
    """What leaves is checked, released and watched by our own people."""

    _name = "kam.share"
    _inherit = [
        "kam.share",
        "kam.share.warnings",
        "kam.share.release",
        "kam.share.drift",
        "kam.share.screens",
    ]

    @api.model_create_multi
    def create(self, vals_list):
        """A share that was withdrawn before in this transaction has to free its place."""
        self.env["kam.share"].flush_model(["state"])
        return super().create(vals_list)

    @api.model
    def _get_worded_fields(self):
        return [*super()._get_worded_fields(), "release_note"]

    def _forget_words(self, partners):
        """What was read for a dialogue or a list is read anew."""
        result = super()._forget_words(partners)
        for model in ("kam.share.exposure", "kam.share.check", "kam.share.reply"):
            self.env[model].search([("share_id", "in", self.ids)]).unlink()
        return result

    def write(self, vals):
        """What is taken back waits for nobody."""
        if vals.get("state") == "withdrawn":
            self._end_release_sudo()
        return super().write(vals)
