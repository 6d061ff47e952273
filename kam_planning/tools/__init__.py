from . import dates, progress, score, timetable
