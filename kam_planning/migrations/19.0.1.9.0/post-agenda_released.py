"""What customers read on agendas already stays, where a manager releases what they see."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Mark the items of meetings to come as released, as they are called now."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    items = env["kam.review.item"].search(
        [
            ("company_id.kam_share_second_look", "=", True),
            ("visibility", "=", "customer"),
            ("review_id.state", "=", "planned"),
        ]
    )
    items._release_sudo()
