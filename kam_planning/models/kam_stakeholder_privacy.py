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
# What a file about a person holds of each record, beside what the person is.
PERSON_FIELDS = (
    "account_id",
    "company_id",
    "name",
    "title",
    "seniority",
    "buying_center_id",
    "manager_id",
    "touch_interval",
    "parked_reason",
    "contact_change",
    "confirmed_date",
    "confirmed_by_id",
    "role_ids",
    "influence",
    "support",
    "needs",
    "decision_criteria",
    "note",
    "strength",
    "last_contact_date",
)
LINE_FIELDS = {
    "answer_ids": ("question_id", "answer", "answered_by_id", "answered_date", "contest_reason"),
    "influence_to_ids": ("target_id", "kind", "direction", "strength", "note"),
    "influence_from_ids": ("source_id", "kind", "direction", "strength", "note"),
    "relationship_ids": (
        "user_id",
        "level_actual",
        "level_desired",
        "owner_id",
        "strength",
        "traffic",
        "last_contact_date",
        "last_two_way_date",
        "health",
    ),
    "gap_ids": ("kind", "name", "explanation", "state", "owner_id", "date_deadline"),
    "message_ids": ("date", "author_id", "body"),
}


class KamStakeholder(models.Model):
    """What a person on a map may ask for: everything held about him, and to be forgotten."""

    _inherit = "kam.stakeholder"

    contact_archived_date = fields.Date("Contact Archived On", readonly=True, copy=False)
    gap_ids = fields.One2many("kam.gap", "stakeholder_id", "Gaps", groups=PEOPLE_GROUP)

    @api.model
    def _check_people_group(self):
        if not self.env.su and not self.env.user.has_group(PEOPLE_GROUP):
            raise AccessError(
                self.env._("Only users with “People judgements” may export or erase a person.")
            )

    def _export_person(self):
        """Everything held about these people, with the user's own rights.

        :return: list of dicts {field: plain value, or list of such dicts for lines}
        :raise AccessError: without People judgements, or when a person may not be read
        """
        self._check_people_group()
        self.check_access("read")
        return [
            {
                **export_values(person, PERSON_FIELDS),
                **{
                    name: [export_values(line, names) for line in person[name]]
                    for name, names in LINE_FIELDS.items()
                },
            }
            for person in self
        ]

    def action_export_person(self):
        """Download everything held about this contact on all maps that the user may read."""
        self.ensure_one()
        self._check_people_group()
        url = f"/kam_planning/person/{self.id}"
        return {"type": "ir.actions.act_url", "url": url, "target": "download"}

    def action_erase_person(self):
        """Forget these people: an anonymous placeholder keeps their place on the map.

        :raise AccessError: without People judgements, or when a person may not be written
        """
        self._check_people_group()
        self.check_access("write")
        self.check_access("unlink")
        self.sudo()._erase()

    def _erase(self):
        """Empty everything that says who these people are or what was thought of them."""
        people = self.with_context(tracking_disable=True, mail_notrack=True)
        people.activity_ids.unlink()
        people.relationship_ids.unlink()
        people._forget_gaps()
        people.write(
            {
                **NO_JUDGEMENT,
                "partner_id": False,
                "name": self.env._("Erased person"),
                "title": False,
                "seniority": False,
                "touch_interval": 0,
                "contact_change": False,
                "contact_change_date": False,
                "contact_archived_date": False,
            }
        )
        people._forget_messages()

    def _forget_gaps(self):
        """The gaps go; their actions stay, without the name."""
        actions = self.gap_ids.action_id
        self.gap_ids.unlink()
        name = self.env._("About a person who was erased")
        actions.write({"name": name, "contact_id": False})
        actions.message_ids.tracking_value_ids.unlink()

    def _forget_messages(self):
        """What was written about them, and their names in the changes of others."""
        self.message_ids.unlink()
        field = self.env["ir.model.fields"]._get(self._name, "manager_id")
        values = self.env["mail.tracking.value"].search([("field_id", "=", field.id)])
        values.filtered(
            lambda value: {value.old_value_integer, value.new_value_integer} & set(self.ids)
        ).unlink()

    @api.model
    def _get_overdue_judgement_domain(self):
        """People whose contact was archived so long ago that nothing thought of them is kept."""
        days = days_parameter(self.env, "retention_days", RETENTION_DAYS)
        limit = fields.Date.context_today(self) - timedelta(days=days)
        held = Domain("support", "!=", NO_JUDGEMENT["support"])
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
            lambda people: people.with_context(tracking_disable=True).write(dict(NO_JUDGEMENT)),
            "Erasing what was thought of person %s (%s) failed",
            PEOPLE_AT_ONCE,
            _logger,
        )


def export_values(record, names):
    """Values of a record as plain data: links by their names, dates as text.

    :param record: one record
    :param names: names of its fields
    :return: dict {field: str, number, bool, list or dict}
    """
    values = {}
    for name in names:
        field, value = record._fields[name], record[name]
        if field.relational:
            value = value.mapped("display_name")
            values[name] = value if field.type != "many2one" else ", ".join(value)
        elif field.type in ("date", "datetime"):
            values[name] = str(value or "")
        elif field.type == "selection":
            labels = dict(field._description_selection(record.env))
            values[name] = labels.get(value, "")
        else:
            values[name] = value
    return values
