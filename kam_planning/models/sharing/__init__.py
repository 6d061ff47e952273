from . import kam_share_lines
from . import kam_snapshot_payload
from . import kam_snapshot
from . import kam_share
from . import kam_share_access
from . import kam_share_answer
from . import kam_plan
