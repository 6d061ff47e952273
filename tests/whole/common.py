"""A database of its own for what installs, upgrades and removes the add-on, by Odoo itself."""

import os
import subprocess
import sys
import unittest

from odoo.tests import tagged
from odoo.tools import config

RUN = "import sys; sys.argv[0] = 'odoo'; import odoo.cli; odoo.cli.main()"


@tagged("standard", "post_install", "-at_install")
class OwnDatabaseCase(unittest.TestCase):
    test_tags = {"standard", "post_install"}
    database = None

    def setUp(self):
        super().setUp()
        self.assertNotEqual(config["db_name"], self.database)
        source = os.environ.get("KAM_BASE_DATABASE", "kam_base")
        self._psql(f"DROP DATABASE IF EXISTS {self.database}")
        self._psql(f"CREATE DATABASE {self.database} TEMPLATE {source}")
        self.addCleanup(self._psql, f"DROP DATABASE IF EXISTS {self.database}")

    def _psql(self, statement):
        subprocess.run(["psql", "-q", "postgres", "-c", statement], check=True, capture_output=True)

    def _odoo(self, *arguments, stdin=None, **environment):
        """Run Odoo.

        :return: tuple (what it printed, its log)
        """
        done = subprocess.run(
            [sys.executable, "-c", RUN, *arguments],
            input=stdin,
            text=True,
            capture_output=True,
            timeout=300,
            env={**os.environ, "ODOO_HTTP_INTERFACE": "127.0.0.1", **environment},
            check=False,
        )
        self.assertEqual(done.returncode, 0, done.stderr[-3000:])
        return done.stdout, done.stderr

    def _server(self, *arguments, level="error", **environment):
        quiet = ("--no-http", "--stop-after-init", f"--log-level={level}")
        return self._odoo("server", "-d", self.database, *arguments, *quiet, **environment)[1]

    def _shell(self, script, **environment):
        arguments = ("shell", "-d", self.database, "--no-http", "--log-level=error")
        return self._odoo(*arguments, stdin=script, **environment)[0]
