from odoo import api, models
from odoo.exceptions import UserError


class ReportChosen(models.AbstractModel):
    """The plan on one page with the blocks and in the language that somebody chose."""

    _name = "report.kam_planning.report_chosen"
    _description = "Account Plan With Chosen Blocks"

    @api.model
    def _get_report_values(self, docids, data=None):
        """Prepare what a dialogue asks for.

        :param list docids: ids of `kam.plan.print`
        :return: dict for the template
        :raise AccessError: when a dialogue is another user's
        :raise UserError: when its plans may not be read any more
        """
        dialogues = self.env["kam.plan.print"].sudo(False).browse(docids)
        dialogues.check_access("read")
        if not all(dialogue.plan_ids for dialogue in dialogues):
            raise UserError(
                self.env._("There is no plan left to print that you may read: choose others.")
            )
        page = self.env["report.kam_planning.report_one_page"]
        return {
            "doc_ids": docids,
            "doc_model": "kam.plan.print",
            "prints": [
                page._prepare_values(
                    dialogue.plan_ids.with_context(lang=dialogue.lang),
                    dialogue._get_chosen_blocks(),
                    dialogue.layout == "full",
                )
                for dialogue in dialogues
            ],
        }
