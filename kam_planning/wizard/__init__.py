from . import kam_plan_dialogue
from . import (
    base_partner_merge,
    kam_action_done,
    kam_plan,
    kam_plan_approve,
    kam_plan_confirm,
    kam_plan_confirm_line,
    kam_plan_create,
    kam_plan_hand_over,
    kam_plan_mass,
    kam_plan_next_period,
    kam_plan_send_back,
    kam_plan_setup,
    kam_plan_setup_person,
    kam_plan_setup_target,
    kam_target_generate,
    kam_user_leave,
)
