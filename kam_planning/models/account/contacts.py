from odoo.exceptions import ValidationError


def check_contacts(lines):
    """Refuse lines that say what somebody said who does not belong to their customer.

    :param lines: records with a `partner_id` and a `contact_id`
    :raise ValidationError: naming the contact and the customer
    """
    scope = lines.partner_id._get_account_scope()
    for line in lines.filtered("contact_id"):
        if line.contact_id not in scope[line.partner_id]:
            raise ValidationError(
                lines.env._(
                    "%(contact)s does not belong to %(customer)s: only the customer's people "
                    "answer for it.",
                    contact=line.contact_id.display_name,
                    customer=line.partner_id.display_name,
                )
            )
