from odoo.tools import SQL

RENAMED = {
    "kam_plan_view_form_chapter_overview": "kam_plan_view_form_chapter_narrative",
    "kam_plan_view_form_chapter_overview_template": "kam_plan_view_form_chapter_narrative_template",
}


def migrate(cr, version):
    """The narrative's chapter goes by its own name: the overview is another one now."""
    for old, new in RENAMED.items():
        cr.execute(
            SQL(
                "UPDATE ir_model_data SET name = %s WHERE module = 'kam_planning' AND name = %s",
                new,
                old,
            )
        )
