from . import (
    base_partner_merge,
    kam_plan_approve,
    kam_plan_create,
    kam_plan_dialogue,
    kam_plan_hand_over,
    kam_plan_next_period,
    kam_plan_send_back,
    kam_target_generate,
    kam_user_leave,
    kam_value_rate,
    kam_value_rate_line,
)
