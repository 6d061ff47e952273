from odoo import models
from odoo.tools.misc import formatLang


class KamValueAnswer(models.Model):
    """Answers that the customer gave by his own hand, in the share."""

    _inherit = "kam.value.answer"

    def _describe_act(self, who):
        """The answer as the history of the share tells it.

        :return: function of an environment: the answer in words
        """
        self.ensure_one()
        texts = {"who": who, "value": self.value_id.name}

        def describe(env):
            if self.decision == "full":
                return env._("%(who)s confirmed “%(value)s” in full.", **texts)
            if self.decision == "disputed":
                return env._("%(who)s disputes “%(value)s”.", **texts)
            amount = formatLang(env, self.confirmed_amount, currency_obj=self.currency_id)
            return env._(
                "%(who)s confirmed “%(value)s” in part: %(amount)s.", amount=amount, **texts
            )

        return describe
