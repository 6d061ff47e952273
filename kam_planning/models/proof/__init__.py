from . import kam_plan
from . import kam_proof_figures
from . import kam_proof
from . import kam_proof_pair
from . import kam_proof_control
