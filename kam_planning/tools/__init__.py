from . import (
    dates,
    gaps,
    map_structure,
    org_chart,
    periods,
    potential,
    progress,
    score,
    stakeholders,
    strength,
    target,
    timetable,
)
