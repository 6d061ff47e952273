import json

from odoo import fields
from odoo.http import Controller, content_disposition, request, route


class PersonController(Controller):
    @route("/kam_planning/person/<int:person_id>", type="http", auth="user", readonly=True)
    def export_person(self, person_id):
        """Give everything held about a person on maps as a file, with the user's own rights.

        :param int person_id: id of a `kam.stakeholder`; other maps with the same contact are added
        """
        people = request.env["kam.stakeholder"].browse(person_id)
        people.check_access("read")
        if people.partner_id:
            people = people.search([("partner_id", "=", people.partner_id.id)])
        content = {
            "date": str(fields.Datetime.now()),
            "read_by": request.env.user.name,
            "companies": request.env.companies.mapped("name"),
            "maps": people._export_person(),
        }
        return request.make_response(
            json.dumps(content, indent=2, ensure_ascii=False, default=str),
            headers=[
                ("Content-Type", "application/json; charset=utf-8"),
                ("Content-Disposition", content_disposition(f"person-{person_id}.json")),
            ],
        )
