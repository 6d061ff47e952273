from odoo.tests import HttpCase, tagged

from odoo.addons.web.tests import test_js


@tagged("standard", "post_install", "-at_install")
class TestHoot(HttpCase):
    """The unit tests of our components, in the web client's own framework."""

    def test_widgets(self):
        suite = test_js.HOOTCommon._generate_hash(self, "@kam_planning")
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&id={suite}",
            "",
            "",
            login="admin",
            timeout=300,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=test_js.unit_test_error_checker,
        )
