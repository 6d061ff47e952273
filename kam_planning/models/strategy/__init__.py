from . import kam_customer_goal
from . import kam_plan
from . import kam_plan_blocks
