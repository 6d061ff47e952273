"""Who works on an account reads what is known about it by the rule for all who may read it."""


def migrate(cr, version):
    """Take reading out of the rules on work where the one on reading stands beside them: the
    database asks of each line once, and may ask of all of them together.
    """
    cr.execute(
        """
        UPDATE ir_rule work SET perm_read = FALSE
          FROM ir_model_data data, ir_rule reading
         WHERE data.module = 'kam_planning' AND data.model = 'ir.rule' AND data.res_id = work.id
           AND work.domain_force LIKE '%is_account_worked%'
           AND reading.model_id = work.model_id AND reading.active AND reading.perm_read
           AND reading.domain_force
               = REPLACE(work.domain_force, 'is_account_worked', 'is_account_read')
        """
    )
