from odoo import api, models
from odoo.exceptions import UserError

from ..common.kinds import MODULE

MOST_NAMES = 3


class KamInUse(models.AbstractModel):
    """What plans and accounts refer to is not deleted away from under them."""

    _name = "kam.in.use"
    _description = "Record in Use"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_use(self):
        for record in self:
            uses = record._describe_uses_sudo()
            if uses:
                raise UserError(
                    self.env._(
                        "“%(record)s” is in use and cannot be deleted: %(uses)s. Choose another "
                        "one there first, or archive this one.",
                        record=record.display_name,
                        uses="; ".join(uses),
                    )
                )

    @api.model
    def _get_using_fields(self):
        """Fields of ours that lead here, but those of records that are part of this one.

        :return: list of tuples (model, field)
        """
        return [
            (model, name)
            for model in sorted(self.env.registry)
            for name, field in sorted(self.env[model]._fields.items())
            if MODULE in field._modules
            and field.comodel_name == self._name
            and field.type in ("many2one", "many2many")
            and field.store
            and not field.related
            and not (self.env[model]._abstract or self.env[model]._transient)
            and (field.type == "many2many" or field.ondelete != "cascade")
        ]

    def _describe_uses_sudo(self):
        """Where this record is used, in words: what the user may not read is counted only."""
        texts = []
        for model, name in self._get_using_fields():
            users = self._find_users_sudo(model, name)
            if users:
                readable = users.with_env(self.env)._filtered_access("read")[:MOST_NAMES]
                names = ", ".join(f"“{user.display_name}”" for user in readable)
                kind = self.env["ir.model"]._get(model).display_name
                texts.append(f"{kind}: {len(users)}" + (f" ({names})" if names else ""))
        return texts

    def _find_users_sudo(self, model, name):
        """Records of a model whose field leads here, in any company."""
        records = self.env[model].sudo().with_context(active_test=False)
        companies = self.env.company
        if records._fields[name].company_dependent:
            companies = companies.sudo().search([("id", "!=", False)])
        domain = [(name, "in", self.ids)]
        found = (records.with_company(company).search(domain) for company in companies)
        return records.union(*found)
