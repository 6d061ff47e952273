from odoo import SUPERUSER_ID, api

# The plan that says the tier of a customer in a company: the running one, else the latest.
FROM_PLANS = """
    UPDATE res_partner
       SET kam_tier_id = known.tiers
      FROM (
            SELECT partner_id, jsonb_object_agg(company_id::text, tier_id) AS tiers
              FROM (
                    SELECT DISTINCT ON (partner_id, company_id) partner_id, company_id, tier_id
                      FROM kam_plan
                     WHERE state != 'cancelled'
                  ORDER BY partner_id, company_id, active DESC, state = 'active' DESC,
                           date_end DESC, id DESC
                   ) plan
             WHERE tier_id IS NOT NULL
          GROUP BY partner_id
           ) known
     WHERE res_partner.id = known.partner_id AND res_partner.kam_tier_id IS NULL
"""


def migrate(cr, version):
    """The tier belongs to the customer: it is that of the plan which counts, per company."""
    env = api.Environment(cr, SUPERUSER_ID, {"active_test": False})
    env.flush_all()
    cr.execute(FROM_PLANS)
    env.invalidate_all()
    following = env["kam.plan"].search([("state", "in", ("draft", "submitted"))])
    before = {plan: plan.tier_id for plan in following}
    env.add_to_compute(env["kam.plan"]._fields["tier_id"], following)
    for plan, tier in before.items():
        if tier and plan.tier_id != tier:
            plan._message_log(
                body=f"The tier of the customer counts until the approval. Said here: {tier.name}."
            )
