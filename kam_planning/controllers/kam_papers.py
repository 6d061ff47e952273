from odoo.http import Controller, content_disposition, request, route

from ..tools.papers.vocabulary import NAMES

OFFICE = "application/vnd.openxmlformats-officedocument"
DECK = f"{OFFICE}.presentationml.presentation"
WORKBOOK = f"{OFFICE}.spreadsheetml.sheet"
OPTIONS = {"type": "http", "auth": "user", "methods": ["GET"], "readonly": True}


class PapersController(Controller):
    @route("/kam_planning/plan/<int:plan_id>/workbook", **OPTIONS)
    def download_workbook(self, plan_id):
        """Give a plan as an Excel workbook, with the user's own rights.

        :param int plan_id: id of a `kam.plan`
        """
        plan = self._find_plan(request.env, plan_id)
        content = plan._make_workbook()
        return self._give(content, self._name_file(plan, "xlsx"), WORKBOOK)

    @route("/kam_planning/plan/<int:plan_id>/deck", **OPTIONS)
    def download_deck(self, plan_id, mode="internal", template_id="", review_id="", lang=""):
        """Give a plan or its review as a PowerPoint presentation, with the user's own rights.

        :param int plan_id: id of a `kam.plan`
        :param str mode: "internal" or "customer"
        :param str template_id: id of a `kam.deck.template`, or "" for the one that is shipped
        :param str review_id: id of a `kam.review` of the plan, or ""
        :param str lang: code of a language that is installed, or ""
        """
        env = request.env
        if lang in dict(env["res.lang"].get_installed()):
            env = env(context={**env.context, "lang": lang})
        template = env["kam.deck.template"].browse(self._read_id(template_id))
        review = env["kam.review"].browse(self._read_id(review_id))
        plan = self._find_plan(env, plan_id)
        content = plan._make_deck(mode, template, review)
        return self._give(content, self._name_file(plan, "pptx"), DECK)

    @route("/kam_planning/deck_template/<string:mode>", **OPTIONS)
    def download_sample(self, mode):
        """Give the shipped PowerPoint template to those who may read templates.

        :param str mode: "internal" or "customer"
        """
        request.env["kam.deck.template"].check_access("read")
        if mode not in NAMES:
            raise request.not_found()
        content = request.env["kam.plan"]._make_sample(mode)
        return self._give(content, f"template-{mode}.pptx", DECK)

    def _find_plan(self, env, plan_id):
        """The plan of an address; Odoo takes 0 for none."""
        if not plan_id:
            raise request.not_found()
        return env["kam.plan"].browse(plan_id)

    def _read_id(self, text):
        if text and not (text.isascii() and text.isdigit() and len(text) < 10):
            raise request.not_found()
        return int(text) if text else []

    def _name_file(self, plan, ending):
        """The customer and the day."""
        return f"{plan.partner_id.name} {plan._get_day_printed()}.{ending}"

    def _give(self, content, name, kind):
        return request.make_response(
            content,
            headers=[
                ("Content-Type", kind),
                ("Content-Length", str(len(content))),
                ("Content-Disposition", content_disposition(name)),
                ("Cache-Control", "private, no-store"),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )
