from odoo import api, fields, models
from odoo.fields import Domain


class KamPlanHome(models.AbstractModel):
    """The home of Key Accounts: what needs the user today, and what the card of a plan says. The
    rooms add theirs in `_get_today`.
    """

    _name = "kam.plan.home"
    _description = "Home of Key Accounts"

    to_confirm_count = fields.Integer("To Confirm", compute="_compute_to_confirm_count")

    @api.depends_context("uid")
    def _compute_to_confirm_count(self):
        """All lines of the plan's chapters that wait for somebody to say that they hold."""
        marks = self._get_chapter_marks()
        for plan in self:
            chapters = marks[plan].values()
            plan.to_confirm_count = sum(chapter.get("to_confirm", 0) for chapter in chapters)

    @api.model
    @api.readonly
    def get_today(self):
        """What needs the user today.

        :return: list of dict ``name``, ``count``, ``label`` (count and what it counts, in words)
            and ``action`` (window action on exactly these records); what is none is left out
        :raise AccessError: for who does not work with plans
        """
        self.check_access("read")
        found = [{**line, "count": self._count_today(line)} for line in self._get_today()]
        return [self._prepare_today(line) for line in found if line["count"]]

    @api.model
    def _get_today(self):
        """What may need the user, in the order in which it is said.

        :return: list of dict ``name``, ``domain``, ``action`` (xml id) and ``label``, with %s for
            the number
        """
        if not self.env.user.has_group("kam_planning.group_kam_manager"):
            return []
        return [
            {
                "name": "to_approve",
                "domain": Domain("state", "=", "submitted"),
                "action": "kam_planning.kam_plan_action",
                "label": self.env._("Plans to approve: %s"),
            }
        ]

    @api.model
    def _count_today(self, line):
        model = self.env[self.env["ir.actions.act_window"]._for_xml_id(line["action"])["res_model"]]
        return model.search_count(line["domain"]) if model.has_access("read") else 0

    @api.model
    def _prepare_today(self, line):
        action = self.env["ir.actions.act_window"]._for_xml_id(line["action"])
        label = line["label"] % line["count"]
        action |= {"name": label, "domain": list(line["domain"]), "context": {}}
        return {"name": line["name"], "count": line["count"], "label": label, "action": action}
