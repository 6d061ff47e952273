"""Who does it: every call of these steps is one that a user makes, in silence."""

from odoo.addons.kam_planning.models.common.switches import switch_on

from ..desk import SILENT


def at(run, model, user):
    """Give a model as a user sees it.

    :param Run run: of the loader
    :param str model: such as ``"kam.plan"``
    :param user: res.users
    """
    return as_user(run.env[model], user)


def as_user(records, user):
    """Give records as a user sees them."""
    env = records.env(user=user, context={"lang": "en_US", **SILENT})
    return switch_on(records.with_env(env), "kam_quiet")
