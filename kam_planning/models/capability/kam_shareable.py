from urllib.parse import urlsplit

from markupsafe import Markup

from odoo import api, fields, models

from ...tools.sharing.release_html import release_html


class KamShareable(models.AbstractModel):
    """Records of which an extract may be shown to the customer.

    Internal by default: nothing leaves unless the record is shared, and then only the fields that
    say ``shareable=True``. `_read_shared_sudo` is the only way out.
    """

    _name = "kam.shareable"
    _description = "Shareable Record"

    is_shared = fields.Boolean(
        "Shared",
        copy=False,
        help="Show this to the customer. Nothing is shown that is not switched on.",
    )

    def _valid_field_parameter(self, field, name):
        # A related field copies the parameters of its target: it would leave by itself.
        return (name == "shareable" and not field.related) or super()._valid_field_parameter(
            field, name
        )

    @api.model
    def _get_shared_fields(self):
        """Names of the fields that may leave once the record is shared.

        Odoo only logs a parameter that is refused, and keeps it: related fields are left out here.
        """
        return [
            name
            for name, field in self._fields.items()
            if getattr(field, "shareable", False) and not field.related
        ]

    def _is_released(self):
        """Tell whether this record may leave: its own switch, and that of what it belongs to."""
        self.ensure_one()
        return self.is_shared

    def _filter_released_sudo(self):
        """Those of these records that may leave, for whoever asks: the switches decide."""
        return self.sudo().filtered(lambda record: record._is_released())

    def _read_shared_sudo(self):
        """Read what may leave, and nothing else. All that a customer sees comes from here.

        Reads as superuser, because the reader may be a customer without any access rights;
        the fields' own word and the switches decide, not the reader.

        :return: list of dicts {field: value}, one for each record that is shared; a many2one is
            its name or False, an x2many of shareable records is again such a list
        """
        return [
            {name: record._read_shared_value(name) for name in self._get_shared_fields()}
            for record in self._filter_released_sudo()
        ]

    def _read_shared_value(self, name):
        """Give one value of a shared record; what it points to leaves only if shared itself."""
        field, value = self._fields[name], self[name]
        if field.type == "html":
            return Markup(release_html(value or "", self._get_own_hosts_sudo()))
        if not field.relational:
            return value
        if "_read_shared_sudo" in dir(value):
            if field.type == "many2one":
                return value.display_name if value and value._is_released() else False
            return value._read_shared_sudo()
        if field.type == "many2one":
            return value.display_name or False
        return value.mapped("display_name")

    @api.model
    def _get_own_hosts_sudo(self):
        """Names of the servers on which our own people work: no link leads there."""
        parameters = self.env["ir.config_parameter"].sudo()
        names = ("web.base.url", "report.url")
        hosts = {urlsplit(parameters.get_param(name) or "").hostname for name in names}
        return frozenset(hosts - {None})
