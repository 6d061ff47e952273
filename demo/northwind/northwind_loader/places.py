"""Countries and states as the files write them, found in Odoo's lists."""

import unicodedata

# Country names of the files that are not the codes or names of Odoo's list.
COUNTRY_CODES = {"UK": "GB", "USA": "US"}


def fold(text):
    """Give a name without accents, case and the prefix of Irish counties, for comparing.

    >>> fold("Québec")
    'quebec'
    >>> fold("Co. Cork")
    'cork'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return plain.lower().removeprefix("co. ").strip()


def split_street(address):
    """Split an address of the files, where a line break is the two signs backslash and n.

    :return: tuple (street, second line)
    """
    street, _break, rest = address.partition("\\n")
    return street, rest


class Places:
    """All countries and their states, read once."""

    def __init__(self, env):
        countries = env["res.country"].with_context(lang="en_US").search([])
        self.countries = {country.name: country.id for country in countries}
        self.codes = {country.code: country.id for country in countries}
        self.states = {}
        for state in env["res.country.state"].search([]):
            for name in (state.code, state.name):
                self.states.setdefault((state.country_id.id, fold(name)), state.id)

    def prepare_address(self, row):
        """Give the address fields of a partner.

        A region that is no state in Odoo's list joins the city.

        :param dict row: row of a file with address, city, region, postal_code and country
        """
        street, street2 = split_street(row["address"])
        name = row["country"]
        country_id = self.codes.get(COUNTRY_CODES.get(name)) or self.countries[name]
        region = row["region"]
        state_id = self.states.get((country_id, fold(region))) if region else None
        return {
            "street": street,
            "street2": street2 or False,
            "city": row["city"] if state_id or not region else f"{row['city']}, {region}",
            "zip": row["postal_code"],
            "country_id": country_id,
            "state_id": state_id,
        }
