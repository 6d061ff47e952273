from . import kam_plan_group
from . import kam_plan_worldwide
from . import kam_plan_blocks
from . import kam_plan
