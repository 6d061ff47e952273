"""The closing lines: what was loaded, and where to click."""


def summarise(run):
    """Say what is loaded, counted in the database.

    :return: list of lines
    """
    return [
        *_count_records(run),
        *_describe_plans(run),
        "  Log in as admin (password admin), as andrew.fuller (approves plans) or as any other",
        "  employee; an employee's password is the login.",
        *_describe_customer(run),
        *_describe_reward(run),
        *_describe_worldwide(run),
        "  Click: Key Accounts; or a customer in Contacts, button Account Plan.",
    ]


def _count_records(run):
    orders = run.env["sale.order"].browse(run.ids("sale.order", "order").values())
    moves = run.env["account.move"].browse(run.ids("account.move", "invoice").values())
    revenue, due = sum(moves.mapped("amount_untaxed")), sum(moves.mapped("amount_residual"))
    return [
        f"  {len(run.ids('res.partner', 'customer'))} customers, "
        f"{len(run.ids('res.users', 'employee'))} employees, "
        f"{len(run.ids('product.product', 'product'))} products",
        f"  {len(orders)} sale orders with {len(orders.order_line)} lines, {len(moves)} invoices:"
        f" revenue {revenue:,.2f} USD, of which {due:,.2f} unpaid",
    ]


def _describe_plans(run):
    plans = run.env["kam.plan"].browse(run.ids("kam.plan", "plan").values())
    return [
        f"  plan “{plan.name}” ({plan.state}): {len(plan.objective_ids)} objectives, "
        f"{len(plan.action_ids)} actions, {len(plan.target_ids)} targets, "
        f"key account manager {plan.user_id.login}"
        for plan in plans | plans.previous_plan_id
    ]


def _describe_customer(run):
    """How to look at the shared plan as its customer does."""
    user = run.ref("customer_user_running")
    if not user:
        return []
    return [
        f"  As the customer {user.partner_id.parent_id.name}: /my/account-plans, "
        f"log in as {user.login} (password {user.login})."
    ]


def _describe_reward(run):
    """Who sees anything of rewards."""
    if not run.ref("scheme_past"):
        return []
    return [
        "  Rewards are on for laura.callahan, who keeps them, nancy.davolio and janet.leverling,",
        "  who have statements, andrew.fuller and admin: Actions, Reward.",
    ]


def _describe_worldwide(run):
    """Who works in the second company."""
    company, plan = run.ref("company_london"), run.ref("plan_uk")
    if not (company and plan):
        return []
    return [
        f"  {company.name} has a part of {plan.partner_id.parent_id.name}: as andrew.fuller choose",
        "  both companies at the top, then the chapter Worldwide of that plan.",
    ]
