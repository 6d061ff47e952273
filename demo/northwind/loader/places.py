"""Countries and states of the records, as Odoo knows them."""

import unicodedata

COUNTRY_CODES = {
    "Argentina": "AR",
    "Austria": "AT",
    "Belgium": "BE",
    "Brazil": "BR",
    "Canada": "CA",
    "Denmark": "DK",
    "Finland": "FI",
    "France": "FR",
    "Germany": "DE",
    "Ireland": "IE",
    "Italy": "IT",
    "Mexico": "MX",
    "Norway": "NO",
    "Poland": "PL",
    "Portugal": "PT",
    "Spain": "ES",
    "Sweden": "SE",
    "Switzerland": "CH",
    "UK": "GB",
    "USA": "US",
    "Venezuela": "VE",
}


class Places:
    """Finds countries and states; two queries for any number of addresses."""

    def __init__(self, env):
        countries = env["res.country"].search([("code", "in", list(COUNTRY_CODES.values()))])
        self._countries = {country.code: country for country in countries}
        self._states = {}
        for state in env["res.country.state"].search([("country_id", "in", countries.ids)]):
            for name in (state.code, state.name):
                self._states[state.country_id, _plain(name)] = state

    def prepare_address(self, row):
        """Address values of a partner.

        :param dict row: with address, city, region, postal_code, country
        """
        country = self._countries[COUNTRY_CODES[row["country"]]]
        street, _sep, street2 = row["address"].partition("\\n")
        state = self._states.get((country, _plain(row["region"])))
        return {
            "street": street,
            "street2": street2,
            "city": row["city"],
            "zip": row["postal_code"],
            "state_id": state.id if state else False,
            "country_id": country.id,
        }


def _plain(name):
    """A name without accents, case and "Co. ", for Québec and Co. Cork."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    return letters.removeprefix("co. ")
