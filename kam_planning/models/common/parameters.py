"""Numbers and lists from the settings; no model of its own."""

import logging

_logger = logging.getLogger(__name__)


def days_parameter(env, name, default):
    """Give a number of days from the settings, never negative.

    :param str name: name of the parameter below ``kam_planning.``
    :param int default: days while nothing is set, or something that is no number
    """
    value = env["ir.config_parameter"].sudo().get_param(f"kam_planning.{name}")
    try:
        return max(0, int(value)) if value else default
    except ValueError:
        _logger.warning(
            "System parameter kam_planning.%s is %r, which is no number of days: %s is used",
            name,
            value,
            default,
        )
        return default
