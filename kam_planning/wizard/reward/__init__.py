from . import kam_reward_what_if
