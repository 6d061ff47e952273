def migrate(cr, version):
    """The form of the plan is written before the views by which the rooms fill it: these wait empty
    until their turn, for what they say of the old form is not in the new one.
    """
    cr.execute(
        """
        WITH RECURSIVE ours AS (
             SELECT res_id AS id, name FROM ir_model_data
              WHERE module = 'kam_planning' AND model = 'ir.ui.view'
        ), filling AS (
             SELECT id FROM ours WHERE name = 'kam_plan_view_form'
              UNION
             SELECT view.id FROM ir_ui_view view
               JOIN filling ON view.inherit_id = filling.id
               JOIN ours ON ours.id = view.id
        )
        UPDATE ir_ui_view SET arch_db = jsonb_build_object('en_US', '<data/>')
         WHERE inherit_id IS NOT NULL AND id IN (SELECT id FROM filling)
        """
    )
