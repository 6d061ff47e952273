from odoo import fields, models


class ResUsers(models.Model):
    """What customers learn of a colleague beside the name is his own decision."""

    _inherit = "res.users"

    kam_share_contact = fields.Boolean(
        "Photo and Phone for Customers",
        help="Customers who see a plan in which you have work see your photo and your phone "
        "number there. Otherwise they read your name only.",
    )

    @property
    def SELF_READABLE_FIELDS(self):
        """Each user reads his own choice."""
        return [*super().SELF_READABLE_FIELDS, "kam_share_contact"]

    @property
    def SELF_WRITEABLE_FIELDS(self):
        """Each user decides for himself."""
        return [*super().SELF_WRITEABLE_FIELDS, "kam_share_contact"]
