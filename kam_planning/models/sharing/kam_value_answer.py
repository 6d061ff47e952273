from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools.misc import formatLang


class KamValueAnswer(models.Model):
    """Answers that the customer gave by his own hand, in the share."""

    _inherit = "kam.value.answer"

    @api.model_create_multi
    def create(self, vals_list):
        """What the customer answered himself nobody of ours answers for him."""
        answers = super().create(vals_list)
        for answer in answers.filtered(lambda one: one.channel == "hand"):
            if not self.env.su and answer._find_own_answers_sudo():
                raise UserError(
                    self.env._(
                        "“%s” was answered by the customer himself: he says it anew on his page, "
                        "or is asked about a new version.",
                        answer.value_id.name,
                    )
                )
        return answers

    def _find_own_answers_sudo(self):
        """What the customer said himself to the same version of the value."""
        return self.sudo().value_id.answer_ids.filtered(
            lambda one: one.channel == "portal" and one.version == self.version
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_own(self):
        """What the customer answered himself stays."""
        for answer in self:
            if answer.channel == "portal" and not self.env.su:
                raise UserError(
                    self.env._(
                        "“%s” was answered by the customer himself: what he said stays.",
                        answer.value_id.name,
                    )
                )

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
