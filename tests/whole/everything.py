"""One record of every model of ours and of those that we extend, and who may read none of them."""

from contextlib import suppress
from unittest.mock import patch

from odoo import Command
from odoo.tests import freeze_time

from ..common.common import TODAY
from .guarded import GuardedCommon

MODULE = "kam_planning"
CODE = f"odoo.addons.{MODULE}."
WRITING = ("INSERT", "UPDATE", "DELETE", "WITH")


class Undone(Exception):
    """Leaves a savepoint so that nothing of it stays."""


def undone(env, call):
    """Call something, and undo what it did.

    :return: tuple (what it returned, exception or None, statements that write)
    """
    written, outcome = [], [None, None]
    cursor = type(env.cr)
    execute = cursor.execute

    def note(cr, query, *args, **kwargs):
        text = str(getattr(query, "code", query)).strip()
        if text.upper().startswith(WRITING):
            written.append(text)
        return execute(cr, query, *args, **kwargs)

    # A client comes with an empty cache: what is in it is not asked for again.
    env.flush_all()
    env.invalidate_all()
    with suppress(Undone), env.cr.savepoint(), patch.object(cursor, "execute", note):
        try:
            outcome[0] = call()
            env.flush_all()
        except Exception as error:  # noqa: BLE001  whatever it is, the caller judges it
            outcome[1] = error
        raise Undone
    return (*outcome, written)


@freeze_time(TODAY)
class EverythingCommon(GuardedCommon):
    """The plan of Acme is its team's only: `reader` is a key account manager who may not read it.

    `warden` may do whatever a user of Key Account Management may do at all.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan.confidentiality = "team"

    def _ours(self, model):
        """Records of a model that the add-on made itself."""
        data = self.env["ir.model.data"].search([("module", "=", MODULE), ("model", "=", model)])
        return self.env[model].browse(data.mapped("res_id"))

    def _own_models(self):
        """Names of our models that have records."""
        return [
            name
            for name, records in self.env.items()
            if records._original_module == MODULE and not records._abstract
        ]

    def _make_all(self):
        """Make one more record of every model of ours that can be made: {model: record}."""
        values = self._prepare_values()
        # `reader` stays outside the team.
        values["kam.team.member"] = {**values["kam.team.member"], "user_id": self.boss.id}
        found = {model: self._make(model, vals) for model, vals in values.items()}
        found["kam.plan"], found["kam.stakeholder"] = self.plan, self.jane
        found["kam.objective"], found["kam.action"] = self.objective, self.action
        found["kam.relationship"], found["kam.gap"] = self.relationship, self.coverage
        found["kam.risk.reading"] = found["kam.risk"].reading_ids
        found["kam.force.reading"] = found["kam.force"].reading_ids
        review = {"review_id": self.review.id, "date": TODAY}
        found["kam.review.move"] = self.env["kam.review.move"].create(
            {**review, "user_id": self.kam.id, "kind": "advanced"}
        )
        found["kam.review.punctuality"] = self.env["kam.review.punctuality"].create(
            {**review, "state": "late"}
        )
        found["kam.step"] = self.env["kam.step"].create(
            {
                "plan_id": self.plan.id,
                "kind": "down",
                "reason": "No growth",
                "user_id": self.boss.id,
                "owner_from_id": self.kam.id,
                "owner_to_id": self.kam.id,
                **dict.fromkeys(("date", "done_date"), TODAY),
            }
        )
        step, owed = found["kam.step.decide"], {"res_model": "kam.action", "res_id": self.action.id}
        lines = self.env["kam.step.decide.line"]
        found[lines._name] = lines.create({"step_id": step.id, "name": "Visit", **owed})
        found["kam.snapshot"] = self.env["kam.snapshot"]._take_sudo(self.plan, "manual")
        found["kam.user.leave"] = self.env["kam.user.leave"].create({"user_ids": self.mate.ids})
        found["kam.relationship.traffic"] = self.env["kam.relationship.traffic"].create(
            {"partner_id": self.contact.id}
        )
        found["kam.score"] = self.env["kam.score"].create(
            {"res_model": "kam.plan", "res_id": self.plan.id, "kind": "progress"}
        )
        found["kam.change"] = self._create_change()
        found["kam.share"] = self.share
        version = self.env["kam.snapshot"]._take_shared_sudo(self.share, [])
        found["kam.share.answer"] = self.env["kam.share.answer"].create(
            {
                "share_id": self.share.id,
                "snapshot_id": version.id,
                "contact_id": self.contact.id,
                "decision": "changes",
            }
        )
        found["kam.share.check"] = self.env["kam.share.check"]._begin(self.share, "share")
        found["kam.share.check.line"] = found["kam.share.check"].line_ids[:1]
        found["kam.share.exposure"] = self.env["kam.share.exposure"].create(
            {"share_id": self.share.id, "plan_id": self.plan.id, "name": "Line"}
        )
        found["kam.survey.round"] = self.survey
        found["kam.survey.line"] = found["kam.survey.round"].line_ids[:1]
        found["kam.assessment.criterion"] = self.portfolio.line_ids[:1]
        found["kam.change.line"] = found["kam.change"].line_ids
        lead = self.env["crm.lead"].create({"name": "Put off", "user_id": self.kam.id})
        found["kam.change.deadline"] = self.env["kam.change.deadline"].create(
            {"lead_id": lead.id, "first_date": "2026-03-01", "last_date": "2026-03-01"}
        )
        found["res.partner"], found["res.users"] = self.customer, self.mate
        found["crm.lead"] = self.env["crm.lead"].create({"name": "Deal", "user_id": self.kam.id})
        found["res.config.settings"] = self.env["res.config.settings"].create({})
        place = [("account_id", "=", self.customer.id)]
        found["kam.account.map"] = self.env["kam.account.map"].search(place, limit=1)
        found["kam.delivery"] = self.env["kam.delivery"].search(place, limit=1)
        proof = self.env["kam.proof"].create(
            {
                "name": "Proof",
                "company_id": self.env.company.id,
                "date": TODAY,
                "months": 6,
                "pair_ids": [
                    Command.create(
                        {
                            "account_id": self.customer.id,
                            "control_ids": [Command.create({"partner_id": self.customer.id})],
                        }
                    )
                ],
            }
        )
        found["kam.proof"], found["kam.proof.pair"] = proof, proof.pair_ids
        found["kam.proof.control"] = proof.pair_ids.control_ids
        found["kam.attention"] = self.env["kam.attention"].search(place, limit=1)
        talk = self.customer.activity_schedule(
            "mail.mail_activity_data_call", user_id=self.kam.id, date_deadline="2026-03-01"
        )
        talk._action_done()
        found["kam.attention.entry"] = self.env["kam.attention.entry"].search(place, limit=1)
        of_plan = [("plan_id", "=", self.plan.id)]
        for name in ("kam.plan.report", "kam.action.report"):
            found[name] = self.env[name].search(of_plan, limit=1)
        found["kam.plan.template.version"] = self.light._get_current_version_sudo()
        return found

    def _undone(self, call):
        """Call something, and undo what it did, as `undone` says."""
        return undone(self.env, call)
