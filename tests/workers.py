"""Which worker runs which tests when the suite runs on several processors.

The same tests on as many workers are always shared out alike, so that a failure that hangs on what
ran before is seen again. A class stays whole: its setUpClass is what costs.
"""

from collections import defaultdict

from xdist.scheduler import EachScheduling

# Seconds of the classes that take longer than their number of tests says, to even the shares.
SECONDS = {
    "TestWalkBrowser": 200,
    "TestPublicMethods": 110,
    "TestViewsByRole": 60,
    "TestPdf": 55,
    "TestChaptersBrowser": 50,
    "TestNorthwindHistory": 50,
    "TestOptionalApps": 40,
    "TestRoles": 40,
    "TestFullPdf": 40,
    "TestJobs": 38,
    "TestUpgrade": 36,
    "TestKills": 35,
    "TestFirstHourBrowser": 35,
    "TestMassEdit": 34,
    "TestUninstall": 31,
    "TestPartnerLoops": 30,
    "TestActionsBrowser": 30,
    "TestMapBrowser": 28,
    "TestSurveyApp": 28,
    "TestConditions": 25,
    "TestShareBrowser": 24,
    "TestStrategyBrowser": 22,
    "TestWorld": 20,
    "TestBrowser": 20,
    "TestHoot": 20,
    "TestRefusals": 20,
    "TestNoJudgement": 19,
    "TestEmptyBrowser": 18,
    "TestPdfOfSheet": 17,
    "TestNorthwindStrategy": 17,
    "TestBriefBrowser": 15,
    "TestDashboardsBrowser": 15,
    "TestShareLeaks": 15,
    "TestNorthwindStrategyOfOthers": 15,
    "TestSharePaper": 12,
    "TestBrief": 12,
    "TestValueBrowser": 12,
}
SECONDS_PER_TEST = 0.3


def share_out(tests, workers):
    """The class that takes longest goes to the worker with the least to do, and so on.

    :param tests: list of node ids, such as `tests/plan/test_plan.py::TestPlan::test_name`.
    :param workers: number of workers.
    :return: for each worker, the positions of its tests in the list, in the order of the list.
    """
    classes = defaultdict(list)
    for position, test in enumerate(tests):
        classes[test.rpartition("::")[0]].append(position)
    seconds = {name: _estimate(name, positions) for name, positions in classes.items()}
    shares, loads = [[] for _worker in range(workers)], [0.0] * workers
    for name in sorted(classes, key=lambda name: (-seconds[name], name)):
        least = loads.index(min(loads))
        shares[least] += classes[name]
        loads[least] += seconds[name]
    return [sorted(share) for share in shares]


def _estimate(name, positions):
    return SECONDS.get(name.rpartition("::")[2], len(positions) * SECONDS_PER_TEST)


class FixedShares(EachScheduling):
    """Gives each worker its share at once, instead of the next tests to whoever is free."""

    def schedule(self):
        """Called by pytest-xdist when all workers have collected the tests."""
        workers = sorted(self.nodes, key=lambda node: node.gateway.id)
        shares = share_out(self.node2collection[workers[0]], len(workers))
        for worker, share in zip(workers, shares, strict=True):
            self.node2pending[worker][:] = share
            worker.send_runtest_some(share)
            worker.shutdown()
            self._started.append(worker)
