"""Which worker runs which tests when the suite runs on several processors.

The same tests on as many workers are always shared out alike, so that a failure that hangs on what
ran before is seen again. A class stays whole: its setUpClass is what costs.
"""

from collections import defaultdict

from xdist.scheduler import EachScheduling

# Seconds of the classes that take longer than their number of tests says, to even the shares.
SECONDS = {
    "TestWalkBrowser": 210,
    "TestChaptersBrowser": 90,
    "TestPublicMethods": 60,
    "TestViewsByRole": 60,
    "TestOptionalApps": 60,
    "TestKills": 58,
    "TestUpgrade": 55,
    "TestBrowser": 53,
    "TestStrategyBrowser": 50,
    "TestUninstall": 50,
    "TestJobs": 50,
    "TestFirstHourBrowser": 48,
    "TestEmptyBrowser": 45,
    "TestRoles": 45,
    "TestSurveyApp": 45,
    "TestMapBrowser": 41,
    "TestNorthwindHistory": 50,
    "TestFullPdf": 40,
    "TestMassEdit": 40,
    "TestActionsBrowser": 32,
    "TestNorthwindStrategy": 31,
    "TestPdf": 30,
    "TestDashboardsBrowser": 26,
    "TestShareBrowser": 25,
    "TestWorld": 25,
    "TestPresentBrowser": 21,
    "TestBriefBrowser": 20,
    "TestHoot": 20,
    "TestRefusals": 20,
    "TestValueBrowser": 19,
    "TestSurveyBrowser": 18,
    "TestNorthwindStrategyOfOthers": 17,
    "TestTwoAtOnce": 17,
    "TestLeaveBrowser": 16,
    "TestPdfOfSheet": 15,
    "TestPortfolioBrowser": 15,
    "TestShareLeaks": 15,
    "TestNorthwindFigures": 13,
    "TestSharePaper": 12,
}
SECONDS_PER_TEST = 0.45


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
