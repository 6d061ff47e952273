from odoo import api, models, tools
from odoo.fields import Domain

USER_GROUP = "kam_planning.group_kam_user"
# Figures about fewer people than that would tell of one of them.
FEWEST_PERSONS = 5


class KamMeasurePrivacy(models.AbstractModel):
    """What a figure never tells, for whoever has a target sees it, with or without rights.

    Nothing that is kept from a group, by its field or by its model; nothing of confidential plans;
    and of people only what is true of five of them or more.
    """

    _name = "kam.measure.privacy"
    _description = "Privacy of Measures"

    @api.model
    @tools.ormcache("model_name")
    def _is_kept_from_users_sudo(self, model_name):
        """Whether a model of ours is read by some users of Key Account Management only."""
        if not isinstance(self.env[model_name], self.pool["kam.discretion"]):
            return False
        groups = self.env.ref(USER_GROUP).sudo().all_implied_ids
        rights = self.env["ir.model.access"].sudo()
        domain = Domain("model_id.model", "=", model_name) & Domain("perm_read", "=", True)
        return not rights.search_count(domain & Domain("group_id", "in", [False, *groups.ids]))

    @api.model
    @tools.ormcache()
    def _get_user_groups_sudo(self):
        """External ids of the groups that every user of Key Account Management is in."""
        groups = self.env.ref(USER_GROUP).sudo().all_implied_ids
        return frozenset(groups.get_external_id().values())

    @api.model
    def _is_field_kept(self, field):
        """Whether a field is kept from some of our users by its groups."""
        groups = (field.groups or "").split(",")
        return bool(field.groups) and self._get_user_groups_sudo().isdisjoint(groups)

    @api.model
    def _is_confidential(self, model):
        """Whether who reads a record depends on an account plan."""
        kinds = ("kam.plan", "kam.plan.line", "kam.account.line")
        return any(isinstance(model, self.pool[kind]) for kind in kinds)

    @api.model
    def _may_step(self, model, field):
        """Whether a path may go on behind a link; what is open of it must be open behind it too."""
        other = self.env[field.comodel_name]
        if not self._is_confidential(other):
            return True
        same = getattr(model, "_same_plan_fields", ())
        return self._is_confidential(model) and field.name in (
            "plan_id",
            model._person_field,
            *same,
        )

    def _get_person_field(self):
        """The field by which the records of this measure tell of a person, or None."""
        self.ensure_one()
        is_read = self.source == "records" and self.model_name in self.env
        return getattr(self.env[self.model_name], "_person_field", None) if is_read else None

    @api.model
    def _get_open_domain(self, model):
        """Which records of a model may be told of."""
        is_ours = isinstance(model, self.pool["kam.discretion"])
        return model._get_measured_domain() if is_ours else Domain.TRUE
