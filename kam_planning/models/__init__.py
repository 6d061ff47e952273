from . import common
from . import plan
from . import account
from . import execution
from . import template
from . import measure
from . import whitespace
from . import relationship
