"""What the jobs have in common; no model of its own."""

import logging
import random
import time
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from odoo import fields
from odoo.fields import Domain

from .faults import describe_error
from .switches import switch_on
from .trying import RESTARTING, attempt, log_failure, tell, work_on_each

_logger = logging.getLogger(__name__)

# So often a batch begins anew when somebody else wrote the same rows meanwhile.
MOST_TRIES = 3
# Seconds, at most, that a batch waits before it begins anew.
LONGEST_WAIT = 0.5
# What others held is tried again after so many minutes.
COME_BACK_MINUTES = 10


@dataclass(frozen=True)
class Step:
    """Work that a job does for all records of a domain, batch by batch, each committed.

    :param model: empty recordset of the model
    :param domain: Domain on the records for which the work is still to do; doing it takes them out
    :param str method: name of the method of the records that does it; it may return a dict {record
        id: why a part of it could not be done}
    :param str failure: what failed, for the log, with a place for the record's id and name
    :param int size: records in a batch
    :param tuple arguments: of the method
    :param list held: ids of the records that others went on working on
    :param str order: in which order, where not in that of the model: what costs something for each
        user costs less when the records of one user are worked on together
    """

    model: Any
    domain: Domain
    method: str
    failure: str
    size: int = 100
    arguments: tuple = ()
    held: list = field(default_factory=list, compare=False)
    order: str | None = None

    def count(self):
        """Give the number of records for which the work is still to do."""
        return self.model.search_count(self.domain)

    def run(self):
        """Do the work, until none is left or the scheduler's time is used up.

        A record that fails is logged, says so itself and is left; so is one that somebody else is
        working on, and one that is still due after the work was done.

        :return: False when the scheduler's time is used up
        """
        left = []
        while batch := self._find(left):
            left += self._work_off(batch)
            if not commit_batch(self.model.env, len(batch)):
                return False
            self.model.env.invalidate_all()
        return True

    def restrict(self, domain):
        """Give the same step for some of its records only.

        :param domain: Domain
        """
        return replace(self, domain=self.domain & domain)

    def work_at_once(self):
        """Do the work for all records in the transaction of somebody who waits for it.

        :return: the records for which it worked
        """
        records = self.model.search(self.domain)
        return work_on_each(records, self.method, self.failure, self.arguments)

    def _find(self, left):
        domain = self.domain & Domain("id", "not in", left)
        return self.model.search(domain, limit=self.size, order=self.order)

    def _work_off(self, records):
        """Do the work for one batch; begin anew when others wrote the same rows meanwhile.

        :return: ids of the records that are left for the next run
        """
        for tries in range(MOST_TRIES):
            try:
                return self._work_off_once(records, tries == MOST_TRIES - 1)
            except RESTARTING:
                self.model.env.cr.rollback()
                self.model.env.invalidate_all(flush=False)
                time.sleep(random.uniform(0, LONGEST_WAIT) * tries)
        _logger.info("%s wait for the next run: others go on writing them", records)
        self.held.extend(records.ids)
        return records.ids

    def _work_off_once(self, records, is_last):
        locked = lock_as_of_now(records)
        due = locked.filtered_domain(self.domain)
        done = work_on_each(due, self.method, self.failure, self.arguments, is_last)
        self.held.extend((records - locked).exists().ids)
        return (records - done).ids + done.exists().filtered_domain(self.domain).ids


@dataclass(frozen=True)
class GroupedStep(Step):
    """A step whose work on a group of records rests on what is read once for the whole group.

    What is read is handed to the step's method as its argument. It is read before any record is
    locked; where that fails the records of the group say so, and wait.

    :param str group: name of the field that leads to the group
    :param str prepare: name of the method of the model that reads it, for one group; what it gives
        may have a ``fault``, why nothing can be done, where raising would undo what it noted
    """

    group: str = ""
    prepare: str = ""

    def run(self):
        """Do the work group by group.

        :return: False when the scheduler's time is used up
        """
        for group in self._find_groups():
            step = self._prepare_step(group)
            # What was noted while reading would go with the first lock, which begins anew.
            if not (commit_batch(group.env, 0) and step.run()):
                return False
        return True

    def work_at_once(self):
        """Do the work for all records in the transaction of somebody who waits for it."""
        for group in self._find_groups():
            self._prepare_step(group).work_at_once()

    def _find_groups(self):
        return [group for (group,) in self.model._read_group(self.domain, [self.group])]

    def _prepare_step(self, group):
        """Read what a group rests on, and give the step for its records."""
        shared = []

        def read(careful):
            model = switch_on(self.model, "kam_careful") if careful else self.model
            shared[:] = [getattr(model, self.prepare)(group)]

        error = attempt(group.env, lambda: read(False)) and attempt(group.env, lambda: read(True))
        domain = self.domain & Domain(self.group, "=", group.id)
        rest = (self.model, domain, self.method, self.failure, self.size)
        if error:
            log_failure(group, self.failure, error)
        reason = describe_error(error) if error else getattr(shared[0], "fault", None)
        if reason:
            return UnpreparedStep(*rest, held=self.held, reason=reason)
        return Step(*rest, (*self.arguments, *shared), self.held)


@dataclass(frozen=True)
class UnpreparedStep(Step):
    """A step for whose records nothing can be done, for what they rest on cannot be read.

    :param str reason: why, which each of them says
    """

    reason: str = ""

    def work_at_once(self):
        """Let the records say why."""
        self._tell(self.model.search(self.domain))

    def _work_off_once(self, records, is_last):
        self._tell(lock_as_of_now(records).filtered_domain(self.domain))
        return records.ids

    def _tell(self, records):
        tell(records, self.method, dict.fromkeys(records.ids, self.reason))


def run_job(env, steps):
    """Do the steps of a job in their order.

    Each batch is committed, so the job can be killed at any time and goes on where it was. What
    failed waits for the next run instead of being tried again at once; for what others were
    working on the job comes back in some minutes. No step that fails as a whole stops the others,
    and none makes the job fail: Odoo would switch it off after some days.

    :param list steps: of `Step`, or of functions that give one, where it has to be found first
        what is due: they are asked when their turn comes
    """
    commit, due = env["ir.cron"]._commit_progress, _count(env, steps)
    if not due:
        commit(remaining=0)
        return
    # One more than the records: 0 would mean that all is done.
    commit(remaining=due + 1)
    held = []
    if all(_run(env, step, held) for step in steps):
        if held:
            _come_back_sudo(env)
        commit(remaining=0)


def _count(env, steps):
    """How many records there are, of all steps at once; a step that cannot be counted, or is not
    there yet, has one.
    """
    ready = [step for step in steps if not callable(step)]
    counts, later = [], len(steps) - len(ready)
    if attempt(env, lambda: counts.extend(step.count() for step in ready)):
        counts.clear()
        for step in ready:
            if attempt(env, lambda step=step: counts.append(step.count())):
                counts.append(1)
    return sum(counts) + later


def _run(env, step, held):
    """Run a step whole; what is wrong with one as such (its records look after themselves) is
    logged, and the next one has its turn.

    :param list held: takes the ids of the records that others went on working on
    """
    try:
        ready = step() if callable(step) else step
        is_through = ready.run()
        held += ready.held
        return is_through
    except Exception:
        # Where the connection itself is gone this fails as well, and with it the job.
        env.cr.rollback()
        env.invalidate_all(flush=False)
        _logger.exception("The step %s failed", _name_step(step))
        return True


def _name_step(step):
    """What a step is called in the log."""
    return step.__name__ if callable(step) else f"{step.method} of {step.model._name}"


def _come_back_sudo(env):
    """Have the job run again soon, where it is one of the scheduler's."""
    cron = env["ir.cron"].sudo().browse(env.context.get("cron_id"))
    if cron:
        cron._trigger(fields.Datetime.now() + timedelta(minutes=COME_BACK_MINUTES))


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
