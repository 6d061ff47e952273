from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.snapshot.canonical import is_erased
from ..common.arguments import check_one
from ..common.days import day_of


class KamShareScreens(models.AbstractModel):
    """What the screens of our own people say of a share, and their buttons."""

    _name = "kam.share.screens"
    _description = "Screens of a Share"

    people_count = fields.Integer("Number of People", compute="_compute_people", aggregator=None)
    seen_count = fields.Integer("Have Seen It", compute="_compute_people", aggregator=None)
    prepared_count = fields.Integer("Not Invited Yet", compute="_compute_people", aggregator=None)
    version_count = fields.Integer(
        "Number of Versions", compute="_compute_versions", aggregator=None
    )
    answer_count = fields.Integer("Number of Answers", compute="_compute_versions", aggregator=None)
    is_waiting = fields.Boolean(
        "Waits for the Customer", compute="_compute_waiting", search="_search_is_waiting"
    )
    is_change_wanted = fields.Boolean(
        "Changes Wanted", compute="_compute_waiting", search="_search_is_change_wanted"
    )
    headline = fields.Char("How It Stands", compute="_compute_headline")
    differences = fields.Html(
        "What Differs", compute="_compute_differences", compute_sudo=False, sanitize=False
    )
    has_predecessor = fields.Boolean(compute="_compute_has_predecessor")

    @api.depends("access_ids.state")
    def _compute_people(self):
        for share in self:
            there = share.access_ids.filtered(lambda one: one.state not in ("ended", "expired"))
            share.people_count = len(there)
            share.seen_count = len(there.filtered("last_seen_date"))
            share.prepared_count = len(there.filtered(lambda one: one.state == "prepared"))

    @api.depends("version_ids", "answer_ids")
    def _compute_versions(self):
        for share in self:
            share.version_count = len(share.version_ids)
            share.answer_count = len(share.answer_ids)

    @api.depends("proposed_id", "answer_ids.decision")
    def _compute_waiting(self):
        for share in self:
            share.is_waiting = bool(share.proposed_id)
            share.is_change_wanted = "changes" in share._get_last_words()

    def _get_last_words(self):
        """What each person said last to the version that is proposed: list of decisions."""
        proposed = self.proposed_id
        return list(self._get_last_decisions(proposed).values()) if proposed else []

    def _search_is_waiting(self, operator, _value):
        if operator != "in":
            return NotImplemented
        return Domain("proposed_id", "!=", False)

    def _search_is_change_wanted(self, operator, _value):
        if operator != "in":
            return NotImplemented
        asked = Domain("proposed_id", "!=", False) & Domain("answer_ids.decision", "=", "changes")
        found = self.search(asked).filtered(lambda share: "changes" in share._get_last_words())
        return Domain("id", "in", found.ids)

    @api.depends(
        *("state", "agreed_id", "proposed_id", "drift", "is_release_requested", "kam_faults")
    )
    @api.depends_context("lang")
    def _compute_headline(self):
        for share in self:
            share.headline = " ".join(filter(None, share._list_standing()))

    def _list_standing(self):
        """How a share stands, in sentences."""
        if self.state == "withdrawn":
            return [self.env._("Withdrawn: nobody of the customer sees anything.")]
        said = []
        if self.is_release_requested:
            said.append(self.env._("Waits for a manager to release it."))
        if self.state == "draft":
            return [*said, self.env._("Nothing is shared yet.")]
        if self.agreed_id:
            said.append(self._say_drift() or self._say_agreed())
        elif not self.proposed_id:
            said.append(self.env._("Shared as it stands."))
        if self.proposed_id:
            said.append(self.env._("Version %s waits for the customer.", self.proposed_id.version))
        if self.is_change_wanted:
            said.append(self.env._("Changes are wanted."))
        if self._is_damage_told():
            said.append(self.env._("A version cannot be shown any more: propose the next one."))
        return said

    def _say_agreed(self):
        return self.env._("Version %s is agreed; nothing differs from it.", self.agreed_id.version)

    @api.depends("plan_id.previous_plan_id")
    def _compute_has_predecessor(self):
        for share in self:
            share.has_predecessor = bool(share._find_former())

    @api.depends("agreed_id", "drift", "figures_date")
    @api.depends_context("uid", "lang")
    def _compute_differences(self):
        """What differs between the agreed version and today, as far as the reader sees it."""
        for share in self:
            agreed = share.agreed_id
            agreed = agreed if share.state == "agreed" else agreed.browse()
            fault = agreed and agreed._find_damage_sudo()
            lines = share._list_differences() if agreed and not fault else []
            share.differences = self.env["ir.qweb"]._render(
                "kam_planning.share_differences", {"lines": lines, "fault": fault}
            )

    def _list_differences(self):
        """Dicts kind, label (of the kind), name, title and changes (dicts label, old, new)."""
        found, _percent = self._compare_sudo()
        snapshots = self.env["kam.snapshot"]
        shown = snapshots._filter_lines([one.new or one.old for one in found])
        refs = {line["ref"] for line in shown}
        found = [one for one in found if one.ref in refs]
        names_of = snapshots._get_readable_fields(True)
        labels = {"added": self.env._("New"), "gone": self.env._("Gone")}
        labels |= {"changed": self.env._("Changed"), "erased": self.env._("Erased")}
        groups = snapshots._prepare_groups(found, names_of, refs)
        return [
            {**line, "label": labels[line["kind"]], "title": group["title"]}
            for group in groups
            for line in group["differences"]
        ]

    def _compare_sudo(self):
        """The agreed version beside what would be shared now; who reads it judges each line."""
        now = self._read_released_sudo(self.plan_id)[self.plan_id]
        return self._find_drift(self.sudo().agreed_id._get_content(), now)

    def _describe_people(self):
        """Names of those who see it once it is shared."""
        there = self.access_ids.filtered(lambda one: one.state not in ("ended", "expired"))
        names = ", ".join(there.partner_id.mapped("name"))
        return names or self.env._("Nobody is invited yet.")

    def _list_seen_sudo(self, released):
        """What the customer's page shows, before or after an agreement; of a version that is
        damaged it shows nothing.

        :param list released: lines of the plan as they leave today
        :return: dict {ref: dict with name, source, version and date_since}
        """
        shown = [("agreed", self.agreed_id), ("proposed", self.proposed_id)]
        found = {}
        for source, version in shown:
            lines = self._read_kept(version).get(version) or ()
            since = day_of(version.date, self.company_id) if version else False
            of_version = {"source": source, "version": version.version, "date_since": since}
            for line in lines:
                if not is_erased(line):
                    found.setdefault(line["ref"], {"name": line["name"], **of_version})
        if not (self.agreed_id or self.proposed_id):
            today = {"source": "today", "version": 0, "date_since": self.shared_date}
            found |= {line["ref"]: {"name": line["name"], **today} for line in released}
        return found

    # buttons

    def action_preview(self):
        """Open the customer's page as one of the people will see it.

        :return: action that opens the page
        :raise AccessError: when the user does not work on the plan
        :raise UserError: when nobody is to see it
        """
        check_one(self)
        self.check_access("write")
        there = self.access_ids.filtered(lambda one: one.state not in ("ended", "expired"))
        if not there:
            raise UserError(
                self.env._("“%s”: add a person of the customer first.", self.display_name)
            )
        return there[:1]._get_preview()

    def action_open_versions(self):
        """Open the versions that the customer was shown.

        :return: window action
        """
        check_one(self)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Versions"),
            "res_model": "kam.snapshot",
            "views": [(False, "list"), (False, "kanban")],
            "domain": [("share_id", "=", self.id)],
            "context": {"create": False},
            "help": self._explain_empty(
                self.env._("Which version did the customer see, and which did he agree to?"),
                self.env._(
                    "e.g. version 1 of January, agreed in February. Propose a version: it is kept "
                    "as the customer saw it."
                ),
            ),
        }

    def action_open_answers(self):
        """Open what the customer answered.

        :return: window action
        """
        check_one(self)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Answers"),
            "res_model": "kam.share.answer",
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
            "domain": [("share_id", "=", self.id)],
            "help": self._explain_empty(
                self.env._("What does the customer say to the version?"),
                self.env._(
                    "e.g. agreed, with the typed name of their head of purchasing. Tick “Agrees” "
                    "for the people whose consent is needed, and propose a version."
                ),
            ),
        }

    @api.model
    def _explain_empty(self, question, example):
        """What stands in a list of which nothing is there yet."""
        html = Markup('<p class="o_view_nocontent_smiling_face">%s</p><p>%s</p>')
        return html % (question, example)

    def action_open_plan(self):
        """Open the plan that is shared.

        :return: window action
        """
        check_one(self)
        return self.plan_id._get_records_action()

    def action_share_as_before(self):
        """Take over the people of the previous period's share; nobody is invited by that.

        :return: True
        :raise AccessError: when the user does not work on the plan
        :raise UserError: when the previous period was not shared
        """
        check_one(self)
        self.check_access("write")
        former = self._find_former()
        if not former:
            raise UserError(
                self.env._(
                    "The plan before “%s” was not shared: add the people of the customer.",
                    self.plan_id.display_name,
                )
            )
        there = self.access_ids.partner_id
        scope = self.plan_id.partner_id._get_account_scope()[self.plan_id.partner_id]
        kept = former.access_ids.filtered(
            lambda one: not one.ended_date and one.partner_id.active and one.partner_id not in there
        )
        self.env["kam.share.access"].create(
            [
                {"share_id": self.id, "partner_id": one.partner_id.id, **one._get_rights()}
                for one in kept
                if one.partner_id in scope
            ]
        )
        if not self.intro:
            self.intro = former.intro
        return True

    def _find_former(self):
        """The last share of the plan before, as far as the user may read it."""
        before = self.plan_id.previous_plan_id
        if not before:
            return self.browse()
        return self.search([("plan_id", "=", before.id)], order="id desc", limit=1)
