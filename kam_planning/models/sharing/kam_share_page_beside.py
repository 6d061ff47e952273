from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain
from odoo.tools import SQL
from odoo.tools.misc import format_date, format_time, human_size

from ...tools.sharing.page import id_of, is_theirs, model_of
from ...tools.survey.gap import LEAST, MOST
from ..common.days import today_of
from ..common.switches import is_on


class KamSharePageBeside(models.AbstractModel):
    """What stands beside the lines of a shared plan: documents, who of ours to talk to, the next
    meeting, and what the customer wrote and is asked.
    """

    _name = "kam.share.page.beside"
    _description = "Beside the Lines of a Shared Plan"

    attachment_ids = fields.Many2many(
        "ir.attachment",
        "kam_share_file_rel",
        "share_id",
        "attachment_id",
        "Documents",
        copy=False,
        bypass_search_access=True,
        help="Files for the customer. He gets copies: what happens to a file elsewhere does not "
        "change them.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Files that are given to the customer belong to the share."""
        shares = super().create(vals_list)
        for share in shares.filtered("attachment_ids"):
            share._take_documents(share.attachment_ids)
        return shares

    def write(self, vals):
        """Files that are given to the customer belong to the share."""
        if "attachment_ids" not in vals:
            return super().write(vals)
        before = {share: share.attachment_ids for share in self}
        result = super().write(vals)
        for share in self:
            share._take_documents(share.attachment_ids - before[share])
        return result

    def _take_documents(self, files):
        """Nobody gives away a file that he may not read, or an address instead of a file."""
        if files != files._filtered_access("read"):
            raise AccessError(
                self.env._("“%s”: you may not give away a file that you cannot read.", self.name)
            )
        if any(file.type != "binary" for file in files):
            raise UserError(
                self.env._("“%s”: only files are given to the customer, no addresses.", self.name)
            )
        self._keep_documents_sudo(files)

    def _keep_documents_sudo(self, files):
        """Uploaded files move to the share, others are copied. As superuser: nobody moves a file
        to what he merely may read otherwise.
        """
        share, place = self.sudo(), {"res_model": self._name, "res_id": self.id, "res_field": False}
        # No address opens it but the page.
        commands, closed = [], {"public": False, "access_token": False}
        for file in files.sudo():
            if (file.res_model, file.res_id) == (self._name, self.id):
                file.write(closed)
            elif not file.res_id and not file.res_field and file.create_uid == self.env.user:
                file.write({**place, **closed})
            else:
                copy = file.copy({**place, **closed, "name": file.name})
                commands += [Command.unlink(file.id), Command.link(copy.id)]
        if commands:
            share.write({"attachment_ids": commands})

    def _prepare_beside(self, access, shown, live):
        return {
            "documents": self._prepare_documents(),
            "people": self._prepare_people(shown, live),
            "meeting": self._read_meeting_sudo(),
            "comments": self._prepare_comments(access),
            "questions": self._prepare_questions(access),
        }

    def _prepare_documents(self):
        given = Domain(
            "id",
            "in",
            SQL("(SELECT attachment_id FROM kam_share_file_rel WHERE share_id = %s)", self.id),
        )
        names = ["name", "file_size"]
        return [
            {"id": file.id, "name": file.name, "size": human_size(file.file_size)}
            for file in self.env["ir.attachment"].search_fetch(given, names, order="id")
        ]

    def _prepare_people(self, shown, live):
        """Who of ours, by name; the rest as each of them allows it."""
        lead = self.plan_id.user_id
        users = self._find_users(shown, live)
        return [self._prepare_person(user, user == lead) for user in users]

    def _find_users(self, shown, live):
        """The account manager, and who does something for the customer."""
        refs = {line["ref"] for line in shown}
        links = [
            line["values"]["user_id"]
            for line in sorted(live, key=lambda line: model_of(line) != "kam.plan")
            if line["ref"] in refs and self._is_of_ours(line)
        ]
        ids = dict.fromkeys(id_of(link) for link in links if link)
        return self.env["res.users"].browse(ids).filtered(lambda u: u.active and not u.share)

    def _is_of_ours(self, line):
        model = model_of(line)
        return model == "kam.plan" or (model == "kam.action" and not is_theirs(line))

    def _prepare_person(self, user, is_lead):
        return {
            "id": user.id,
            "name": user.name,
            "role": self.env._("Your account manager") if is_lead else "",
            "phone": (user.kam_share_contact and user.phone) or "",
            "has_photo": user.kam_share_contact,
        }

    def _read_meeting_sudo(self, is_checked=False):
        """The next meeting with the customer, and what of its agenda is for him.

        :param bool is_checked: whether it is read to release it: with what waits for that
        """
        review = self._find_meeting_sudo()
        if not review:
            return None
        items = review.env["kam.review.item"].search_fetch([("review_id", "=", review.id)])
        names = items._read_customer_names() if is_checked else items._read_told_names()
        return {"when": self._tell_meeting(review), "items": list(names.values())}

    def _find_meeting_sudo(self):
        """The next meeting with the customer: kam.review as superuser."""
        ahead = [("date_planned", ">=", today_of(self.company_id)), ("state", "=", "planned")]
        plan = [("plan_id", "=", self.plan_id.id), ("kind", "=", "customer")]
        reviews = self.sudo().env["kam.review"]
        return reviews.search_fetch([*plan, *ahead], order="date_planned, id", limit=1)

    def _tell_meeting(self, review):
        """Its hour where the reader is, as soon as there is one."""
        event = review.event_id
        if not event or event.allday:
            return format_date(self.env, review.date_planned)
        return f"{self._tell_moment(event.start)} ({self._get_zone()})"

    def _prepare_comments(self, access):
        """What was said, for those who are invited."""
        comments = self._read_comments_sudo() if access else []
        return [{**one, "date": self._tell_moment(one["date"])} for one in comments]

    def _get_zone(self):
        return self.env.context.get("tz") or self.env.user.tz or "UTC"

    def _tell_moment(self, moment):
        """A day as everywhere on the page, and its hour where the reader is."""
        zone = self._get_zone()
        env = self.with_context(tz=zone).env
        return f"{format_date(env, moment)}, {format_time(env, moment, zone, 'short')}"

    def _prepare_questions(self, access):
        """The questions of a survey that waits for his answer; [] where none does."""
        found = self._get_open_survey_sudo(access) if access else None
        if is_on(self, "kam_as_if_shared"):
            # What somebody answers reads nobody of ours.
            found = [{**one, "score": None, "comment": None} for one in found or []]
        return [
            {
                "id": one["question_id"],
                "check": self._mark(access, "question", one["question_id"]),
                **{name: one[name] or "" for name in ("name", "low", "high", "comment")},
                "scores": [(score, score == one["score"]) for score in range(LEAST, MOST + 1)],
            }
            for one in found or []
        ]
