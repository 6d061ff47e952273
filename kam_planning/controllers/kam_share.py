import re

from odoo.exceptions import UserError
from odoo.http import content_disposition, request, route

from odoo.addons.portal.controllers.portal import CustomerPortal

from ..models.sharing.kam_share_access_mails import SWITCHES

PATH = "/my/account-plans"
# As Odoo's own pages of the portal: in the visitor's language, with the layout of the website
# where there is one.
PAGE = {"type": "http", "auth": "user", "website": True}
READ = {**PAGE, "methods": ["GET"], "readonly": True}
# Who asks for the address of a form, after logging in anew for instance, comes to the page.
ACT = {**PAGE, "methods": ["GET", "POST"]}
FLASH = "kam_share_told"
# What was typed comes back with a refusal, unless it is a book.
MOST_TYPED = 5000
PLACE = re.compile(r"[0-9]{1,4}")
TYPED = re.compile(r"(name|words|amount|decision)|(score|words)_[0-9]{1,2}")
HEADERS = {
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
}


class SharePortal(CustomerPortal):
    """The pages of a shared plan. Visitors have no right on any of our models: each page asks for a
    live access of the visitor's own contact, and gives nothing but what leaves to him.
    """

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "kam_share_count" in counters:
            values["kam_share_count"] = len(self._find_accesses())
        return values

    def _find_accesses(self):
        return request.env["kam.share.access"]._find_live_sudo(request.env.user)

    def _find_access(self, share_id):
        """The visitor's own live access. Whatever is wrong, it is not found."""
        access = self._find_accesses().filtered(lambda one: one.share_id.id == share_id)
        if not access:
            raise request.not_found()
        return access

    @route(PATH, **READ)
    def list_shares(self, **_options):
        """Show the plans that are shared with the visitor."""
        shares = self._find_accesses().share_id._prepare_list_sudo()
        values = {"shares": shares, "page_name": "kam_share_list"}
        return self._seal(request.render("kam_planning.portal_share_list", values))

    @route(f"{PATH}/<int:share_id>/open", **PAGE, methods=["GET"])
    def open_share(self, share_id, without="", **_options):
        """Note that the visitor was here, once a day, and go on to the page.

        :param int share_id: id of a `kam.share`
        :param str without: as in `show_share`
        """
        self._find_access(share_id)._note_seen_sudo()
        return self._go_to(share_id, "?seen=1" + self._keep_choice("&", without))

    @route(f"{PATH}/<int:share_id>", **READ)
    def show_share(self, share_id, seen="", without="", **_options):
        """Show what is shared with the visitor.

        :param int share_id: id of a `kam.share`
        :param str seen: set by `open_share`, so that nobody is sent there twice
        :param str without: a kind of mails that is taken out in the form, until he sends it
        """
        access = self._find_access(share_id)
        if not seen and not access._is_seen_today():
            return self._go_to(share_id, "/open" + self._keep_choice("?", without))
        values = {
            "page": access.share_id._prepare_page_sudo(access),
            "url": f"{PATH}/{share_id}",
            "flash": self._take_flash(share_id),
            "mode": "live",
            "without": without if without in SWITCHES else "",
            "page_name": "kam_share",
        }
        return self._seal(request.render("kam_planning.portal_share", values))

    @route(f"{PATH}/<int:share_id>/agree", **ACT)
    def agree(self, share_id, **post):
        """Agree to the version that is proposed, by a typed name."""
        return self._act(share_id, "agree", post, "proposed")

    @route(f"{PATH}/<int:share_id>/changes", **ACT)
    def ask_for_changes(self, share_id, **post):
        """Say what should be changed in the version that is proposed."""
        return self._act(share_id, "changes", post, "proposed")

    @route(f"{PATH}/<int:share_id>/comment", **ACT)
    def comment(self, share_id, **post):
        """Write a comment."""
        return self._act(share_id, "comment", post, "comments")

    @route(f"{PATH}/<int:share_id>/done", **ACT)
    def tick_off(self, share_id, **post):
        """Mark an action of the customer's as done."""
        return self._act(share_id, "done", post, "you-owe")

    @route(f"{PATH}/<int:share_id>/confirm", **ACT)
    def answer_value(self, share_id, **post):
        """Confirm a value in full or in part, or dispute it."""
        return self._act(share_id, "confirm", post, "value")

    @route(f"{PATH}/<int:share_id>/survey", **ACT)
    def answer_survey(self, share_id, **post):
        """Answer the questions of the survey."""
        return self._act(share_id, "survey", post, "survey")

    @route(f"{PATH}/<int:share_id>/mails", **ACT)
    def choose_mails(self, share_id, kind="", **post):
        """Choose which mails come. The link of a mail comes to the form, and changes nothing.

        :param str kind: of the mail whose link it is
        """
        if request.httprequest.method != "POST" and kind in SWITCHES:
            self._find_access(share_id)
            return self._go_to(share_id, self._keep_choice("?", kind) + "#mails")
        return self._act(share_id, "mails", post, "mails")

    @route(f"{PATH}/<int:share_id>/sign", type="jsonrpc", auth="user", website=True)
    def sign(self, share_id, name="", signature="", **_options):
        """Agree by Odoo's form for signatures, where there is JavaScript. The mark of the version
        that was read stands in the address.

        :param str name: as typed
        :param str signature: image, in base64
        :return: dict as Odoo's form reads it
        """
        access = self._find_access(share_id)
        said = {"name": name, "signature": signature}
        post = {name: one if isinstance(one, str) else "" for name, one in said.items()}
        post["check"] = request.httprequest.args.get("check", "")
        is_done, text = self._try(access, "agree", post)
        if not is_done:
            return {"error": text}
        self._put_flash(share_id, is_done, text, "agree", {})
        return {"force_refresh": True, "redirect_url": f"{PATH}/{share_id}"}

    @route(f"{PATH}/<int:share_id>/document/<int:place>", **READ)
    def download_document(self, share_id, place, **_options):
        """Give a file that the page shows.

        :param int place: its place on the page, from 1
        """
        access = self._find_access(share_id)
        files = access.share_id.attachment_ids.sorted("id")
        return self._give_file(files, place, "raw", as_attachment=True)

    @route(f"{PATH}/<int:share_id>/photo/<int:place>", **READ)
    def show_photo(self, share_id, place, **_options):
        """Give the photo of somebody of ours whom the page shows, where he allows it.

        :param int place: his place on the page, from 1
        """
        access = self._find_access(share_id)
        people = access.share_id._find_people_sudo()
        allowed = people[place - 1 : place] if place > 0 else people.browse()
        if not allowed.kam_share_contact:
            raise request.not_found()
        return self._give_file(allowed, 1, "avatar_128", filename="photo")

    @route(f"{PATH}/<int:share_id>/pdf", **READ)
    def print_share(self, share_id, **_options):
        """Give the page on paper."""
        access = self._find_access(share_id)
        content = access.share_id._make_page_pdf_sudo(access)
        name = content_disposition(f"{access.share_id.name}.pdf")
        headers = {"Content-Type": "application/pdf", "Content-Disposition": name}
        return self._seal(request.make_response(content, headers=list(headers.items())))

    @route("/kam_planning/share/<int:share_id>/preview", **READ)
    def preview_share(self, share_id, access="", check="", **_options):
        """Show one of our people who works on the plan the very page of somebody of the customer.

        :param int share_id: id of a `kam.share`
        :param str access: id of a `kam.share.access` of it, or "" for somebody without rights
        :param str check: id of a `kam.share.check` of it, without whose unticked lines it is shown
        """
        share = request.env["kam.share"]._find_own(share_id)
        if not share:
            raise request.not_found()
        share = share._without_unticked_sudo(check)
        person = share._find_person_sudo(access)
        values = {
            "page": share._as_read_by_sudo(person)._prepare_preview_sudo(person),
            "url": "#",
            "flash": {},
            "mode": "preview",
            "page_name": "kam_share",
        }
        return self._seal(request.render("kam_planning.portal_share", values))

    def _act(self, share_id, act, post, anchor):
        access = self._find_access(share_id)
        if request.httprequest.method == "POST":
            is_done, text = self._try(access, act, post)
            self._put_flash(share_id, is_done, text, act, {} if is_done else post)
            # What was refused is mended where it was typed.
            line = post.get("line")
            if not is_done and isinstance(line, str) and PLACE.fullmatch(line):
                anchor = f"{anchor}-{line}"
        return self._go_to(share_id, f"#{anchor}")

    def _try(self, access, act, post):
        """Do it as a whole, or not at all.

        :return: tuple (whether it was done, a sentence for the visitor)
        """
        try:
            with request.env.cr.savepoint():
                return True, access.share_id._post_sudo(access, act, post)
        except UserError as error:
            return False, str(error)

    def _put_flash(self, share_id, is_done, text, act, post):
        typed = {name: one for name, one in post.items() if isinstance(one, str)}
        request.session[FLASH] = {
            "share_id": share_id,
            "is_done": is_done,
            "text": text,
            "form": f"{act}-{typed.get('line', '')[:6]}",
            "typed": {
                name: one[:MOST_TYPED] for name, one in typed.items() if TYPED.fullmatch(name)
            },
        }

    def _take_flash(self, share_id):
        """What is to be told of the last act, once."""
        flash = request.session.pop(FLASH, None) or {}
        return flash if flash.get("share_id") == share_id else {}

    def _keep_choice(self, sign, kind):
        """A kind of mails that is to be taken out, on the way to the form."""
        return f"{sign}without={kind}" if kind in SWITCHES else ""

    def _go_to(self, share_id, rest=""):
        return self._seal(request.redirect(f"{PATH}/{share_id}{rest}", code=303))

    def _give_file(self, records, place, field, filename=None, as_attachment=False):
        if not 0 < place <= len(records):
            raise request.not_found()
        stream = request.env["ir.binary"]._get_stream_from(
            records[place - 1], field, filename=filename
        )
        return self._seal(stream.get_response(as_attachment=as_attachment, etag=None, max_age=None))

    def _seal(self, response):
        """Nothing of it stays with others: no copy in a cache, no frame, no search engine."""
        response.headers.update(HEADERS)
        return response
