from . import (
    dates,
    gaps,
    map_structure,
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
