from . import kam_key_date, kam_papers, kam_stakeholder
