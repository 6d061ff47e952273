"""What callers from outside hand over is checked in words; no model of its own."""

from odoo.exceptions import UserError

# The largest number of the database's integers.
MOST = 2**31 - 1


def check_one(records):
    """Refuse what is asked for none or for several records, or for one that may not be read.

    For methods that clients call: `ensure_one` is for mistakes of our own code, and answers with a
    traceback.

    :param records: the recordset of the call
    :raise UserError: unless it is one record
    :raise AccessError: when the user may not read it
    """
    if len(records) != 1:
        raise UserError(
            records.env._(
                "“%(model)s”: choose one record, not %(count)s.",
                model=records._description,
                count=len(records),
            )
        )
    records.check_access("read")


def check_numbers(env, least=1, **numbers):
    """Refuse what is no list of whole numbers that the database knows; ids are such from 1 on.

    :param int least: the smallest number allowed
    :param numbers: lists by the names of the arguments, for the message
    :raise UserError: naming the argument
    """
    for name, values in numbers.items():
        is_list = isinstance(values, list | tuple)
        if not is_list or not all(
            type(value) is int and least <= value <= MOST for value in values
        ):
            raise UserError(
                env._(
                    "“%(argument)s” takes whole numbers from %(least)s on, not “%(value)s”.",
                    argument=name,
                    least=least,
                    value=str(values)[:80],
                )
            )
