from . import kam_plan_one_page, kam_revenue_streams
