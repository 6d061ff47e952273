"""Numbers and lists from the settings; no model of its own."""

import logging

_logger = logging.getLogger(__name__)


def days_parameter(env, name, default):
    """Give a number of days from the settings, never negative.

    :param str name: name of the parameter below ``kam_planning.``
    :param int default: days while nothing is set, or something that is no number
    """
    return max(0, read_parameter(env, name, int, default))


def read_parameter(env, name, parse, default):
    """Give a value from the settings; what cannot be read is told in the log and has its default.

    :param str name: name of the parameter below ``kam_planning.``
    :param parse: function of the text that gives the value, or raises ValueError
    :param default: what stands for a value that is missing or wrong
    """
    text = _get_text_sudo(env, name)
    try:
        return parse(text) if text else default
    except ValueError:
        _logger.warning(
            "System parameter kam_planning.%s is %r, which cannot be read: %r is used",
            name,
            text,
            default,
        )
        return default


def _get_text_sudo(env, name):
    return env["ir.config_parameter"].sudo().get_param(f"kam_planning.{name}")
