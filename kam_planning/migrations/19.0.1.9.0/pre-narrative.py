def migrate(cr, version):
    """The chapter of the narrative shows its sections by another field: what fills the chapter
    waits empty until it is written anew.
    """
    cr.execute(
        """
        UPDATE ir_ui_view SET arch_db = jsonb_build_object('en_US', '<data/>')
         WHERE id = (
             SELECT res_id FROM ir_model_data
              WHERE module = 'kam_planning' AND model = 'ir.ui.view'
                AND name = 'kam_plan_view_form_chapter_narrative_template'
         )
        """
    )
