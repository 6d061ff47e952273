from . import controllers
from . import models
from . import report
from . import tools
from . import wizard


def uninstall_hook(env):
    """Remove the settings: nothing of ours stays behind."""
    parameters = env["ir.config_parameter"].sudo()
    parameters.search([("key", "=like", r"kam\_planning.%")]).unlink()
