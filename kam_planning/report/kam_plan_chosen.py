from odoo import api, models


class ReportChosen(models.AbstractModel):
    """The plan on one page with the blocks and in the language that somebody chose."""

    _name = "report.kam_planning.report_chosen"
    _description = "Account Plan With Chosen Blocks"

    @api.model
    def _get_report_values(self, docids, data=None):
        """Prepare what a dialogue asks for.

        :param list docids: ids of `kam.plan.print`
        :return: dict for the template
        :raise AccessError: when a dialogue is another user's, or a plan may not be read
        """
        dialogues = self.env["kam.plan.print"].sudo(False).browse(docids)
        dialogues.check_access("read")
        page = self.env["report.kam_planning.report_one_page"]
        return {
            "doc_ids": docids,
            "doc_model": "kam.plan.print",
            "prints": [
                page._prepare_values(
                    dialogue.plan_ids.with_context(lang=dialogue.lang),
                    dialogue._get_chosen_blocks(),
                )
                for dialogue in dialogues
            ],
        }
