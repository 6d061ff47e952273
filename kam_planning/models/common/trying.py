"""Work on many records of which some may be bad; no model of its own."""

import logging
from dataclasses import dataclass, field

from psycopg2.errors import UniqueViolation

from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from .faults import describe_error
from .switches import switch_on

# All of it is the work of jobs, also where a button does it: one place in the log.
_logger = logging.getLogger(f"{__package__}.jobs")

# What is there twice may be so because somebody else made it a moment ago.
RESTARTING = (*PG_CONCURRENCY_EXCEPTIONS_TO_RETRY, UniqueViolation)


def work_on_each(records, method, failure, arguments=(), is_last=True):
    """Do the work for all records at once; where that fails, for ever smaller parts of them.

    A record for which it fails is logged and says so itself (`kam.job.subject`) until it works. In
    parts it is done with the switch ``kam_careful`` on: what a record rests on is then read piece
    by piece, so that a piece that cannot be read spoils no other.

    :param str method: name of the method of the records that does it
    :param str failure: what failed, for the log, with a place for the record's id and name
    :param tuple arguments: of the method
    :param bool is_last: whether what is there twice is a fault; it is none where the transaction
        can begin anew, for somebody else may have made it a moment ago
    :return: the records for which it worked
    """
    if not records:
        return records
    work = Work(method, failure, arguments, is_last)
    if work.do(records):
        careful = switch_on(records, "kam_careful")
        done = work.do_in_parts(careful).with_env(records.env)
    else:
        done = records
    tell(records, method, work.faults)
    return done


@dataclass(frozen=True)
class Work:
    """What `work_on_each` is asked to do, and what went wrong: {record id: why}."""

    method: str
    failure: str
    arguments: tuple
    is_last: bool
    faults: dict = field(default_factory=dict)

    def do(self, records):
        """Do the work for all of these records at once.

        :return: None, or the exception with which it failed
        """
        found = {}

        def call():
            found.update(getattr(records, self.method)(*self.arguments) or {})

        error = attempt(records.env, call, self.is_last)
        if not error:
            self.faults.update(found)
        return error

    def do_in_parts(self, records):
        """Do the work for ever smaller parts of these records.

        :return: the records for which it worked
        """
        error = self.do(records)
        if not error:
            return records
        if len(records) == 1:
            log_failure(records, self.failure, error)
            self.faults[records.id] = describe_error(error)
            return records.browse()
        middle = len(records) // 2
        return self.do_in_parts(records[:middle]) + self.do_in_parts(records[middle:])


def attempt(env, work, is_last=True):
    """Do something in a savepoint.

    :param work: function without arguments
    :param bool is_last: whether what is there twice is a fault
    :return: None, or the exception with which it failed
    :raise: what tells that the transaction has to begin anew
    """
    restarting = PG_CONCURRENCY_EXCEPTIONS_TO_RETRY if is_last else RESTARTING
    try:
        with env.cr.savepoint():
            work()
    except restarting:
        # Nothing is wrong with the record: the transaction has to begin anew.
        raise
    except Exception as error:  # noqa: BLE001  whatever is wrong with one record, the others go on
        env.invalidate_all(flush=False)
        return error
    return None


def tell(records, method, faults):
    """Let records say what a job could not do for them, and no longer say what it could.

    :param dict faults: {record id: why not}; the others of the records are well
    :return: bool, whether anything was written
    """
    is_subject = isinstance(records, records.pool["kam.job.subject"])
    return is_subject and records._tell_faults_sudo(method, faults)


def log_failure(record, failure, error):
    """Write to the log that the work failed for a record, with the exception."""
    try:
        name = record.display_name
    except Exception:  # noqa: BLE001  even its name may rest on what is broken
        name = record._description
    logger = _logger.getChild(record._name)
    logger.error(failure, record.id, name, exc_info=(type(error), error, error.__traceback__))


class _Undone(Exception):
    """What was tried works, and is rolled back."""


def do_where_it_works(records, work):
    """Do something for all records at once; where that fails, for all those for which it works.

    Which ones these are is found first, by trying and rolling back, so that people are told once of
    what is really done.

    :param work: function that takes records
    :return: dict {record: why it did not work}
    """
    faults = {}
    error = _do(records, work)
    if error:
        _find_faults(records, work, faults)
        _do_in_parts(records - records.browse().concat(*faults), work, faults)
    return faults


def _do(records, work, is_trial=False):
    """Give None, or the exception with which it failed."""

    def call():
        work(records)
        if is_trial:
            records.env.flush_all()
            raise _Undone

    error = attempt(records.env, call)
    return None if isinstance(error, _Undone) else error


def _find_faults(records, work, faults):
    """Note for which of the records it does not work, trying ever smaller parts of them."""
    error = _do(records, work, is_trial=True)
    if error and len(records) == 1:
        faults[records] = describe_error(error)
    elif error:
        middle = len(records) // 2
        _find_faults(records[:middle], work, faults)
        _find_faults(records[middle:], work, faults)


def _do_in_parts(records, work, faults):
    """Do it for the records, in parts where they do not go together."""
    error = _do(records, work) if records else None
    if error and len(records) == 1:
        faults[records] = describe_error(error)
    elif error:
        middle = len(records) // 2
        _do_in_parts(records[:middle], work, faults)
        _do_in_parts(records[middle:], work, faults)
