from odoo.http import Controller, request, route


class KeyDateController(Controller):
    @route(
        "/kam/key-dates/<int:user_id>/<string:token>.ics",
        type="http",
        auth="public",
        methods=["GET"],
        readonly=True,
        save_session=False,
    )
    def read_calendar(self, user_id, token):
        """Give the key dates of a user as a calendar, to whoever has its secret address.

        :param int user_id: id of a `res.users`
        :param str token: the secret that the user's preferences show
        """
        user = request.env["res.users"]._find_feed_owner_sudo(user_id, token)
        if not user:
            raise request.not_found()
        return request.make_response(
            user._render_kam_feed(),
            headers=[
                ("Content-Type", "text/calendar; charset=utf-8"),
                ("Content-Disposition", "inline; filename=key-dates.ics"),
                ("Cache-Control", "private, no-store"),
                ("Referrer-Policy", "no-referrer"),
            ],
        )
