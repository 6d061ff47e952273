from odoo import api, models, tools
from odoo.fields import Domain

from ..common.caches import clear_caches
from ..common.jobs import Step

ACCESSES_AT_ONCE = 200
WATCHED = {"partner_id", "share_id", "ended_date"}


class KamShareLeaving(models.AbstractModel):
    """An access ends the day its person leaves the customer, is archived, or is merged away.

    Pages ask at each click who belongs to the customer; this keeps that it ended, and why, so that
    nobody sees anything again merely by coming back.
    """

    _name = "kam.share.leaving"
    _description = "End of an Access"

    @api.model_create_multi
    def create(self, vals_list):
        """Watch the new people."""
        accesses = super().create(vals_list)
        clear_caches(self.env)
        return accesses

    def write(self, vals):
        """Watch whoever is in, and nobody else."""
        result = super().write(vals)
        if not WATCHED.isdisjoint(vals):
            clear_caches(self.env)
        return result

    def unlink(self):
        """Watch nobody whose access is gone; the others may have agreed already."""
        shares = self.share_id
        result = super().unlink()
        clear_caches(self.env)
        shares.exists()._settle_without_sudo()
        return result

    @api.model
    @tools.ormcache()
    def _get_watched_partner_ids(self):
        """Ids of all people with an access that is not ended, and of the companies above them: what
        may end an access happens to one of these. Tells where to look, is never shown to a user.
        """
        return frozenset(self._find_watched_sudo())

    @api.model
    def _find_watched_sudo(self):
        people = self.sudo().with_context(active_test=False)
        groups = people._read_group([("ended_date", "=", False)], ["partner_id"])
        partners = self.env["res.partner"].sudo().browse(p.id for (p,) in groups)
        found = set()
        while partners:
            found.update(partners.ids)
            partners = partners.parent_id.filtered(lambda one: one.id not in found)
        return found

    def _find_gone_sudo(self):
        """Those of these accesses that rest on nothing any more.

        :return: dict {access that is not ended: why it has to end, one of `ENDINGS`}
        """
        standing = self.sudo().filtered(lambda access: not access.ended_date)
        scope = standing.customer_id._get_account_scope()
        there = {customer: set(people._ids) for customer, people in scope.items()}
        gone = {}
        for access in standing:
            person = access.partner_id
            if not person.active:
                gone[access] = "archived"
            elif person.id not in there[access.customer_id]:
                gone[access] = "left"
        return gone

    def _end_gone(self, reason=None):
        """End those of these accesses that rest on nothing any more.

        :param str reason: why, where it is neither of those that can be seen
        """
        by_reason = {}
        for access, found in self._find_gone_sudo().items():
            by_reason.setdefault(reason or found, []).append(access.id)
        for why, ids in by_reason.items():
            self.browse(ids)._end_sudo(why)

    @api.model
    def _end_of_gone_sudo(self, partners, reason=None):
        """End the accesses of people who are gone, where something happened to these partners."""
        below = Domain("partner_id", "child_of", partners.ids) & Domain("ended_date", "=", False)
        self.sudo().with_context(active_test=False).search(below)._end_gone(reason)

    @api.model
    def _get_ending_step_sudo(self):
        """What the daily job does: end what slipped past. As superuser, whoever starts it."""
        everything = self.sudo().with_context(active_test=False)
        standing = Domain("ended_date", "=", False)
        gone = [access.id for access in everything.search(standing)._find_gone_sudo()]
        return Step(
            everything,
            standing & Domain("id", "in", gone),
            "_end_gone",
            "Ending access %s (%s) failed",
            ACCESSES_AT_ONCE,
        )

    # merging

    @api.model
    def _merge_contacts_sudo(self, partners, target):
        """Make one of the accesses to one share of contacts that become one, before Odoo moves
        the links: it keeps the stronger rights.

        :param partners: contacts that become one
        :param target: the one that stays
        """
        mine = self.sudo().with_context(active_test=False)
        accesses = mine.search([("partner_id", "in", partners.ids)])
        for same in accesses.grouped("share_id").values():
            first = same.filtered(lambda one: one.partner_id == target) or same[:1]
            first._absorb_access(same - first)
        self._part_answers_sudo(partners, target)

    def _absorb_access(self, others):
        """Take over what others of the same person may do, and what he wants."""
        if not others:
            return
        both = self | others
        standing = both.filtered(lambda one: not one.ended_date) or both
        names = ("can_comment", "can_act", "can_agree")
        values = {name: any(standing.mapped(name)) for name in names}
        for name in ("mail_versions", "mail_reminders", "mail_answers"):
            values[name] = all(both.mapped(name))
        for name in ("last_seen_date", "reminded_date"):
            values[name] = max(filter(None, both.mapped(name)), default=False)
        values["invited_date"] = min(filter(None, both.mapped("invited_date")), default=False)
        values["date_expires"] = max(standing.mapped("date_expires"))
        values["told_version"] = max(both.mapped("told_version"))
        values |= {"ended_date": standing[0].ended_date, "end_reason": standing[0].end_reason}
        # In this order: it is never less than the consent of all of them that is needed.
        self.write(values)
        others.unlink()

    @api.model
    def _part_answers_sudo(self, partners, target):
        """Of two consents of one person to one version the second one names nobody any more: both
        stay, with the names that were typed.
        """
        answers = self.env["kam.share.answer"].sudo()
        domain = Domain("contact_id", "in", partners.ids) & Domain("decision", "=", "agreed")
        for same in answers.search(domain, order="id").grouped("snapshot_id").values():
            kept = same.filtered(lambda one: one.contact_id == target)[:1] or same[:1]
            (same - kept).contact_id = False
