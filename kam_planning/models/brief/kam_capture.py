import re
from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.brief.brief import title_of
from ..common.arguments import check_one
from ..common.at_once import hold
from ..common.days import today_of_user
from ..plan.kam_plan_workflow import OPEN_STATES

# What a sentence may become: the block that has to be shown, the model, and its owner's field.
KINDS = {
    "action": ("show_actions", "kam.action", "user_id"),
    "goal": ("show_goals", "kam.customer.goal", None),
    "risk": ("show_risks", "kam.risk", "user_id"),
    "value": ("show_values", "kam.value", None),
    "key_date": ("show_key_dates", "kam.key.date", "user_id"),
}
# Field that takes the day which somebody gave.
DAYS = {"action": "date_deadline", "key_date": "date"}
KEY_DATE_DAYS = 30
MOST_LETTERS = 5000
TOKEN = re.compile(r"[\w-]{8,64}", re.ASCII)


class KamCapture(models.AbstractModel):
    """A sentence becomes lines of the plan, and stays beside them.

    The note is a message in the plan's log, with a link to each line that was made of it; the log
    of each line has the whole sentence and the link back. The client names each note by a token,
    which is part of the messages' own ids: sent twice it is the same note, and by it undoing finds
    what was made.
    """

    _name = "kam.capture"
    _description = "One-Minute Capture"

    @api.readonly
    def get_capture_kinds(self):
        """What the user may make of a note in this plan: of blocks that the plan shows, and of
        records that he may make.

        :return: list of dicts ``name`` and ``label``; none where he may not write in the plan, or
            where it is over
        :raise UserError: for none or several plans
        :raise AccessError: when the user may not read the plan
        """
        check_one(self)
        labels = self._get_capture_labels()
        return [{"name": name, "label": labels[name]} for name in self._list_capture_kinds()]

    def _list_capture_kinds(self):
        if not self.may_edit or self.state not in OPEN_STATES:
            return []
        return [
            name
            for name, (switch, model, _owner) in KINDS.items()
            if self[switch] and self.env[model].has_access("create")
        ]

    @api.model
    def _get_capture_labels(self):
        return {
            "action": self.env._("Action"),
            "goal": self.env._("Customer's goal"),
            "risk": self.env._("Risk"),
            "value": self.env._("Value"),
            "key_date": self.env._("Key date"),
        }

    def capture_note(self, text, kinds, token, date=None):
        """Keep a note in the plan, and make lines of it, named by its beginning, of the user.

        :param str text: a sentence or a few
        :param list kinds: what becomes of it, of the names that `get_capture_kinds` gives; none:
            the note is kept alone
        :param str token: 8 to 64 letters, digits and dashes that are new with each note
        :param str date: ISO day of the action's deadline and of the key date, today or later; by
            default in two weeks and in 30 days
        :return: dict ``message_id`` of the note, and ``records``: list of dicts ``kind``,
            ``label``, ``name``, ``res_model`` and ``res_id``
        :raise UserError: on an empty or endless text, a kind that this plan does not offer to the
            user, a day that is over, a plan that is over
        :raise AccessError: when the user may not write in the plan
        """
        check_one(self)
        self._check_capture(text, kinds)
        day = self._read_captured_day(date)
        self._check_capture_token(token)
        hold(self)
        note = self._find_captured_sudo(token)
        if note:
            return self._describe_captured(note.id, self._find_captured_lines_sudo(token))
        text = text.strip()
        lines = {kind: self._create_captured(kind, text, day) for kind in dict.fromkeys(kinds)}
        note = self._keep_note(text, lines, token)
        return self._describe_captured(note.id, lines)

    def undo_capture(self, token):
        """Delete a note and what was made of it, unless that was changed since.

        :param str token: as it was given to `capture_note`
        :return: bool, whether there was something to undo
        :raise UserError: when a line was changed meanwhile; nothing is deleted then
        :raise AccessError: when the user may not write in the plan, or not delete a line
        """
        check_one(self)
        self.check_access("write")
        self._check_capture_token(token)
        hold(self)
        note = self._find_captured_sudo(token)
        for line in self._find_captured_lines_sudo(token).values():
            if line.write_date > line.create_date:
                raise UserError(
                    self.env._(
                        "“%s” was changed meanwhile: open it and delete it there.",
                        line.display_name,
                    )
                )
            line.unlink()
        note.unlink()
        return bool(note)

    # checks

    def _check_capture(self, text, kinds):
        """Refuse in words what cannot be kept."""
        self.check_access("write")
        if self.state not in OPEN_STATES:
            raise UserError(
                self.env._(
                    "“%s” is over: keep the note in the customer's plan in force.", self.name
                )
            )
        if not isinstance(text, str) or not text.strip() or len(text) > MOST_LETTERS:
            raise UserError(
                self.env._(
                    "A note is a sentence or a few, of %s letters at most: write one.", MOST_LETTERS
                )
            )
        self._check_captured_kinds(kinds)

    def _check_captured_kinds(self, kinds):
        is_list = isinstance(kinds, list | tuple)
        known = (
            [kind for kind in kinds if isinstance(kind, str) and kind in KINDS] if is_list else []
        )
        if not is_list or len(known) < len(kinds):
            raise UserError(self.env._("A note may become: %s. Choose of these.", ", ".join(KINDS)))
        labels, offered = self._get_capture_labels(), self._list_capture_kinds()
        for kind in known:
            if kind not in offered:
                raise UserError(
                    self.env._(
                        "“%(kind)s” is not offered in “%(plan)s”: its chapter is switched off, or "
                        "you may not make one. Leave it out, or switch it on under Settings.",
                        kind=labels[kind],
                        plan=self.name,
                    )
                )

    @api.model
    def _check_capture_token(self, token):
        if not isinstance(token, str) or not TOKEN.fullmatch(token):
            raise UserError(
                self.env._("The token of a note is 8 to 64 letters, digits and dashes.")
            )

    @api.model
    def _read_captured_day(self, value):
        """The day that was given, or None."""
        if value in (None, False, ""):
            return None
        try:
            day = fields.Date.from_string(value)
        except (TypeError, ValueError, AttributeError):
            day = None
        if not day or day < today_of_user(self):
            raise UserError(
                self.env._("“%s” is no day, today or later: choose another.", str(value)[:80])
            )
        return day

    # making

    def _create_captured(self, kind, text, day):
        """One line of a kind, with what it needs besides its name."""
        _switch, model, owner = KINDS[kind]
        lines = self.env[model]
        values = {"name": title_of(text)}
        if "plan_id" in lines._fields:
            values["plan_id"] = self.id
        else:
            values |= {"account_id": self.partner_id.id, "company_id": self.company_id.id}
        if owner:
            values[owner] = self.env.uid
        if kind == "key_date":
            day = day or today_of_user(self) + timedelta(days=KEY_DATE_DAYS)
        if day and kind in DAYS:
            values[DAYS[kind]] = day
        return lines.create(values)

    def _keep_note(self, text, lines, token):
        """Write the note into the log of the plan, and into those of the lines."""
        labels = self._get_capture_labels()
        sentence = Markup("<br/>").join(text.splitlines())
        made = [
            Markup("<li>%s: %s</li>") % (labels[kind], line._get_html_link(title=line.name))
            for kind, line in lines.items()
        ]
        body = Markup("<p>%s</p>") % sentence
        if made:
            body += Markup("<ul>%s</ul>") % Markup("").join(made)
        note = self._log_captured(self, body, token, "note")
        back = Markup('<a href="/mail/message/%s">%s</a>') % (
            note.id,
            self.env._("The note in the plan"),
        )
        for kind, line in lines.items():
            body = Markup("<p>%s</p><p>%s</p>") % (sentence, back)
            self._log_captured(line, body, token, kind)
        return note

    def _log_captured(self, record, body, token, part):
        return record.message_post(
            body=body,
            message_type="comment",
            subtype_xmlid="mail.mt_note",
            message_id=self._name_captured(token, part),
        )

    def _name_captured(self, token, part):
        """The own id of a message of a note: of this user, in this plan."""
        return f"<{token}.{part}.{self.id}.{self.env.uid}@kam-capture>"

    # finding

    def _find_captured_sudo(self, token):
        """The user's note of this token in this plan, or none. As superuser: he reads his own."""
        messages = self.env["mail.message"].sudo()
        of_note = [("message_id", "=", self._name_captured(token, "note"))]
        here = [("model", "=", "kam.plan"), ("res_id", "=", self.id)]
        return messages.search([*of_note, *here], limit=1)

    def _find_captured_lines_sudo(self, token):
        """What was made of a note: {kind: line}, with the user's rights. As superuser only the
        messages are found.
        """
        names = {self._name_captured(token, kind): kind for kind in KINDS}
        messages = self.env["mail.message"].sudo()
        found = messages.search([("message_id", "in", list(names))], order="id")
        lines = {names[one.message_id]: self.env[one.model].browse(one.res_id) for one in found}
        return {kind: line for kind, line in lines.items() if line._name == KINDS[kind][1]}

    def _describe_captured(self, message_id, lines):
        labels = self._get_capture_labels()
        return {
            "message_id": message_id,
            "records": [
                {
                    "kind": kind,
                    "label": labels[kind],
                    "name": line.name,
                    "res_model": line._name,
                    "res_id": line.id,
                }
                for kind, line in lines.items()
            ],
        }
