from . import kam_plan_matrix
