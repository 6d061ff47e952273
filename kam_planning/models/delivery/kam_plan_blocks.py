from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.misc import format_date

from ...tools.branches import Branch
from ...tools.paper import Block

LINES = "kam_planning.paper_lines"
# What waits longest stands first.
STATES = ("late", "at_risk", "unknown", "on_time")


class KamPlanBlocks(models.AbstractModel):
    _inherit = "kam.plan.blocks"

    show_deliveries = fields.Boolean()
    show_key_dates = fields.Boolean()

    @api.model
    def _get_concept_branches(self):
        """Add what is being delivered, and the key dates."""
        return [
            *super()._get_concept_branches(),
            Branch(
                sequence=25,
                name="deliveries",
                label=self.env._("Deliveries"),
                model="kam.delivery",
                switch="show_deliveries",
                question=self.env._("What do they wait for, and do we deliver it in time?"),
                open=Domain("state", "!=", "done"),
                late=Domain("state", "=", "late"),
                state="state",
                group="state",
            ),
            Branch(
                sequence=150,
                name="key_dates",
                label=self.env._("Key Dates"),
                model="kam.key.date",
                switch="show_key_dates",
                question=self.env._("Which days of theirs must we be ready for?"),
                open=Domain("next_date", ">=", "today"),
                mine=("user_id",),
                state="kind",
                under=("buying_center_id",),
            ),
        ]

    @api.model
    def _get_paper_blocks(self):
        """Add what is being delivered, and the dates ahead."""
        return [
            *super()._get_paper_blocks(),
            Block(
                sequence=69,
                name="deliveries",
                label=self.env._("Deliveries"),
                heading=self.env._("What is being delivered"),
                switch="show_deliveries",
                model="kam.delivery",
                template=LINES,
                fill="_fill_paper_deliveries",
                is_usual=False,
            ),
            Block(
                sequence=75,
                name="key_dates",
                label=self.env._("Key dates"),
                heading=self.env._("Key dates ahead"),
                switch="show_key_dates",
                model="kam.key.date",
                template=LINES,
                fill="_fill_paper_key_dates",
                is_usual=False,
                is_half=True,
            ),
        ]

    def _fill_paper_deliveries(self):
        """What is not delivered yet: first what is late, longest first."""

        def by_state(delivery):
            day = delivery.promised_date
            return STATES.index(delivery.state), not day, day and str(day), delivery.id

        columns = [
            (self.env._("Delivery"), 36),
            (self.env._("Promised"), 12, "whole"),
            (self.env._("State"), 13),
            (self.env._("Days late"), 10, "end"),
            (self.env._("Needed from the customer"), 29),
        ]
        found = self._find_lines("kam.delivery", Domain("state", "!=", "done"))
        found = {plan: deliveries.sorted(by_state) for plan, deliveries in found.items()}
        return self._print_lines(columns, found, self._prepare_delivery_row)

    @api.model
    def _prepare_delivery_row(self, delivery):
        return [
            delivery.name,
            delivery.promised_date and format_date(self.env, delivery.promised_date),
            self._format_choice(delivery, "state"),
            delivery.days_late and str(delivery.days_late),
            delivery.needs,
        ]

    def _fill_paper_key_dates(self):
        """The next days on which the customer decides."""
        columns = [
            (self.env._("Day"), 24, "whole"),
            (self.env._("Key date"), 46),
            (self.env._("Kind"), 30),
        ]
        ahead = self._find_lines(
            "kam.key.date", Domain("next_date", ">=", "today"), order="next_date, id"
        )
        return self._print_lines(
            columns,
            ahead,
            lambda line: [
                format_date(self.env, line.next_date),
                line.name,
                self._format_choice(line, "kind"),
            ],
        )
