from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..common.arguments import check_one
from ..common.days import of_each_day, today_of
from ..common.jobs import Step
from ..common.parameters import days_parameter
from ..common.switches import switch_on
from .kam_stakeholder_judgement import NO_JUDGEMENT, PEOPLE_GROUP

RETENTION_DAYS = 365
PEOPLE_AT_ONCE = 200

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
    "dotted_manager_id",
    "report_ids",
    "dotted_report_ids",
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


class KamStakeholderPrivacy(models.AbstractModel):
    """What a person on a map may ask for: to be forgotten, and everything that is held."""

    _name = "kam.stakeholder.privacy"
    _description = "Privacy of a Person"

    gap_ids = fields.One2many("kam.gap", "stakeholder_id", "Gaps", groups=PEOPLE_GROUP)

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
        self._erase_sudo()

    def unlink(self):
        """With a person goes what was recorded because of him, also where cascades do not reach."""
        self.check_access("unlink")
        self._forget_records_sudo()
        return super().unlink()

    def _forget_records_sudo(self):
        """What was recorded because of these people goes. As superuser: of relationships, gaps,
        actions and messages, whoever may delete a person need not see all.
        """
        people = self.sudo()
        people.relationship_ids.unlink()
        people._forget_gaps()
        people._forget_traces()

    def _erase_sudo(self):
        """Empty everything that says who these people are or what was thought of them.

        As superuser: what the user does not see would still tell who it was.
        """
        people = self.sudo().with_context(tracking_disable=True, mail_notrack=True)
        people = switch_on(people, "kam_no_confirmation")
        people._forget_records_sudo()
        for lines in people._find_held():
            lines._forget_contact()
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
        names = ("manager_id", "dotted_manager_id")
        fields_of_people = [self.env["ir.model.fields"]._get(self._name, name).id for name in names]
        about = Domain("old_value_integer", "in", self.ids)
        about |= Domain("new_value_integer", "in", self.ids)
        named = Domain("field_id", "in", fields_of_people)
        self.env["mail.tracking.value"].search(named & about).unlink()

    @api.model
    def _get_overdue_judgement_domain(self):
        """People whose contact was archived so long ago that nothing thought of them is kept."""
        kept = timedelta(days=days_parameter(self.env, "retention_days", RETENTION_DAYS))
        held = Domain("support", "!=", NO_JUDGEMENT["support"])
        held |= Domain("gap_ids.is_judgement", "=", True)
        for name in NO_JUDGEMENT.keys() - {"support"}:
            held |= Domain(name, "!=", False)
        return held & of_each_day(
            self.env,
            lambda company: Domain("contact_archived_date", "<=", today_of(company) - kept),
        )

    @api.model
    def _get_erasure_step(self):
        """Erase, at night, what was thought of people who are gone for long."""
        return Step(
            self,
            self._get_overdue_judgement_domain(),
            "_erase_judgements",
            "Erasing what was thought of person %s (%s) failed",
            PEOPLE_AT_ONCE,
        )

    @api.model
    def _describe_fault(self, method, reason):
        if method == "_erase_judgements":
            return self.env._(
                "What was thought of this person is kept too long, for it could not be erased: %s",
                reason,
            )
        return super()._describe_fault(method, reason)

    def _erase_judgements(self):
        """Forget what was thought of these people, and gaps that tell it."""
        people = switch_on(self.with_context(tracking_disable=True), "kam_no_confirmation")
        people.gap_ids.filtered("is_judgement").unlink()
        people.write(dict(NO_JUDGEMENT))

    def action_export_person(self):
        """Download everything held about this contact on all maps that the user may read.

        :raise AccessError: without People judgements
        """
        check_one(self)
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
                "contact_archived_date": person._get_archived_date_sudo(),
            }
            for person in self
        ]

    def _get_archived_date_sudo(self):
        """When the contact was archived, which no user reads elsewhere."""
        return str(self.sudo().contact_archived_date or "")

    def _export_beside(self):
        of_person = Domain("res_model", "=", self._name) & Domain("res_id", "=", self.id)
        activities = self.env["mail.activity"].with_context(active_test=False).search(of_person)
        files = self.env["ir.attachment"].search(of_person)
        return {
            "activities": export_lines(activities, ACTIVITY_FIELDS),
            "actions": export_lines(self._find_actions(), ACTION_FIELDS),
            "files": export_lines(files, FILE_FIELDS),
            **{
                lines._table: export_lines(lines, lines._held_fields) for lines in self._find_held()
            },
        }

    def _find_held(self):
        """What else names the contacts of these people: goals, answers.

        :return: list of recordsets, of one model each
        """
        names = self.env.registry.descendants(["kam.discretion"], "_inherit")
        models_of_contacts = [self.env[name] for name in sorted(names)]
        return [
            lines.with_context(active_test=False).search(self._get_held_domain(lines))
            for lines in models_of_contacts
            if lines._held_fields
        ]

    def _get_held_domain(self, lines):
        people = self.filtered("partner_id")
        return Domain.OR(person._get_contact_domain(lines) for person in people)

    def _get_contact_domain(self, lines):
        """At this customer, and wherever the contact is on no other map: he may have moved."""
        account = "account_id" if "account_id" in lines._fields else "partner_id"
        others = self._find_by_partners_sudo(self.partner_id.ids) - self
        elsewhere = Domain.OR(
            Domain(account, "=", other.account_id.id)
            & Domain("company_id", "=", other.company_id.id)
            for other in others
        )
        return Domain("contact_id", "=", self.partner_id.id) & ~elsewhere

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


def forget_records(records):
    """Delete everything that Odoo keeps beside records: messages, activities, files.

    :param records: records with a thread, as superuser
    """
    beside = Domain("res_id", "in", records.ids)
    env = records.env
    env["mail.message"].search(Domain("model", "=", records._name) & beside).unlink()
    of_model = Domain("res_model", "=", records._name) & beside
    activities = switch_on(env["mail.activity"].with_context(active_test=False), "kam_from_action")
    activities.search(of_model).unlink()
    # Without a condition on the field, files that fields hold are not found.
    files = of_model & (Domain("res_field", "=", False) | Domain("res_field", "!=", False))
    env["ir.attachment"].search(files).unlink()


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
