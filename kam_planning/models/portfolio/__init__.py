from . import kam_capacity_load
from . import kam_capacity
from . import kam_plan
from . import kam_tier
from . import res_config_settings
