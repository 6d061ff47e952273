from . import kam_guarded
from . import kam_hidden_name
from . import kam_internal_thread
from . import kam_score
from . import kam_score_mixin
from . import kam_confirmable
from . import kam_shareable
from . import kam_refreshable
