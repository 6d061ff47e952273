from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

PARKED_REASONS = [("left", "Left"), ("not_relevant", "Not relevant"), ("unknown", "Not known")]
OF_SAME_MAP = "[('account_id', '=', account_id), ('company_id', '=', company_id), ('id', '!=', id)]"


class KamStakeholderPlace(models.AbstractModel):
    """Where a person stands on the map: to whom he reports, and whether he is kept aside.

    The first manager makes the tree of the map, so these lines lead in no circle. The second one,
    of a matrix organisation, is drawn as a dotted line and may be anybody else on the map.
    """

    _name = "kam.stakeholder.place"
    _description = "Place of a Person on the Map"

    manager_id = fields.Many2one(
        "kam.stakeholder",
        "Reports To",
        index="btree_not_null",
        ondelete="set null",
        tracking=True,
        check_company=True,
        domain=OF_SAME_MAP,
    )
    dotted_manager_id = fields.Many2one(
        "kam.stakeholder",
        "Also Reports To",
        index="btree_not_null",
        ondelete="set null",
        tracking=True,
        check_company=True,
        domain=OF_SAME_MAP,
        help="Second manager of a matrix organisation: a dotted line on the map.",
    )
    report_ids = fields.One2many("kam.stakeholder", "manager_id", "Reports")
    dotted_report_ids = fields.One2many("kam.stakeholder", "dotted_manager_id", "Dotted Reports")
    parked_reason = fields.Selection(
        PARKED_REASONS, "Parked", tracking=True, help="Kept aside: not part of the map any more."
    )

    @api.constrains("manager_id")
    def _check_manager(self):
        if self._has_cycle("manager_id"):
            self._refuse_loop()

    def _refuse_loop(self):
        person = next(member for member in self if member._has_cycle("manager_id"))
        raise ValidationError(
            self.env._(
                "“%(person)s” cannot report to “%(manager)s”, who reports, directly or not, to "
                "“%(person)s”. Change that line first.",
                person=person.name,
                manager=person.manager_id.name,
            )
        )

    @api.constrains("manager_id", "dotted_manager_id")
    def _check_dotted_manager(self):
        for person in self:
            second = person.dotted_manager_id
            if second and second in (person, person.manager_id):
                raise ValidationError(
                    self.env._(
                        "“%(person)s” cannot also report to “%(manager)s”: choose somebody other "
                        "than the person and the first manager, or leave it empty.",
                        person=person.name,
                        manager=second.name,
                    )
                )

    def write(self, vals):
        """Whoever is parked leaves his reports to the one above; whoever becomes the first manager
        is the second no more.
        """
        if vals.get("manager_id") and "dotted_manager_id" not in vals:
            self._end_dotted_lines(vals["manager_id"])
        parked = self.browse()
        if vals.get("parked_reason"):
            parked = self.filtered(lambda person: not person.parked_reason)
        result = super().write(vals)
        parked._lift_reports()
        return result

    def unlink(self):
        """Whoever reported to these people reports to who stood above them."""
        self._lift_reports()
        return super().unlink()

    def _end_dotted_lines(self, manager_id):
        doubled = self.filtered(lambda person: person.dotted_manager_id.id == manager_id)
        if doubled:
            doubled.write({"dotted_manager_id": False})

    def _lift_reports(self):
        """These people leave the map: their reports move up to the first above who stays.

        :return: list of [id of a report, id of the former manager, id of the one now or False]
        """
        ids, moves = {}, []
        for report in self.report_ids - self:
            above = report._find_above(self)
            ids.setdefault(above, []).append(report.id)
            moves.append([report.id, report.manager_id.id, above.id])
        for above, reports in ids.items():
            self.browse(reports).write({"manager_id": above.id})
        return moves

    def _find_above(self, gone):
        """The first above this person who is not among those who are gone, or nobody."""
        above, seen = self.manager_id, self.browse()
        while above in gone and above not in seen:
            seen |= above
            above = above.manager_id
        return above if above not in gone else above.browse()

    def take_off_map(self, reason):
        """Park these people; who reported to them reports to the one above.

        :param str reason: one of `PARKED_REASONS`
        :return: what `put_back_on_map` needs to bring the reports back: list of [id of a report,
            id of its former manager, id of its manager now or False]
        :raise AccessError: when one of these people may not be written
        :raise UserError: when the reason is none
        """
        self.check_access("write")
        if reason not in [value for value, _label in PARKED_REASONS]:
            raise UserError(
                self.env._(
                    "“%(reason)s” is no reason to take somebody off the map: give “left”, "
                    "“not_relevant” or “unknown”.",
                    reason=reason,
                )
            )
        on_map = self.filtered(lambda person: not person.parked_reason)
        moves = on_map._lift_reports()
        self.write({"parked_reason": reason})
        return moves

    def put_back_on_map(self, moves=()):
        """Bring people back who were parked, and to them those whom that moved up, unless
        somebody moved them again since.

        :param list moves: as `take_off_map` gave it
        :return: ids of those who report to them again
        :raise AccessError: when one of all these people may not be written
        :raise UserError: when the moves are none
        """
        self.check_access("write")
        self._check_moves(moves)
        self.write({"parked_reason": False})
        returned = []
        for former in self:
            of_former = {report: now for report, manager, now in moves if manager == former.id}
            reports = self.browse(of_former).exists()
            reports = reports.filtered(lambda r, now=of_former: r.manager_id.id == now[r.id])
            reports.write({"manager_id": former.id})
            returned += reports.ids
        return returned

    def _check_moves(self, moves):
        if not isinstance(moves, list | tuple) or not all(map(is_move, moves)):
            raise UserError(
                self.env._(
                    "“%s” does not say who moved up: give what taking people off the map gave.",
                    str(moves)[:80],
                )
            )

    def _absorb_managers(self, other):
        """Take over place, reports and dotted lines of somebody who is the same person."""
        above, seen = self.manager_id, self.browse()
        while above and above not in seen:
            seen |= above
            above = above.manager_id
        if other in seen:
            # The other one stands above: this person takes that place.
            self.manager_id = other.manager_id
        elif not self.manager_id and other.manager_id != self:
            self.manager_id = other.manager_id
        (other.report_ids - self).manager_id = self
        self._absorb_dotted_lines(other)

    def _absorb_dotted_lines(self, other):
        others = (self, other, self.manager_id)
        managers = self.dotted_manager_id | other.dotted_manager_id
        self.dotted_manager_id = managers.filtered(lambda manager: manager not in others)[:1]
        reports = other.dotted_report_ids - self
        doubled = reports.filtered(lambda report: report.manager_id == self)
        doubled.dotted_manager_id = False
        (reports - doubled).dotted_manager_id = self


def is_move(move):
    """Whether something says who moved up: ids of the report, of the former manager and of the one
    now, who may be nobody.
    """
    if not isinstance(move, list | tuple) or len(move) != 3:
        return False
    ids = move[:2] if move[2] is False else move
    return all(type(one) is int and one > 0 for one in ids)
