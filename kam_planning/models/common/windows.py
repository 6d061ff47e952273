"""Windows that an action opens; no model of its own."""


def in_company(action, company):
    """Open a window in one company, whichever the user has chosen: amounts are in its currency.

    :param dict action: a window whose context, if it has one, is a dict
    :param company: res.company that the user may choose
    :return: dict, the action
    """
    context = {**(action.get("context") or {}), "allowed_company_ids": company.ids}
    return {**action, "context": context}
