from . import kam_key_date, kam_papers, kam_share, kam_stakeholder
