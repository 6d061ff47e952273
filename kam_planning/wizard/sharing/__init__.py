from . import kam_share_check
from . import kam_share_check_line
from . import kam_share_reply
