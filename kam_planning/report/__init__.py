from . import (
    kam_account_map,
    kam_activity_done,
    kam_delivery,
    kam_plan_handover,
    kam_invoice_payment,
    kam_plan_one_page,
    kam_plan_full,
    kam_plan_chosen,
    kam_stakeholder,
    kam_concept_map,
    kam_plan_blocks,
    kam_strategy_map,
)
