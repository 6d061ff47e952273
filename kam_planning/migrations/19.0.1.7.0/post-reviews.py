from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Reviews that are there were planned on the day on which they were made; the days to which
    they moved since stand in their chatter. Those that were held are judged by them.
    """
    cr.execute("UPDATE kam_review SET planned_on = create_date::date")
    # The day of a move: what the chatter noted, by whom.
    cr.execute(
        """
        INSERT INTO kam_review_move (review_id, plan_id, company_id, partner_id, date, user_id,
                                     kind, date_from, date_to, is_automatic, create_uid,
                                     create_date, write_uid, write_date)
             SELECT review.id, review.plan_id, review.company_id, review.partner_id,
                    message.date::date, coalesce(value.create_uid, 1),
                    CASE WHEN value.new_value_datetime > value.old_value_datetime
                         THEN 'postponed' ELSE 'advanced' END,
                    value.old_value_datetime::date, value.new_value_datetime::date, false,
                    value.create_uid, message.date, value.create_uid, message.date
               FROM mail_tracking_value value
               JOIN ir_model_fields field ON field.id = value.field_id
               JOIN mail_message message ON message.id = value.mail_message_id
               JOIN kam_review review ON review.id = message.res_id
              WHERE field.model = 'kam.review' AND field.name = 'date_planned'
                AND message.model = 'kam.review'
                AND value.old_value_datetime IS NOT NULL
                AND value.new_value_datetime IS NOT NULL
                AND message.date::date > review.planned_on
           ORDER BY value.id
        """
    )
    env = api.Environment(cr, SUPERUSER_ID, {})
    held = env["kam.review"].search([("state", "=", "held")])
    env["kam.review.punctuality"]._record_sudo(held)
