from . import kam_key_date, kam_stakeholder
