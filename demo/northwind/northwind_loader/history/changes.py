"""What the nightly job would have told: of days of the past only what can be read as of them."""

from datetime import timedelta

from ..shifting import standing_at

# These are read by day; orders, receivables and deliveries only as they stand.
OF_A_DAY = {"slipped", "revenue_fell", "contract", "key_date"}
LOOKED_AT = (41, 34, 27, 20, 13)
LAST = 2


def look_back(story):
    """Look at the customers once a week since the first review."""
    _look(story, LOOKED_AT)


def look_at_last(story):
    """Look at what the days since the second review brought."""
    _look(story, (LAST,))


def look_at_now(story):
    """Do what the job does, on this day."""
    _get_plans(story)._find_changes()


def _get_plans(story):
    domain = [("state", "=", "active"), ("show_changes", "=", True)]
    return story.run.env["kam.plan"].sudo().search(domain)


def _look(story, days_ago):
    env = story.run.env
    first = story.today - timedelta(days=days_ago[0])
    with standing_at(env, first) as move_to:
        for days in days_ago:
            move_to(story.today - timedelta(days=days))
            env["kam.change"]._follow_sudo(_get_plans(story), OF_A_DAY)
            env.flush_all()
