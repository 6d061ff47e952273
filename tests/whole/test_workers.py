import os

from odoo.tests.common import get_db_name

from ..tools.common import PureCase
from ..workers import share_out

TESTS = [
    f"tests/test_{name}.py::Test{name.title()}::test_{number}"
    for name, count in (("plan", 9), ("action", 5), ("review", 4), ("browser", 2))
    for number in range(count)
]


class TestShareOut(PureCase):
    def test_every_test_runs_once(self):
        for workers in (1, 2, 3, 9):
            shares = share_out(TESTS, workers)
            self.assertEqual(len(shares), workers)
            self.assertEqual(sorted(sum(shares, [])), list(range(len(TESTS))))

    def test_a_class_stays_whole_and_in_its_order(self):
        for share in share_out(TESTS, 3):
            self.assertEqual(share, sorted(share))
            here = {TESTS[position].rpartition("::")[0] for position in share}
            rest = {test.rpartition("::")[0] for n, test in enumerate(TESTS) if n not in share}
            self.assertFalse(here & rest)

    def test_the_longest_is_alone_where_it_takes_as_long_as_all_others(self):
        browser, others = share_out(TESTS, 2)
        self.assertEqual({TESTS[position].split("::")[1] for position in browser}, {"TestBrowser"})
        self.assertEqual(len(others), len(TESTS) - 2)

    def test_what_runs_does_not_hang_on_what_else_was_collected_first(self):
        """Two runs of the same tests give the same shares, whatever the order of the files."""
        by_name = [sorted(TESTS[n] for n in share) for share in share_out(TESTS, 3)]
        turned = TESTS[::-1]
        again = [sorted(turned[n] for n in share) for share in share_out(turned, 3)]
        self.assertEqual(by_name, again)

    def test_more_workers_than_classes_leave_some_without_work(self):
        self.assertEqual(share_out(TESTS[:3], 2), [[0, 1, 2], []])


class TestDatabase(PureCase):
    def test_a_worker_has_a_database_of_its_own(self):
        is_worker = "PYTEST_XDIST_WORKER_COUNT" in os.environ
        self.assertEqual("_gw" in get_db_name(), is_worker, get_db_name())
