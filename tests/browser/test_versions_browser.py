from odoo.tests import HttpCase, tagged

from ..snapshot.common import SnapshotCommon


@tagged("standard", "post_install", "-at_install")
class TestVersionsBrowser(SnapshotCommon, HttpCase):
    """The chapter of versions, in a real browser."""

    def test_a_snapshot_is_taken_and_compared(self):
        gone = self._create_action(self.plan, name="Call")
        self._take()
        gone.unlink()
        self.browser_size = "1400x900"
        address = f"/odoo/kam-plans/{self.plan.id}?chapter=versions"
        self.start_tour(address, "kam_versions", login="kam")
        newest = self.plan.snapshot_ids[0]
        self.assertEqual((newest.kind, newest.note), ("agreed", "Yearly talks"))
