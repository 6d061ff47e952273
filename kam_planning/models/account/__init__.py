from . import kam_account_charge
from . import kam_account_line
from . import kam_buying_center
from . import kam_plan
from . import kam_plan_blocks
from . import res_partner
