from odoo import fields, models
from odoo.fields import Domain

from .kam_stakeholder_judgement import PEOPLE_GROUP

# What a file about a person holds of each record, beside what the person is.
PERSON_FIELDS = (
    "account_id",
    "company_id",
    "name",
    "title",
    "seniority",
    "email",
    "phone",
    "buying_center_id",
    "manager_id",
    "report_ids",
    "touch_interval",
    "parked_reason",
    "contact_change",
    "contact_change_date",
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
    "answer_ids": (
        "question_id",
        "answer",
        "answered_by_id",
        "answered_date",
        "is_contested",
        "contest_reason",
    ),
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
    "message_ids": ("date", "author_id", "subject", "body"),
}
# Beside the person: what Odoo keeps by name of the model, or by the contact.
ACTIVITY_FIELDS = ("summary", "note", "user_id", "date_deadline", "date_done", "feedback")
ACTION_FIELDS = ("name", "description", "state", "user_id", "date_deadline", "feedback")
FILE_FIELDS = ("name", "create_date", "create_uid")


class KamStakeholder(models.Model):
    """Everything held about a person, as a file."""

    _inherit = "kam.stakeholder"

    gap_ids = fields.One2many("kam.gap", "stakeholder_id", "Gaps", groups=PEOPLE_GROUP)

    def action_export_person(self):
        """Download everything held about this contact on all maps that the user may read.

        :raise AccessError: without People judgements
        """
        self.ensure_one()
        self._check_people_group()
        url = f"/kam_planning/person/{self.id}"
        return {"type": "ir.actions.act_url", "url": url, "target": "download"}

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
                **{name: export_lines(person[name], names) for name, names in LINE_FIELDS.items()},
                **person._export_beside(),
                "contact_archived_date": str(person.sudo().contact_archived_date or ""),
            }
            for person in self
        ]

    def _export_beside(self):
        of_person = Domain("res_model", "=", self._name) & Domain("res_id", "=", self.id)
        activities = self.env["mail.activity"].with_context(active_test=False).search(of_person)
        files = self.env["ir.attachment"].search(of_person)
        return {
            "activities": export_lines(activities, ACTIVITY_FIELDS),
            "actions": export_lines(self._find_actions(), ACTION_FIELDS),
            "files": export_lines(files, FILE_FIELDS),
        }

    def _get_action_domain(self):
        """Actions of the customer's plans with this person, or made from a gap about him."""
        place = Domain("partner_id", "=", self.account_id.id)
        place &= Domain("company_id", "=", self.company_id.id)
        about = Domain("gap_ids.stakeholder_id", "=", self.id)
        if self.partner_id:
            about |= Domain("contact_id", "=", self.partner_id.id)
        return place & about

    def _find_actions(self):
        return self.env["kam.action"].search(self._get_action_domain())


def export_lines(records, names):
    """Values of several records: list of the dicts of `export_values`."""
    return [export_values(record, names) for record in records]


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
