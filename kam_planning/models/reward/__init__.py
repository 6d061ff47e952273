from . import kam_news
from . import kam_reward_opening
from . import kam_reward_scheme
from . import kam_reward_line
from . import kam_reward_figures
from . import kam_reward_statement
from . import kam_target
from . import res_config_settings
