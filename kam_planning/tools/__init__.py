from . import dates, progress, score
