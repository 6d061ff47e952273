from . import kam_plan_dialogue
from . import (
    base_partner_merge,
    crm_lead_lost,
    kam_action_done,
    kam_change_dismiss,
    kam_change_thresholds,
    kam_deck_create,
    kam_plan,
    kam_plan_approve,
    kam_plan_confirm,
    kam_plan_confirm_line,
    kam_plan_create,
    kam_plan_hand_over,
    kam_plan_mass,
    kam_plan_next_period,
    kam_plan_print,
    kam_plan_print_block,
    kam_plan_send_back,
    kam_plan_setup,
    kam_plan_setup_person,
    kam_plan_setup_target,
    kam_review_postpone,
    kam_survey_reply,
    kam_target_generate,
    kam_user_leave,
    kam_value_rate,
    kam_value_rate_line,
)
from . import sharing
from . import portfolio
from . import reward
