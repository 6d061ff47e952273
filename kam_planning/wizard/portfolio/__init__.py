from . import (
    kam_capacity_move,
    kam_step_decide,
    kam_step_decide_line,
)
from . import kam_proof_reckon
