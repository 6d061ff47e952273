"""A reward as a year leaves it: approved, and corrected."""

from odoo import Command


class WalkReward:
    @classmethod
    def _make_reward(cls):
        use = cls.env.ref("kam_planning.group_kam_use_reward")
        cls.env.ref("kam_planning.group_kam_user").implied_ids = [Command.link(use.id)]
        cls.admin.group_ids = [Command.link(cls.env.ref("kam_planning.group_kam_reward").id)]
        scheme = cls.env["kam.reward.scheme"].with_user(cls.admin).create(cls._prepare_scheme())
        scheme.action_open()
        judged = scheme.line_ids.filtered(lambda line: line.kind == "judged")
        statement = scheme.statement_ids.filtered(lambda one: one.user_id == cls.kam)
        judged.write({"step": "125", "step_reason": "Signed before the end of the year"})
        statement.action_approve()
        statement.with_user(cls.kam).objection = "The order of the harbour is missing."
        correction = statement.browse(statement.action_correct()["res_id"])
        judged.write({"step": "150", "step_reason": "All plants are in it"})
        correction.reason = "The harbour came in later, and all of its subsidiaries with it"

    @classmethod
    def _prepare_scheme(cls):
        name = "Framework agreement for the plants of the north, with all of their harbours"
        target = cls.plan.target_ids.filtered("has_actual")[:1]
        own = {"component": "own", "kind": "judged", "name": name}
        users = cls.kam | cls.mate | cls.reader
        lines = [{"target_id": target.id}, *({**own, "user_id": user.id} for user in users)]
        return {
            "name": "Variable part of the key account teams of the north and of the harbours",
            "line_ids": [Command.create(line) for line in lines],
            "statement_ids": [
                Command.create({"user_id": user.id, "target_amount": 1234567.89}) for user in users
            ],
        }
