"""Kill the jobs at random moments: in the end all is done, and nothing twice.

make kills                                  100 kills
make kills ARGS="--kills 1000 --seed 7"     more, at other moments

Each round is a day on which everything is due again. Two processes begin to work: by turns as the
scheduler runs them, or both on the same job at once. They are killed (SIGKILL) somewhere on the
way, and another one finishes. Among the records are some that nobody can read.
"""

import argparse
import os
import random
import signal
import sys
import time
import traceback

import odoo
from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry

from .killed_world import World

RECORDS_AT_ONCE = 4
ROUNDS_TO_TELL = 10
ROUNDS_TO_FINISH = 6


class Workers:
    """Processes that work on the jobs, and are killed."""

    def __init__(self, registry):
        self.registry = registry

    def start(self, work):
        """Begin something in a process of its own: its number."""
        # A connection belongs to one process.
        odoo.sql_db.close_all()
        pid = os.fork()
        if pid:
            return pid
        try:
            work()
        except BaseException:  # noqa: BLE001  a copy of this process never goes on as the original
            traceback.print_exc()
            os._exit(1)
        os._exit(0)

    def by_scheduler(self):
        """Run what is due as a worker of the server does."""
        self.registry["ir.cron"]._process_jobs(self.registry.db_name)

    def all_at_once(self):
        """Run each job, whether another process is at it or not."""
        for model, method in (
            ("kam.succession", "_cron_hand_over"),
            ("kam.plan", "_cron_review_reminders"),
            ("kam.plan", "_cron_refresh_figures"),
            ("kam.relationship", "_cron_relationships"),
            ("kam.plan", "_cron_scores"),
            ("kam.plan", "_cron_changes"),
            ("kam.plan", "_cron_reminders"),
            ("res.users", "_cron_digest"),
            ("kam.share.access", "_cron_shares"),
        ):
            with self.registry.cursor() as cr:
                getattr(api.Environment(cr, SUPERUSER_ID, {})[model], method)()

    def finish(self, world):
        """Let the scheduler run, undisturbed, until nothing is due."""
        for _run in range(ROUNDS_TO_FINISH):
            if os.waitpid(self.start(self.by_scheduler), 0)[1]:
                raise SystemExit("a job ended with an error")
            with self.registry.cursor() as cr:
                cr.execute("UPDATE ir_cron_trigger SET call_at = now() - interval '1 minute'")
                cr.execute(
                    "SELECT count(*) FROM ir_cron cron WHERE active AND (nextcall <= now() OR "
                    "EXISTS (SELECT FROM ir_cron_trigger WHERE cron_id = cron.id))"
                )
                if not cr.fetchone()[0]:
                    return
                cr.commit()


def play(workers, world, number, longest):
    """One day: two processes begin, are killed on the way, and another one finishes.

    :return: list of what is wrong in the end
    """
    world.let_a_day_pass()
    work = workers.all_at_once if number % 2 else workers.by_scheduler
    pids = [workers.start(work) for _worker in range(2)]
    for pid in pids:
        time.sleep(random.uniform(0, longest / 2))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    workers.finish(world)
    return world.find_faults()


def main():
    parser = argparse.ArgumentParser(prog="make kills", description=__doc__.splitlines()[0])
    parser.add_argument("--database", default="kam_kills", help="is changed for good")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=20)
    arguments = parser.parse_args()
    random.seed(arguments.seed)
    odoo.tools.config.parse_config(
        ["-d", arguments.database, "--log-level=critical"], setup_logging=True
    )
    registry = Registry(arguments.database)
    # It knows our models, which can be imported only now that Odoo knows the add-ons path.
    from odoo.addons.kam_planning.models.common import jobs  # noqa: PLC0415

    # Many small batches, to be killed in and between.
    find = jobs.Step._find
    jobs.Step._find = lambda step, left: find(step, left)[:RECORDS_AT_ONCE]
    jobs.LONGEST_WAIT = 0.05
    world, workers = World(registry), Workers(registry)
    world.let_a_day_pass()
    start = time.perf_counter()
    workers.finish(world)
    longest = time.perf_counter() - start
    faults = world.find_faults()
    for number in range((arguments.kills + 1) // 2):
        if faults:
            break
        faults = play(workers, world, number, longest)
        if number % ROUNDS_TO_TELL == ROUNDS_TO_TELL - 1:
            print(f"{2 * (number + 1)} kills", flush=True)
    if faults:
        print("\n".join(faults))
        return 1
    print(f"{arguments.kills} kills (seed {arguments.seed}): nothing is lost, nothing done twice")
    return 0


if __name__ == "__main__":
    sys.exit(main())
