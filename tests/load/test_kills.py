"""A few kills of processes that run the jobs; many of them: `make kills`."""

import subprocess
import sys
from pathlib import Path

from ..whole.common import OwnDatabaseCase

ROOT = Path(__file__).parents[2]


class TestKills(OwnDatabaseCase):
    database = "kam_test_kills"

    def test_killed_jobs_lose_nothing_and_repeat_nothing(self):
        self._server("-i", "kam_planning")
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.kills", "--database", self.database]
            + ["--kills", "6", "--seed", "11"],
            cwd=ROOT,
            text=True,
            capture_output=True,
            timeout=600,
            check=False,
        )
        self.assertEqual(done.returncode, 0, done.stdout[-3000:] + done.stderr[-3000:])
        self.assertIn("6 kills (seed 11): nothing is lost, nothing done twice", done.stdout)
