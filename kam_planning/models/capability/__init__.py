from . import kam_score
from . import kam_score_mixin
from . import kam_confirmable
from . import kam_counted
from . import kam_shareable
