import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from .kam_reminder import days_parameter, work_off
from .kam_stakeholder_judgement import NO_JUDGEMENT, PEOPLE_GROUP

_logger = logging.getLogger(__name__)

RETENTION_DAYS = 365
PEOPLE_AT_ONCE = 200


class KamStakeholder(models.Model):
    """What a person on a map may ask for: to be forgotten.

    `kam_stakeholder_export` gives everything that is held.
    """

    _inherit = "kam.stakeholder"

    @api.model
    def _check_people_group(self):
        if not self.env.su and not self.env.user.has_group(PEOPLE_GROUP):
            raise AccessError(
                self.env._("Only users with “People judgements” may export or erase a person.")
            )

    def action_erase_person(self):
        """Forget these people: an anonymous placeholder keeps their place on the map.

        :raise AccessError: without People judgements, or when a person may not be written
        """
        self._check_people_group()
        self.check_access("write")
        self.check_access("unlink")
        self.sudo()._erase()

    def unlink(self):
        """With a person goes what was recorded because of him, also where cascades do not reach."""
        self.check_access("unlink")
        people = self.sudo()
        people.relationship_ids.unlink()
        people._forget_gaps()
        people._forget_traces()
        return super().unlink()

    def _erase(self):
        """Empty everything that says who these people are or what was thought of them."""
        people = self.with_context(
            tracking_disable=True, mail_notrack=True, kam_no_confirmation=True
        )
        people.relationship_ids.unlink()
        people._forget_gaps()
        people._forget_traces()
        people.message_unsubscribe(people.message_partner_ids.ids)
        people.write(
            {
                **NO_JUDGEMENT,
                "partner_id": False,
                "name": self.env._("Erased person"),
                "title": False,
                "seniority": False,
                "touch_interval": 0,
                "contact_archived_date": False,
            }
        )

    def _forget_gaps(self):
        """The gaps go; the actions made from them stay, without a word about the person."""
        actions = self.gap_ids.action_id
        self.gap_ids.unlink()
        actions._forget_person()

    def _forget_traces(self):
        """Messages of all kinds, activities, done ones too, files, and names in others' changes."""
        forget_records(self)
        field = self.env["ir.model.fields"]._get(self._name, "manager_id")
        about = Domain("old_value_integer", "in", self.ids)
        about |= Domain("new_value_integer", "in", self.ids)
        self.env["mail.tracking.value"].search(Domain("field_id", "=", field.id) & about).unlink()

    @api.model
    def _get_overdue_judgement_domain(self):
        """People whose contact was archived so long ago that nothing thought of them is kept."""
        days = days_parameter(self.env, "retention_days", RETENTION_DAYS)
        limit = fields.Date.context_today(self) - timedelta(days=days)
        held = Domain("support", "!=", NO_JUDGEMENT["support"])
        held |= Domain("gap_ids.is_judgement", "=", True)
        for name in NO_JUDGEMENT.keys() - {"support"}:
            held |= Domain(name, "!=", False)
        return Domain("contact_archived_date", "<=", limit) & held

    @api.model
    def _erase_overdue_judgements(self):
        """Erase, at night, what was thought of people who are gone for long.

        :return: False when the scheduler's time is used up
        """
        return work_off(
            self,
            self._get_overdue_judgement_domain(),
            type(self)._erase_judgements,
            "Erasing what was thought of person %s (%s) failed",
            PEOPLE_AT_ONCE,
            _logger,
        )

    def _erase_judgements(self):
        """Forget what was thought of these people, and gaps that tell it."""
        people = self.with_context(tracking_disable=True, kam_no_confirmation=True)
        people.gap_ids.filtered("is_judgement").unlink()
        people.write(dict(NO_JUDGEMENT))


def forget_records(records):
    """Delete everything that Odoo keeps beside records: messages, activities, files.

    :param records: records with a thread, as superuser
    """
    beside = Domain("res_id", "in", records.ids)
    env = records.env
    env["mail.message"].search(Domain("model", "=", records._name) & beside).unlink()
    of_model = Domain("res_model", "=", records._name) & beside
    activities = env["mail.activity"].with_context(active_test=False, kam_from_action=True)
    activities.search(of_model).unlink()
    # Without a condition on the field, files that fields hold are not found.
    files = of_model & (Domain("res_field", "=", False) | Domain("res_field", "!=", False))
    env["ir.attachment"].search(files).unlink()
