from odoo.tools.sql import column_exists, create_column, table_exists

# Figures of targets that are new, kept like the others: targets of plans that are over stay as
# they were, so nothing is read for them now.
COLUMNS = {"undated_value": "float8", "undated_count": "int4"}


def migrate(cr, version):
    """Give targets the columns of what has no date; the next night reads them."""
    for name, kind in COLUMNS.items() if table_exists(cr, "kam_target") else ():
        if not column_exists(cr, "kam_target", name):
            create_column(cr, "kam_target", name, kind)
            cr.execute(f"UPDATE kam_target SET {name} = 0")
