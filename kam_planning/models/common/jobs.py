"""What the jobs have in common; no model of its own."""

from odoo.fields import Domain


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


def try_each(records, work, logger, failure):
    """Do the work in a savepoint, for all records at once or else for one after the other.

    :param work: function of a recordset
    :param logger: where the failure of a single record is logged, with its traceback
    :param str failure: what failed, for the log, with a place for the record's id and name
    :return: the records for which it worked
    """
    if _succeeds(records, work):
        return records
    return records.filtered(
        lambda record: _succeeds(
            record, work, lambda: logger.exception(failure, record.id, record.display_name)
        )
    )


def commit_batch(env, done):
    """Commit a batch of a job, and tell the scheduler how many records it had.

    At least one stays open until the job itself says that all is done: a job that runs out of time
    is then continued, whatever was added or counted in between.

    :param int done: records in the batch
    :return: float, seconds that are left; 0 when the job has to stop
    """
    progress = env["ir.cron.progress"].sudo().browse(env.context.get("ir_cron_progress_id"))
    left = max(progress.remaining - done, 1) if progress else None
    return env["ir.cron"]._commit_progress(done, remaining=left)


def work_off(model, domain, work, failure, size, logger):
    """Do the work for all records of a domain, batch by batch, each committed.

    :param model: empty recordset of the model
    :param domain: Domain on the records for which the work is still to do; doing it takes them out
    :param work: function of a recordset
    :param str failure: as for `try_each`
    :param int size: records in a batch
    :return: False when the scheduler's time is used up
    """
    left = []  # ids of records that failed, or that somebody else is working on
    while found := model.search(domain & Domain("id", "not in", left), limit=size):
        due = lock_as_of_now(found).filtered_domain(domain)
        done = try_each(due, work, logger, failure)
        left += (found - done).ids
        if not commit_batch(model.env, len(found)):
            return False
        model.env.invalidate_all()
    return True


def _succeeds(records, work, on_failure=None):
    try:
        with records.env.cr.savepoint():
            work(records)
    except Exception:  # noqa: BLE001  whatever is wrong with one record, the others go on
        records.env.invalidate_all(flush=False)
        if on_failure:
            on_failure()
        return False
    return True
