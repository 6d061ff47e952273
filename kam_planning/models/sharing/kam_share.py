from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...tools.rows import NaturalKey
from ..common.arguments import check_one
from ..common.at_once import hold
from ..common.days import today_of
from ..common.jobs import Step
from ..common.known import KnownFloat
from ..plan.kam_plan_workflow import OPEN_STATES
from .kam_share_access import VISIBLE

SHARES_AT_ONCE = 20
STATES = [
    ("draft", "Draft"),
    ("shared", "Shared"),
    ("agreed", "Agreed"),
    ("withdrawn", "Withdrawn"),
]


class KamShare(models.Model):
    """What of a plan the customer sees, who of him sees it, and what was agreed.

    A plan is shared as it stands, line by line, or as a version for agreement: a snapshot of what
    leaves, that stays as it was seen. Its thread is its own; nothing of the plan's is in it.
    """

    _name = "kam.share"
    _description = "Plan Shared with the Customer"
    _inherit = [
        "kam.share.page",
        "kam.share.lines",
        "kam.share.acts",
        "kam.share.mails",
        "kam.share.thread",
        "kam.share.privacy",
        "kam.plan.line",
        "kam.internal.thread",
    ]
    _order = "id desc"
    _mail_post_access = "write"
    _natural_keys = (NaturalKey(("plan_id",), ties=("state",)),)

    name = fields.Char(
        "Title",
        compute="_compute_name",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        tracking=True,
        help="What the customer reads above the page.",
    )
    intro = fields.Text("Introduction", help="A few words to the customer, above all else.")
    state = fields.Selection(
        STATES, required=True, default="draft", readonly=True, copy=False, tracking=True, index=True
    )
    access_ids = fields.One2many("kam.share.access", "share_id", "People")
    version_ids = fields.One2many("kam.snapshot", "share_id", "Versions", readonly=True)
    answer_ids = fields.One2many("kam.share.answer", "share_id", "Answers", readonly=True)
    proposed_id = fields.Many2one(
        "kam.snapshot",
        "Version Proposed",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    agreed_id = fields.Many2one(
        "kam.snapshot",
        "Version Agreed",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    agreed_date = fields.Date("Agreed On", readonly=True, copy=False, tracking=True)
    shared_date = fields.Date("Shared On", readonly=True, copy=False)
    # A share of lines: a mean of shares says nothing.
    drift = KnownFloat(
        "Drift (%)",
        readonly=True,
        copy=False,
        aggregator=None,
        help="Lines that differ between what was agreed and what would be shared today, in percent "
        "of all lines that one of the two has.",
    )
    drift_count = fields.Integer("Lines That Differ", readonly=True, copy=False, aggregator=None)
    figures_date = fields.Datetime("As Of", readonly=True, copy=False)

    _plan_uniq = models.UniqueIndex(
        "(plan_id) WHERE state != 'withdrawn'",
        "This plan has a share already: open that one, or withdraw it first.",
    )
    _drift_idx = models.Index("(drift) WHERE state = 'agreed'")

    @api.depends("plan_id")
    def _compute_name(self):
        for share in self:
            share.name = share.name or share.plan_id.name

    @api.constrains("name")
    def _check_name(self):
        for share in self:
            if not (share.name or "").strip():
                raise ValidationError(
                    self.env._(
                        "What is shared of “%s” needs a title: it stands above the customer's page "
                        "and in his mails.",
                        share.plan_id.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Only plans that go on are shared."""
        shares = super().create(vals_list)
        for share in shares:
            share._check_open()
        return shares

    def write(self, vals):
        """What was shared of a plan stays with it."""
        if "plan_id" in vals and any(share.plan_id.id != vals["plan_id"] for share in self):
            self.check_access("write")
            self._check_values(vals)
            self._check_links([vals])
            raise UserError(
                self.env._("“%s” stays with its plan: share the other plan itself.", self[:1].name)
            )
        return super().write(vals)

    def _has_own_versions(self):
        """Whether what is shown is of this share's own plan, and of no other."""
        return (self.agreed_id | self.proposed_id).plan_id <= self.plan_id

    def _check_open(self):
        if self.plan_id.state not in OPEN_STATES:
            raise UserError(
                self.env._("“%s” is over: share the plan in force.", self.plan_id.display_name)
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_seen(self):
        for share in self:
            if share.state != "draft" or share.version_ids:
                raise UserError(
                    self.env._(
                        "“%s” was shown to the customer: withdraw it, so that it stays known what "
                        "he saw.",
                        share.name,
                    )
                )

    # steps

    def _share_sudo(self):
        """Let the people who were invited see the plan as it stands. As superuser: the state is
        kept by the system, and the plan's own switch goes with it.
        """
        self.ensure_one()
        self._check_open()
        hold(self)
        share = self.sudo()
        share.plan_id.is_shared = True
        state = "agreed" if share.agreed_id else "shared"
        share.write({"state": state, "shared_date": today_of(self.company_id)})

    def _propose_sudo(self, note=False):
        """Keep what leaves as the next version, and ask for consent to it.

        :return: kam.snapshot
        :raise UserError: when nobody of the customer is to agree
        """
        self.ensure_one()
        self._share_sudo()
        if not self._find_agreeing_sudo():
            raise UserError(
                self.env._(
                    "“%s”: nobody is asked to agree. Tick “Agrees” for at least one person.",
                    self.name,
                )
            )
        lines = self._read_released_sudo(self.plan_id)[self.plan_id]
        version = self.env["kam.snapshot"]._take_shared_sudo(self, lines, note)
        self.sudo().proposed_id = version
        return version

    def _find_agreeing_sudo(self):
        """The people whose consent is needed: all who may agree, are still there and can come."""
        share, domain = self.sudo(), [("share_id", "=", self.id), ("can_agree", "=", True)]
        found = share.env["kam.share.access"].search_fetch(domain)
        return found.filtered(
            lambda one: (
                one.state not in ("ended", "expired")
                and one.partner_id.active
                and share._is_of_customer(one.partner_id)
            )
        )

    def _is_of_customer(self, person):
        """Whether a contact stands anywhere below the customer: by what is read of contacts anyway,
        where `_get_account_scope` asks for all of them.
        """
        customer, seen = self.plan_id.partner_id, set()
        while person and person != customer and person not in seen:
            seen.add(person)
            person = person.parent_id
        return bool(person) and person == customer

    def _take_answer_sudo(
        self, access, decision, comment="", signed_name="", signature=False, version=None
    ):
        """Keep what somebody of the customer says to the version that is proposed.

        :param access: his live kam.share.access
        :param str decision: ``agreed`` or ``changes``
        :param signature: a drawn one, in base64: PNG or JPEG
        :param int version: number of the version that he saw; None: whichever is proposed
        :return: kam.share.answer
        :raise AccessError: when he may not agree
        :raise UserError: when nothing is proposed, or another version than he saw, or he agreed to
            it already
        """
        with self._acting_sudo(access, "can_agree") as share:
            words = share._read_answer(decision, comment, signed_name, signature)
            share._check_answer_sudo(access, decision, version)
            with share._hiding_reasons():
                answer = share._record_answer_sudo(access, decision, words)
                share._note_act_sudo(access, answer._describe_act(access.partner_id.name))
                share._settle_agreement_sudo()
            return answer

    def _record_answer_sudo(self, access, decision, words):
        """As superuser: what the customer said is written by nobody of ours."""
        return (
            self.env["kam.share.answer"]
            .sudo()
            .create(
                {
                    "share_id": self.id,
                    "snapshot_id": self.sudo().proposed_id.id,
                    "contact_id": access.partner_id.id,
                    "decision": decision,
                    **{name: value or False for name, value in words.items()},
                }
            )
        )

    def _check_answer_sudo(self, access, decision, version):
        share = self.sudo()
        proposed = share.proposed_id
        if share.plan_id.state not in OPEN_STATES:
            raise UserError(self.env._("This plan is over: there is nothing to agree to."))
        if version is not None and proposed.version != version:
            raise UserError(
                self.env._(
                    "Version %s waits for no answer any more. Load the page anew and look at what "
                    "there is now.",
                    version,
                )
            )
        if not proposed:
            raise UserError(self.env._("There is no version that waits for your consent."))
        if proposed._find_damage_sudo():
            raise UserError(
                self.env._("This version cannot be shown, so nobody is asked to agree to it.")
            )
        if (
            decision == "agreed"
            and self._get_last_decisions(proposed).get(access.partner_id) == "agreed"
        ):
            raise UserError(self.env._("You agreed to this version already."))

    def _get_last_decisions(self, version):
        """The last word of each person to a version: dict {res.partner: decision}."""
        answers = self.answer_ids.filtered(lambda one: one.snapshot_id == version)
        return {one.contact_id: one.decision for one in answers.sorted("id")}

    def _settle_agreement_sudo(self):
        """What is proposed is agreed once the last word of everybody whose consent is needed is
        that he agrees: asked when somebody answers, and when somebody's consent is needed no more.
        """
        for share in self.sudo().filtered("proposed_id"):
            if share._is_agreed_by_all_sudo(share.proposed_id):
                # The plan as a whole is kept by nobody's hand, least of all by the customer's.
                nobody = share.with_user(SUPERUSER_ID).sudo()
                lang = share.plan_id.user_id.lang
                nobody.with_context(lang=lang)._agree_sudo(nobody.proposed_id)

    def _settle_without_sudo(self):
        """The same, where somebody's consent is needed no more: who wants changes is not agreed
        past merely by asking him no more. Then the next version is, or the next answer.
        """
        for share in self.sudo().filtered("proposed_id"):
            if "changes" not in share._get_last_decisions(share.proposed_id).values():
                share._settle_agreement_sudo()

    def _is_agreed_by_all_sudo(self, version):
        """Whether the last word of everybody whose consent is needed is that he agrees."""
        last, needed = self._get_last_decisions(version), self._find_agreeing_sudo()
        return bool(needed) and all(last.get(one.partner_id) == "agreed" for one in needed)

    @api.model
    def _get_settling_step_sudo(self):
        """What the daily job does: an access may have run out, and with it the need of a consent.
        As superuser, whoever starts it.
        """
        shares = self.sudo()
        waiting = Domain("proposed_id", "!=", False) & Domain("state", "in", VISIBLE)
        found = [
            share.id
            for share in shares.search(waiting & Domain("answer_ids.decision", "=", "agreed"))
            if share._is_agreed_by_all_sudo(share.proposed_id)
            and "changes" not in share._get_last_decisions(share.proposed_id).values()
        ]
        domain = waiting & Domain("id", "in", found)
        return Step(shares, domain, "_settle_late", "Settling share %s (%s) failed", SHARES_AT_ONCE)

    def _settle_late(self):
        """The work of that step."""
        self._settle_without_sudo()

    def _agree_sudo(self, version):
        """All agreed: the version stays, and the whole plan is kept as it stood."""
        self.write(
            {
                "state": "agreed",
                "agreed_id": version.id,
                "agreed_date": today_of(self.company_id),
                "proposed_id": False,
            }
        )
        self.env["kam.snapshot"]._take_sudo(self.plan_id, "agreed", note=version.display_name)
        self._refresh_drift_sudo()

    def action_withdraw(self):
        """Take back all that is shared: nobody of the customer sees anything from now on.

        :return: True
        :raise AccessError: when the user does not work on the plan
        """
        self.check_access("write")
        hold(self)
        self.filtered(lambda share: share.state in VISIBLE)._withdraw_sudo()
        return True

    def _withdraw_sudo(self):
        """As superuser: the state is kept by the system."""
        self.sudo().write({"state": "withdrawn", "proposed_id": False})
        self._drop_waiting_sudo(self.sudo().access_ids)

    # drift

    def _refresh_drift_sudo(self):
        """Compare what was agreed with what would be shared today, for many shares at once."""
        agreed = self.sudo().filtered("agreed_id")
        now = self._read_released_sudo(agreed.plan_id)
        contents = agreed.agreed_id._read_contents()
        for share in agreed:
            then = contents[share.agreed_id] or share.agreed_id._get_content()
            found, percent = self._find_drift(then, now[share.plan_id])
            share.write(
                {
                    "drift": False if percent is None else percent,
                    "drift_count": len(found),
                    "figures_date": fields.Datetime.now(),
                }
            )

    def get_drift(self):
        """What differs between the agreed version and today, as the user may see it.

        :return: dict as `kam.snapshot.get_comparison`, or False where nothing is agreed
        :raise AccessError: when the user may not read the plan
        """
        check_one(self)
        self.check_access("read")
        return self.agreed_id.get_comparison(False) if self.agreed_id else False
