from . import kam_month_line
from . import kam_plan_report
from . import kam_action_report
