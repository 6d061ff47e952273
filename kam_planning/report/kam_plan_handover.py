from odoo import api, fields, models

from ..models.relationship.kam_stakeholder_judgement import PEOPLE_GROUP

MOST_PROMISES = 40


class ReportHandover(models.AbstractModel):
    """What a new key account manager has to know: people, relationships, open gaps, promises."""

    _name = "report.kam_planning.report_handover"
    _description = "Hand-over Sheet"

    @api.model
    def _get_report_values(self, docids, data=None):
        """Prepare the sheets with the user's own rights: judgements only for their group.

        :param list docids: ids of the plans
        :return: dict for the template
        :raise AccessError: when the user may not read one of the plans
        """
        plans = self.env["kam.plan"].sudo(False).browse(docids)
        plans.check_access("read")
        sees = plans.env.user.has_group(PEOPLE_GROUP)
        return {
            "doc_ids": docids,
            "doc_model": "kam.plan",
            "docs": plans,
            "sees": sees,
            "today": fields.Date.context_today(self),
            "sheets": {plan.id: self._prepare_sheet(plan) for plan in plans},
        }

    @api.model
    def _prepare_sheet(self, plan):
        env = plan.env
        place = list(plan._get_places_domain())
        people = env["kam.stakeholder"].search([*place, ("parked_reason", "=", False)])
        promises = self._find_promises(plan)
        return {
            "people": people,
            "relationships": env["kam.relationship"].search(place, order="strength desc, id"),
            "gaps": env["kam.gap"].search([*place, ("state", "in", ("open", "planned"))]),
            "promises": promises[:MOST_PROMISES],
            "more_promises": max(0, len(promises) - MOST_PROMISES),
            "decisions": plan.review_ids.decision_ids.filtered(lambda d: not d.action_id),
        }

    @api.model
    def _find_promises(self, plan):
        """What somebody was promised: open actions with a person of theirs, or shared with them.

        What is to close a gap in the map is our own affair.
        """
        actions = plan.action_ids.filtered("is_open").sorted("date_deadline")
        actions -= actions._find_gaps_sudo().action_id
        return actions.filtered(lambda action: action.contact_id or action.is_shared)
