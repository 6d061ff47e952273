from . import res_partner
from . import kam_digest_bands
from . import kam_digest
from . import kam_assessment_result
from . import res_users
from . import res_config_settings
from . import kam_plan_account_totals
from . import kam_plan
