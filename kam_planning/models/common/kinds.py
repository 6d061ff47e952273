"""What guards ask of a field; no model of its own."""

# Fields of ours, also on models of Odoo, name this module among theirs.
MODULE = "kam_planning"
TO_MANY = ("one2many", "many2many")
