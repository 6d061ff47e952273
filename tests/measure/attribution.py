"""Jane buys for Acme, and leaves for Globex; no tests of its own."""

from .common import FiguresCommon


class AttributionCommon(FiguresCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        partners = cls.env["res.partner"]
        cls.globex = partners.create({"name": "Globex", "is_company": True})
        cls.globex_plan = cls._create_plan(partner_id=cls.globex.id)
        cls.reader_of_all = cls._create_user(
            "accountant",
            "group_kam_manager",
            "account.group_account_invoice",
            "sales_team.group_sale_salesman_all_leads",
        )

    def _leave(self, partner=None):
        (partner or self.contact).parent_id = self.globex

    def _both(self, name, period=None):
        """The figure of Acme and that of Globex."""
        return [
            round(self._figure(name, period, account) or 0.0, 2)
            for account in (self.customer, self.globex)
        ]

    def _opened(self, name, plan=None):
        """The records that the plan's figure opens for somebody who may read all of them."""
        action = (plan or self.plan).with_user(self.reader_of_all).action_open_figure(name)
        return (
            self.env[action["res_model"]].with_context(action["context"]).search(action["domain"])
        )
