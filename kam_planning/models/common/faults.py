"""What went wrong, in a few words for those who look after the record; no model of its own."""

from textwrap import shorten

from psycopg2 import Error, errorcodes

from odoo.exceptions import UserError

LONGEST = 300


def describe_error(error):
    """Say what an exception is about.

    What the database refuses is told by its kind only: its own words quote the values of rows that
    the reader of a record need not see.

    :return: str of one line
    """
    if isinstance(error, Error):
        kind = error.pgcode and errorcodes.lookup(error.pgcode).replace("_", " ").lower()
        return kind or type(error).__name__
    text = shorten(str(error).replace("\x00", ""), LONGEST, placeholder="…")
    if isinstance(error, UserError) and text:
        return text
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
