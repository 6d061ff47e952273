"""Meetings that were declined are not held, and automatic replies are no mails received."""


def migrate(cr, version):
    """Redefine the shipped measures, whose data is not updated; what an administrator changed
    stays as it is. Strengths are measured anew at night.
    """
    cr.execute(
        """
        UPDATE kam_measure SET partner_path = 'kam_attending_ids.partner_id'
         WHERE partner_path = 'partner_ids' AND model_name = 'calendar.event'
           AND id = (SELECT res_id FROM ir_model_data
                      WHERE module = 'kam_planning' AND name = 'measure_meetings')
        """
    )
    cr.execute(
        """
        UPDATE kam_measure
           SET domain = '[(''message_type'', ''in'', [''email'', ''comment'']), '
                        '(''kam_is_automatic'', ''='', False)]'
         WHERE domain = '[(''message_type'', ''in'', [''email'', ''comment''])]'
           AND id = (SELECT res_id FROM ir_model_data
                      WHERE module = 'kam_planning' AND name = 'measure_mails_in')
        """
    )
