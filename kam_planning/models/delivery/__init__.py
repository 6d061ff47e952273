from . import kam_delivery_note
from . import kam_key_date
from . import kam_optional_apps
from . import kam_plan
from . import kam_plan_blocks
from . import kam_succession
from . import res_users
