import hashlib

from odoo import api, fields, models
from odoo.fields import NO_ACCESS, Domain

from ..meeting.kam_review_item import SAID
from ..sharing.kam_share_access import VISIBLE

# What the customer reads, and whether he does.
WORDS = {"title", "name", "visibility"}


class KamReviewItem(models.Model):
    """What of an agenda the customer of a shared plan reads goes past a second pair of eyes, where
    the company wants one: until then he is not told of the item, or of how it is called now.
    """

    _inherit = "kam.review.item"
    _unoffered_fields = ("released_mark",)

    # Of the words that were released; they themselves stand in the item, and nowhere twice.
    released_mark = fields.Char(
        readonly=True, copy=False, groups=NO_ACCESS, export_string_translation=False
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Ask for the release of what the customer of a shared plan would read."""
        items = super().create(vals_list)
        items._settle_release_sudo(may_release=not self.env.su)
        return items

    def write(self, vals):
        """Ask for the release of what the customer of a shared plan would read."""
        result = super().write(vals)
        if not SAID.isdisjoint(vals):
            self._settle_release_sudo(may_release=not (self.env.su or WORDS.isdisjoint(vals)))
        return result

    def _read_told_names(self):
        """Without what waits for its release."""
        names = super()._read_told_names()
        held_back = self._find_held_back_sudo(names)
        return {item: name for item, name in names.items() if item not in held_back}

    def _find_held_back_sudo(self, names):
        """Those of these items that the customer is not told of: as superuser, for the switch of
        the company and the share decide.

        :param dict names: {item: what it is called for the customer}
        """
        guarded = {item for items in self._find_guarded_sudo().values() for item in items}
        return self.filtered(
            lambda item: (
                item in guarded
                and item in names
                and item.sudo().released_mark != _digest(names[item])
            )
        )

    def _find_guarded_sudo(self):
        """The items of plans that are shared where a manager releases what customers see: dict
        {kam.share as superuser: items}. Where nobody does it costs no query.
        """
        items = self.sudo().filtered(lambda one: one.company_id.kam_share_second_look)
        if not items:
            return {}
        plans = Domain("plan_id", "in", items.plan_id.ids)
        shares = self.env["kam.share"].sudo().search(plans & Domain("state", "in", VISIBLE))
        by_plan = {share.plan_id: share for share in shares}
        found = items.filtered(lambda one: one.plan_id in by_plan)
        return {
            by_plan[plan]: same.with_env(self.env)
            for plan, same in found.grouped("plan_id").items()
        }

    def _settle_release_sudo(self, may_release):
        """What a user who may release it puts on the agenda leaves at once, of the rest a manager
        is told.

        :param bool may_release: whether these are the user's own words: who only puts an item in
            another place has not looked at what it says
        """
        for share, items in self._find_guarded_sudo().items():
            held_back = items._find_held_back_sudo(items._read_customer_names())
            own = share.with_env(self.env)
            if held_back and (not may_release or own._needs_release_sudo()):
                own._ask_words_sudo()
            elif held_back:
                held_back._release_sudo()

    def _release_sudo(self):
        """Let the customer read these items as they are called now."""
        with self.review_id._follow_items():
            for item, name in self._read_customer_names().items():
                item.sudo().released_mark = _digest(name)

    @api.onchange("title", "visibility")
    def _onchange_for_customer(self):
        """Warn of words that should not leave, while they are typed."""
        share = self.env["kam.share"].search(
            [("plan_id", "=", self.plan_id.id or False), ("state", "in", VISIBLE)], limit=1
        )
        if self.visibility != "customer" or not self.title or not share:
            return None
        found = share._warn_of_words(self.title)
        if not found:
            return None
        title = self.env._("The customer reads this. Look at it twice.")
        return {"warning": {"title": title, "message": "\n".join(found), "type": "notification"}}


def _digest(name):
    return hashlib.sha256(name.encode()).hexdigest()
