"""What an administrator and a manager settle before customers are scored."""

from ..plans import read_staff

# The records begin less than two years ago, and Northwind is smaller than who the shipped numbers
# are meant for.
CRITERIA = {
    "growth": {
        "name": "Growth over a year",
        "months": 12,
        "bad": -50.0,
        "good": 150.0,
        "anchor_0": "Halved",
        "anchor_3": "Grows a little",
        "anchor_7": "Doubled, nearly",
        "anchor_10": "Two and a half times as much",
    },
    "potential": {"good": 15000.0},
    "margin": {"good": 25.0},
}
SERVICES = {
    "strategic": (
        "Visited every month",
        "A sponsor of our management",
        "Review with the customer every quarter",
        "A colleague for orders who knows them",
        "Tastings of new products first",
    ),
    "key": (
        "Visited every quarter",
        "Review every half-year",
        "A colleague for orders who knows them",
        "Newsletter with the prices",
    ),
    "watch": (
        "Visited once a year",
        "Hotline for orders",
        "Newsletter with the prices",
    ),
}
# Working time for accounts in percent, by last name: managers lead, others take orders or work
# part-time.
SHARES = {
    "Fuller": 30,
    "Buchanan": 30,
    "Davolio": 100,
    "Leverling": 100,
    "Peacock": 80,
    "Suyama": 100,
    "King": 60,
    "Callahan": 10,
    "Dodsworth": 50,
}
HOURLY_RATE = 45.0


def settle_criteria(run):
    """Let the criteria measure what two years of records can tell."""
    env = run.env(user=run.env.ref("base.user_admin"))
    for name, values in CRITERIA.items():
        env.ref(f"kam_planning.criterion_{name}").write(values)


def settle_services(run):
    """Say what customers of each tier get, and what an hour costs."""
    env = run.env(user=run.env.ref("base.user_admin"))
    for name, lines in SERVICES.items():
        env.ref(f"kam_planning.tier_{name}").service = "\n".join(lines)
    env.company.kam_hourly_rate = HOURLY_RATE


def settle_capacity(run):
    """Say how much of their time colleagues have for accounts: all of them, in plans or not."""
    staff = read_staff(run)
    lines = run.env["kam.capacity"].with_user(staff["Fuller"])
    there = lines.search([("user_id", "in", [user.id for user in staff.values()])])
    by_user = {line.user_id.id: line for line in there}
    for name, share in SHARES.items():
        if line := by_user.get(staff[name].id):
            line.share = share
        else:
            lines.create({"user_id": staff[name].id, "share": share})
