from odoo import SUPERUSER_ID, models
from odoo.exceptions import UserError
from odoo.tools import consteq

MOST_NAME, MOST_LETTERS = 200, 5000


class KamSharePagePost(models.AbstractModel):
    """What comes from the forms of the page: it is found again by its place and its mark, and goes
    to who does it.
    """

    _name = "kam.share.page.post"
    _description = "Forms on the Page of a Shared Plan"

    def _post_sudo(self, access, act, post):
        """Do what a form of the page asks for.

        :param access: a live kam.share.access of the visitor, as superuser
        :param str act: agree, changes, comment, done, confirm, survey or mails
        :param dict post: texts, as they were sent
        :return: str, a sentence for the visitor
        :raise UserError: with a sentence for the visitor
        """
        acts = {
            "agree": self._post_agree,
            "changes": self._post_changes,
            "comment": self._post_comment,
            "done": self._post_done,
            "confirm": self._post_confirm,
            "survey": self._post_survey,
            "mails": self._post_mails,
        }
        return acts[act](access, post)

    def _post_agree(self, access, post):
        version = self._find_version(access, post)
        name = self._read_short(post.get("name"), MOST_NAME)
        signature = post.get("signature") or False
        said = {"signed_name": name, "signature": signature, "version": version.version}
        self._take_answer_sudo(access, "agreed", **said)
        if self.agreed_id == version:
            return self.env._("Thank you. Version %s is agreed.", version.version)
        return self.env._(
            "Thank you, you agreed to version %s. It is agreed once the others have, too.",
            version.version,
        )

    def _post_changes(self, access, post):
        version = self._find_version(access, post)
        words = self._read_short(post.get("words"), MOST_LETTERS)
        self._take_answer_sudo(access, "changes", comment=words, version=version.version)
        return self.env._("Thank you. We have your wishes, and come back to you.")

    def _find_version(self, access, post):
        """What is agreed to is what was read."""
        version = self.proposed_id
        mark = self._mark(access, "version", version.id)
        if not version or not consteq(mark.encode(), (post.get("check") or "").encode()):
            raise UserError(
                self.env._("This version was replaced meanwhile. Read the page again, please.")
            )
        return version

    def _read_short(self, text, most):
        text = (text or "").replace("\x00", "").strip()
        if len(text) > most:
            raise UserError(
                self.env._(
                    "This is too long: %(count)s letters, and %(most)s at most. Shorten it.",
                    count=len(text),
                    most=most,
                )
            )
        return text

    def _post_comment(self, access, post):
        self._comment_sudo(access, post.get("words") or "")
        return self.env._("Thank you. Your comment stands below, and we were told.")

    def _post_done(self, access, post):
        action_id = self._find_posted(access, "you_owe", post)
        self._tick_off_sudo(access, action_id, post.get("words") or "")
        return self.env._("Thank you. It is marked as done.")

    def _post_confirm(self, access, post):
        value_id = self._find_posted(access, "values", post)
        decision = post.get("decision") or ""
        if decision not in ("full", "partly", "disputed"):
            raise UserError(self.env._("Choose whether you confirm it in full, in part or not."))
        said = (post.get("amount") or "", post.get("words") or "")
        self._answer_value_sudo(access, value_id, decision, *said)
        return self.env._("Thank you. Your answer stands beside the value.")

    def _find_posted(self, access, part, post):
        line, check = post.get("line") or "", post.get("check") or ""
        found = self._find_target_sudo(access, part, line, check)
        if found is None:
            self._refuse_changed()
        return found

    def _refuse_changed(self):
        raise UserError(
            self.env._("The page has changed meanwhile. Read it again, and answer then.")
        )

    def _post_survey(self, access, post):
        scores = {}
        for place, entry in enumerate(self._read_page_sudo(access)["questions"], 1):
            score, check = post.get(f"score_{place}") or "", post.get(f"check_{place}") or ""
            if not consteq(entry["check"].encode(), check.encode()):
                self._refuse_changed()
            number = int(score) if score.isascii() and score.isdigit() and len(score) < 4 else None
            scores[entry["id"]] = (number, post.get(f"words_{place}") or "")
        self._answer_survey_sudo(access, scores)
        return self.env._("Thank you for your answers.")

    def _post_mails(self, access, post):
        access._set_mails_sudo(*(post.get(kind) for kind in ("versions", "reminders", "answers")))
        return self.env._("Your choice is kept.")

    def _get_page_path(self):
        """Where links of mails lead: it notes that he was there, and goes on to the page."""
        return f"/my/account-plans/{self.id}/open"

    def _make_page_pdf_sudo(self, access):
        """The page of somebody of the customer on paper. As Odoo's own superuser: he has no right
        on the report, and what is on it is what `_prepare_page_sudo` gives him.

        :return: bytes
        """
        reports = self.env["ir.actions.report"].with_user(SUPERUSER_ID).sudo()
        reports = reports.with_context(lang=self.env.lang, tz=self.env.context.get("tz"))
        return reports._render_qweb_pdf("kam_planning.report_share", access.ids)[0]

    def _as_read_by_sudo(self, access):
        """This share in the language and the zone of somebody of the customer."""
        person = access.partner_id
        lang = self.env["res.lang"].sudo()._get_code(person.lang) or self.env.lang
        zone = person.tz or self.env.context.get("tz")
        return self.sudo().with_context(lang=lang, tz=zone)

    def _find_own(self, share_id):
        """The share with this id, where the user works on its plan; else none."""
        if not (0 < share_id < 2**31 and self.has_access("write")):
            return self.browse()
        return self.search([("id", "=", share_id)])._filtered_access("write")

    def _find_person_sudo(self, access_id):
        """The access of this share with this id, as it was sent; else none."""
        accesses = self.sudo().access_ids
        return accesses.filtered(lambda one: str(one.id) == access_id)

    def _prepare_list_sudo(self):
        """Shares as their people find them in the portal: list of dicts of texts."""
        return [
            {
                "url": share._get_page_path(),
                "title": share.name,
                "company": share.company_id.name,
                "day": share._tell_day(share.agreed_date or share.shared_date),
                "is_agreed": bool(share.agreed_id),
                "waits": bool(share.proposed_id),
            }
            for share in self.sudo()
        ]
