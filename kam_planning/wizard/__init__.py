from . import kam_plan_create, kam_plan_send_back, kam_target_generate
