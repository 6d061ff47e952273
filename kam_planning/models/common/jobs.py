"""What the jobs have in common; no model of its own."""

import logging
from dataclasses import dataclass
from typing import Any

from odoo.fields import Domain
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

_logger = logging.getLogger(__name__)

# So often a batch begins anew when somebody else wrote the same rows meanwhile.
MOST_TRIES = 3


@dataclass(frozen=True)
class Step:
    """Work that a job does for all records of a domain, batch by batch, each committed.

    :param model: empty recordset of the model
    :param domain: Domain on the records for which the work is still to do; doing it takes them out
    :param str method: name of the method of the records that does it
    :param str failure: what failed, for the log, with a place for the record's id and name
    :param int size: records in a batch
    """

    model: Any
    domain: Domain
    method: str
    failure: str
    size: int = 100

    def count(self):
        """Give the number of records for which the work is still to do."""
        return self.model.search_count(self.domain)

    def run(self):
        """Do the work, until none is left or the scheduler's time is used up.

        A record that fails is logged and left; so is one that somebody else is working on, and one
        that is still due after the work was done.

        :return: False when the scheduler's time is used up
        """
        left = []
        while batch := self._find(left):
            left += self._work_off(batch)
            if not commit_batch(self.model.env, len(batch)):
                return False
            self.model.env.invalidate_all()
        return True

    def _find(self, left):
        return self.model.search(self.domain & Domain("id", "not in", left), limit=self.size)

    def _work_off(self, records):
        """Do the work for one batch; begin anew when others wrote the same rows meanwhile.

        :return: ids of the records that are left for the next run
        """
        for _attempt in range(MOST_TRIES):
            try:
                due = lock_as_of_now(records).filtered_domain(self.domain)
                done = try_each(due, self.method, self.failure)
                return (records - done).ids + done.exists().filtered_domain(self.domain).ids
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                self.model.env.cr.rollback()
                self.model.env.invalidate_all(flush=False)
        _logger.info("%s wait for the next run: others go on writing them", records)
        return records.ids


def run_job(env, steps):
    """Do the steps of a job in their order.

    Each batch is committed, so the job can be killed at any time and goes on where it was. What
    failed or was locked waits for the next run instead of being tried again at once.

    :param list steps: of `Step`
    """
    commit = env["ir.cron"]._commit_progress
    # One more than the records: 0 would mean that all is done.
    commit(remaining=sum(step.count() for step in steps) + 1)
    if all(step.run() for step in steps):
        commit(remaining=0)


def lock_as_of_now(records):
    """Lock the records that nobody else holds, and forget what was read of them before.

    The transaction ends first, for a transaction sees the database as it was at its first query:
    the next one begins with the lock, so it sees what another worker finished after these records
    were found, where the old one would fail with a serialization error. Nothing may be waiting to
    be written or committed.

    :return: the records that are locked; check again whether they still need anything
    """
    records.env.cr.rollback()
    return records.try_lock_for_update(allow_referencing=True)


def try_each(records, method, failure):
    """Do the work in a savepoint, for all records at once or else for one after the other.

    :param str method: name of the method of the records that does it
    :param str failure: what failed, for the log, with a place for the record's id and name
    :return: the records for which it worked
    """
    if _succeeds(records, method):
        return records
    return records.filtered(lambda record: _succeeds(record, method, failure))


def _get_progress_sudo(env):
    """Give the scheduler's record of the job that is running, empty where none is."""
    return env["ir.cron.progress"].sudo().browse(env.context.get("ir_cron_progress_id"))


def commit_batch(env, done):
    """Commit a batch of a job, and tell the scheduler how many records it had.

    At least one stays open until the job itself says that all is done: a job that runs out of time
    is then continued, whatever was added or counted in between.

    :param int done: records in the batch
    :return: float, seconds that are left; 0 when the job has to stop
    """
    progress = _get_progress_sudo(env)
    left = max(progress.remaining - done, 1) if progress else None
    return env["ir.cron"]._commit_progress(done, remaining=left)


def _succeeds(records, method, failure=None):
    try:
        with records.env.cr.savepoint():
            getattr(records, method)()
    except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
        # Nothing is wrong with the record: the transaction has to begin anew.
        raise
    except Exception:  # noqa: BLE001  whatever is wrong with one record, the others go on
        records.env.invalidate_all(flush=False)
        if failure:
            _logger.getChild(records._name).exception(failure, records.id, records.display_name)
        return False
    return True
