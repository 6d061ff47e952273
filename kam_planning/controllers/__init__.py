from . import kam_stakeholder
