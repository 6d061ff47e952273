"""Seniority is read from job titles by better rules; what was set by hand stays and is known."""

import re

from odoo.addons.kam_planning.tools.seniority import seniority_of

# The rules of before, which tell what was read from a title from what somebody set.
TITLES = (
    ("executive", r"\bowner\b"),
    ("specialist", r"assistant|representative|assistent|trainee|intern\b"),
    (
        "executive",
        r"\bc[efiotmp]o\b|chief|president|managing director|board|partner\b|founder|"
        r"geschäftsführer|vorstand|directeur général|gérant",
    ),
    ("manager", r"manager|director|head\b|lead\b|leiter|chef|responsable|supervisor"),
)


def seniority_before(title):
    """What the version before read from a title."""
    if not title:
        return None
    levels = (level for level, words in TITLES if re.search(words, title.lower()))
    return next(levels, "specialist")


def migrate(cr, version):
    """Read each title anew. A seniority that the rules of before did not give was set by hand."""
    cr.execute("SELECT DISTINCT title, seniority FROM kam_stakeholder")
    # By hand first: what is read anew may become what somebody else was set to.
    found = sorted(cr.fetchall(), key=lambda pair: pair[1] == seniority_before(pair[0]))
    for title, seniority in found:
        if seniority == seniority_before(title):
            cr.execute(
                "UPDATE kam_stakeholder SET seniority = %s WHERE title = %s AND seniority = %s",
                [seniority_of(title) or None, title, seniority],
            )
        else:
            cr.execute(
                "UPDATE kam_stakeholder SET is_seniority_manual = TRUE "
                "WHERE title IS NOT DISTINCT FROM %s AND seniority IS NOT DISTINCT FROM %s",
                [title, seniority],
            )
