from odoo import api, models

from ..common.arguments import check_one


class KamReviewPresentation(models.AbstractModel):
    """A review on a screen for all: one item at a time."""

    _name = "kam.review.presentation"
    _description = "Presentation of a Review"

    def action_present(self):
        """Go through the items of one review, one a screen.

        :return: client action
        :raise AccessError: when the user may not read the review
        """
        check_one(self)
        return {
            "type": "ir.actions.client",
            "tag": "kam_present",
            "name": self.env._("Present"),
            "target": "fullscreen",
            "params": {"review_id": self.id},
        }

    @api.readonly
    def get_presentation(self):
        """What the presentation of a review shows, as far as the user may see it.

        :return: dict ``id``, ``name``, ``partner`` (its customer's name), ``duration`` (minutes),
            ``is_with_customer``, ``may_edit`` (a review that is over is not changed), and
            ``items``: list of dicts ``id``, ``name``, ``kind`` (in words), ``explanation``,
            ``evidence`` (list of dicts ``res_model``, ``res_id``, ``label``, ``confirmed``),
            ``minutes`` (plain text), ``visibility``, ``customer_name`` (False: it is not for
            him), ``outcome``, ``outcome_label``, ``reason``, ``action`` (dict ``id``, ``name``,
            or False), ``needs_reason`` (to be dropped)
        :raise AccessError: when the user may not read the review
        """
        check_one(self)
        items = self.item_ids
        evidence, told = items._read_evidence(), items._read_customer_names()
        return {
            "id": self.id,
            "name": self.name,
            "partner": self.partner_id.display_name,
            "duration": self.duration,
            "is_with_customer": self.kind == "customer",
            "may_edit": self.state == "planned" and self.may_edit,
            "items": [
                item._prepare_presented(evidence[item], told.get(item, False)) for item in items
            ],
        }
