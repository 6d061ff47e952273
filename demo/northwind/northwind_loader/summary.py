"""The closing lines: what was loaded, and where to click."""

XMLID = "__northwind__"


def summarise(run):
    """Say what is loaded, counted in the database.

    :return: list of lines
    """
    orders = run.env["sale.order"].browse(run.ids("sale.order", "order").values())
    moves = run.env["account.move"].browse(run.ids("account.move", "invoice").values())
    revenue, due = sum(moves.mapped("amount_untaxed")), sum(moves.mapped("amount_residual"))
    return [
        f"  {len(run.ids('res.partner', 'customer'))} customers, "
        f"{len(run.ids('res.users', 'employee'))} employees, "
        f"{len(run.ids('product.product', 'product'))} products",
        f"  {len(orders)} sale orders with {len(orders.order_line)} lines, "
        f"{len(moves)} invoices: revenue {revenue:,.2f} USD, of which {due:,.2f} unpaid",
    ]
