from . import kam_snapshot_payload
from . import kam_snapshot_reading
from . import kam_snapshot_privacy
from . import kam_snapshot
from . import kam_plan
from . import kam_review
from . import kam_stakeholder
from . import res_partner
