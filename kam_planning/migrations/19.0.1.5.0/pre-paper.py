"""The map is a block of its own on paper, no longer an extension of the page: the old extension
would be applied to the new page while that is loaded.
"""

from odoo.tools import SQL


def migrate(cr, version):
    """Remove the extension of the page that held the map."""
    cr.execute(
        SQL(
            """
            DELETE FROM ir_ui_view view USING ir_model_data data
             WHERE data.module = 'kam_planning' AND data.name = 'report_one_page_map'
               AND data.model = 'ir.ui.view' AND data.res_id = view.id
            """
        )
    )
    cr.execute(
        SQL(
            "DELETE FROM ir_model_data WHERE module = 'kam_planning'"
            " AND name = 'report_one_page_map' AND model = 'ir.ui.view'"
        )
    )
