from . import (
    kam_account_map,
    kam_activity_done,
    kam_delivery,
    kam_plan_handover,
    kam_invoice_payment,
    kam_plan,
    kam_plan_one_page,
    kam_plan_chosen,
    kam_stakeholder,
)
