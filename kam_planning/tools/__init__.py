from . import dates, periods, potential, progress, score, target, timetable
