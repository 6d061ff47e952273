from . import (
    dates,
    gaps,
    org_chart,
    people,
    periods,
    potential,
    progress,
    score,
    strength,
    target,
    timetable,
)
