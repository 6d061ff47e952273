from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import split_every

from ...tools.sharing.page import pick_lines
from ..common.arguments import check_one
from ..sharing.kam_share_access import VISIBLE

SHARES_AT_ONCE = 200
SOURCES = [
    ("today", "As It Stands"),
    ("agreed", "Version Agreed"),
    ("proposed", "Version Proposed"),
]


class KamShareExposure(models.TransientModel):
    """Everything that any customer can see now: read anew when an administrator asks.

    It asks what the customer's page asks, the release function and the versions that are shown, so
    that the two cannot differ.
    """

    _name = "kam.share.exposure"
    _description = "What Customers See Now"
    _inherit = ["kam.guarded"]
    _order = "partner_id, plan_id, id"
    _unoffered_fields = ("ref",)

    share_id = fields.Many2one("kam.share", readonly=True, ondelete="cascade")
    plan_id = fields.Many2one("kam.plan", "Account Plan", readonly=True, ondelete="cascade")
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", readonly=True, ondelete="cascade")
    kam_user_id = fields.Many2one(
        "res.users", "Key Account Manager", readonly=True, ondelete="cascade"
    )
    ref = fields.Char(readonly=True)
    kind = fields.Char(readonly=True)
    name = fields.Char("Line", readonly=True)
    source = fields.Selection(SOURCES, "Seen In", readonly=True)
    version = fields.Integer(readonly=True, aggregator=None)
    # People of a share see all its lines: a sum over lines counts them many times.
    people_count = fields.Integer("People Who See It", readonly=True, aggregator=None)
    people = fields.Char("Seen By", readonly=True)
    date_since = fields.Date("Since", readonly=True)

    @api.model
    def action_open_now(self):
        """Read what customers can see now, in the companies that are chosen, and show it.

        :return: window action
        :raise AccessError: for all but administrators of Key Account Management
        """
        self.check_access("read")
        self._read_now_sudo()
        return self.env["ir.actions.act_window"]._for_xml_id(
            "kam_planning.kam_share_exposure_action"
        )

    @api.model
    def _read_now_sudo(self):
        """Write down what is seen now, in place of what the user read before."""
        own = self.sudo()
        own.search([("create_uid", "=", self.env.uid)]).unlink()
        visible = Domain("state", "in", VISIBLE)
        shares = self.env["kam.share"].search(visible)
        for ids in split_every(SHARES_AT_ONCE, shares.ids):
            some = self.env["kam.share"].browse(ids)
            own.create(self._prepare_rows_sudo(some))

    @api.model
    def _prepare_rows_sudo(self, shares):
        seen_by = shares.sudo().access_ids._filter_live_sudo().sudo().grouped("share_id")
        seen = shares.filtered(lambda share: share in seen_by)
        released = shares._read_released_sudo(seen.plan_id)
        titles = shares._get_kind_names()
        rows = []
        for share in seen.sudo():
            people = seen_by[share].partner_id
            common = {
                "share_id": share.id,
                "plan_id": share.plan_id.id,
                "partner_id": share.partner_id.id,
                "company_id": share.company_id.id,
                "kam_user_id": share.kam_user_id.id,
                "people_count": len(people),
                "people": ", ".join(people.mapped("name")),
            }
            for ref, line in share._list_seen_sudo(released[share.plan_id]).items():
                model = ref.partition(",")[0]
                kind = titles.get(model) or self.env["kam.snapshot"]._describe_model_sudo(model)
                rows.append({**common, **line, "ref": ref, "kind": kind})
            beside = self._list_beside_sudo(share, released[share.plan_id])
            rows += [{**common, "source": "today", "version": 0, **one} for one in beside]
        return rows

    @api.model
    def _list_beside_sudo(self, share, released):
        """What the page shows beside the lines, and which versions are damaged: list of values."""
        env, own = self.env, f"kam.share,{share.id}"
        found = [(own, env._("Page"), share.name)]
        found += [(own, env._("Introduction"), share.intro)] if share.intro else []
        for file in share._prepare_documents():
            found.append((f"ir.attachment,{file['id']}", env._("Document"), file["name"]))
        if meeting := share._read_meeting_sudo():
            text = "; ".join([meeting["when"], *meeting["items"]])
            found.append((own, env._("Next Meeting"), text))
        for person in self._list_contacts_sudo(share, released):
            text = " · ".join(filter(None, (person["name"], person["phone"])))
            found.append((f"res.users,{person['id']}", env._("Photo and Phone"), text))
        found += self._list_asked_sudo(share)
        if count := len(share._read_comments_sudo()):
            found.append((own, env._("Comments"), env._("Comments: %s", count)))
        for version in share.agreed_id | share.proposed_id:
            if fault := version._find_damage_sudo():
                found.append((f"kam.snapshot,{version.id}", env._("Damaged Version"), fault))
        return [{"ref": ref, "kind": kind, "name": name} for ref, kind, name in found]

    @api.model
    def _list_asked_sudo(self, share):
        """What the customer is asked: the questions of the survey, and the note to a version."""
        env, found = self.env, []
        live = share.access_ids._filter_live_sudo().sudo()
        if any(share._get_open_survey_sudo(access) for access in live):
            survey = share._find_survey_sudo()
            for line in survey.line_ids.sorted(lambda one: (one.sequence, one.id)):
                said = " · ".join(filter(None, (line.name, line.low, line.high)))
                found.append((f"kam.survey.round,{survey.id}", env._("Survey Question"), said))
        if share.proposed_id.note:
            ref = f"kam.snapshot,{share.proposed_id.id}"
            found.append((ref, env._("Note to the Version"), share.proposed_id.note))
        return found

    @api.model
    def _list_contacts_sudo(self, share, released):
        """Who of ours stands on the page with photo and phone."""
        kept = share._read_kept(share.agreed_id | share.proposed_id)
        shown = pick_lines(share._choose_lines(kept), released)
        return [one for one in share._prepare_people(shown, released) if one["has_photo"]]

    def action_open_line(self):
        """Open the line's own form; of what stands beside the lines, the share.

        :return: window action, or False where the line is gone
        """
        check_one(self)
        model, _comma, record_id = (self.ref or "").partition(",")
        if model not in self.env["kam.share"]._get_shared_models():
            return self.share_id._get_records_action(context={})
        record = self.env[model].browse(int(record_id)).exists()
        return record._get_records_action(context={}) if record else False
