from odoo import api, models
from odoo.fields import Domain

from ...tools.map_structure import WHOLE_MAP, MapStructure
from ...tools.stakeholders import maturity
from ..common.arguments import check_numbers
from ..plan.kam_plan_workflow import OPEN_STATES
from .kam_gap import GAP_FIELDS, LIVE
from .kam_stakeholder_judgement import PEOPLE_GROUP

CARD_FIELDS = (
    "name",
    "title",
    "partner_id",
    "manager_id",
    "dotted_manager_id",
    "buying_center_id",
    "parked_reason",
    "contact_change",
    "is_placeholder",
    "is_stale",
    "strength",
    "last_contact_date",
    "coverage_count",
)
JUDGEMENT_FIELDS = ("influence", "support", "role_ids", "is_key")
RELATIONSHIP_FIELDS = (
    "stakeholder_id",
    "user_id",
    "level_actual",
    "level_desired",
    "level_gap",
    "owner_id",
    "strength",
    "strength_date",
    "health",
)
LINE_FIELDS = ("source_id", "target_id", "kind", "direction", "strength")

MOST_IN_MATRIX = 100
# So many cards are read in about a second.
MOST_AT_ONCE = 500


class KamStakeholderMap(models.AbstractModel):
    """What the map shows, read with the user's own rights: judgements only for their group."""

    _name = "kam.stakeholder.map"
    _description = "Map of People"

    @api.model
    @api.readonly
    def get_map(self, account_id, company_id):
        """Read all that is needed to open the map of one customer.

        :param int account_id: the customer
        :param int company_id: the company whose map is shown
        :return: dict ``account``, ``company_id``, ``people`` (cards, see `_read_cards`), ``total``
            (people who are not parked), ``tops`` (people with nobody above them), ``centers`` and
            ``roles`` (dicts with ``id``, ``name``), ``lines`` (informal lines), ``labels``
            ({field: list of pairs}), ``maturity`` (False without People judgements), ``as_of``
            (oldest strength that is shown), ``sees_judgements``, ``can_write``
        :raise AccessError: when the user may read no plan of this customer
        """
        account, company, can_write = self._get_checked_place(account_id, company_id)
        domain = self._get_account_domain(account, company)
        structure = MapStructure(self._read_structure(domain))
        sees = self.env.user.has_group(PEOPLE_GROUP)
        # Before the cards, for those name some of them.
        roles = self._read_roles()
        shown = self.browse(structure.choose_first())._read_people(structure)
        dates = [
            relationship["strength_date"]
            for card in shown["people"]
            for relationship in card["relationships"]
        ]
        return {
            "account": {"id": account_id, "name": account.display_name},
            "company_id": company_id,
            **shown,
            "total": structure.total,
            "tops": len(structure.tops),
            "centers": self.env["kam.buying.center"].search_read(domain, ["name"]),
            "roles": roles,
            "labels": self._get_map_labels(sees),
            "maturity": self._get_maturity(domain) if sees else False,
            "as_of": min(filter(None, dates), default=False),
            "sees_judgements": sees,
            "can_write": can_write,
        }

    @api.model
    @api.readonly
    def get_people(
        self, account_id, company_id, manager_ids=(), person_ids=(), top_from=None, skip=0
    ):
        """Read more people of a map that was opened: those below managers, certain ones, or more
        of those with nobody above them. At most 500 at once.

        :param int top_from: how many of the latter are there already; the next 300 are read
        :param int skip: how many of those asked for were read already, by the same question
        :return: dict ``people`` and ``lines`` as in `get_map`, ``left`` (how many of those asked
            for remain to be read)
        :raise AccessError: when the user may read no plan of this customer
        :raise UserError: on what are no ids, and on a negative number
        """
        check_numbers(self.env, manager_ids=manager_ids, person_ids=person_ids)
        first = 0 if top_from is None else top_from
        check_numbers(self.env, least=0, top_from=[first], skip=[skip])
        account, company, _can_write = self._get_checked_place(account_id, company_id)
        domain = self._get_account_domain(account, company)
        structure = MapStructure(self._read_structure(domain))
        wanted = [person for person in person_ids if person in structure.managers]
        for manager in manager_ids:
            wanted += structure.below.get(manager, ())
        if top_from is not None:
            wanted += structure.tops[top_from : top_from + WHOLE_MAP]
        wanted = list(dict.fromkeys(wanted))
        end = skip + MOST_AT_ONCE
        people = self.browse(wanted[skip:end])
        return {**people._read_people(structure), "left": max(0, len(wanted) - end)}

    @api.model
    def _read_roles(self):
        """The buying roles in use; reading those of people asks whether each is active."""
        names = ["name", "abbreviation"]
        return self.env["kam.buying.role"].search_fetch([], [*names, "active"]).read(names)

    @api.model
    def _read_structure(self, domain):
        """Who reports to whom, of the whole map in one light query, in the order of drawing.

        :return: list of tuples (id, manager id or None, reason of parking or None)
        """
        query = self._search(domain, order=self._order)
        columns = [
            self._field_to_sql(self._table, name, query)
            for name in ("id", "manager_id", "parked_reason")
        ]
        return self.env.execute_query(query.select(*columns))

    def _read_people(self, structure):
        """Cards of these people, and the informal lines that begin or end at them.

        :param MapStructure structure: of the map
        """
        sees = self.env.user.has_group(PEOPLE_GROUP)
        return {
            "people": self._read_cards(sees, structure),
            "lines": self._read_lines() if sees else [],
        }

    def _read_cards(self, sees, structure):
        """Cards of these people.

        :param bool sees: whether judgements are read
        :param MapStructure structure: of the map
        :return: list of dicts: `CARD_FIELDS`, for readers of judgements `JUDGEMENT_FIELDS`,
            ``email`` and ``phone`` of the contact (False where it may not be read),
            ``photo`` (what makes the picture's address unique, or False), ``reports`` (number),
            ``relationships`` (list of dicts, see `_group_relationships`) and ``gaps`` (texts)
        """
        names = CARD_FIELDS + (JUDGEMENT_FIELDS if sees else ())
        cards = self.search_read([("id", "in", self.ids)], names, load=None)
        relationships, gaps = self._read_relationships(), self._read_open_gaps()
        users = self._find_users(relationships)
        partners = {card["partner_id"] for card in cards}
        photos = self._find_photos_sudo(partners.union(users.partner_id.ids))
        contacts = self._read_contacts(partners)
        relationships = self._group_relationships(relationships, users, photos)
        for card in cards:
            contact = contacts.get(card["partner_id"])
            card["email"] = contact.email if contact else False
            card["phone"] = contact.phone if contact else False
            card["photo"] = photos.get(card["partner_id"], False)
            card["manager_id"] = structure.managers[card["id"]] or False
            card["reports"] = structure.counts.get(card["id"], 0)
            card["relationships"] = relationships.get(card["id"], [])
            card["gaps"] = gaps.get(card["id"], [])
        return cards

    @api.model
    def _read_contacts(self, partner_ids):
        """Those of these contacts whom the user may read, by id, with mail and phone."""
        contacts = self.env["res.partner"].with_context(active_test=False)
        domain = Domain("id", "in", list(partner_ids))
        return {one.id: one for one in contacts.search_fetch(domain, ["email", "phone"])}

    def _read_relationships(self):
        """Relationships of these people, the best first: dicts of `RELATIONSHIP_FIELDS`."""
        return self.env["kam.relationship"].search_read(
            [("stakeholder_id", "in", self.ids)],
            RELATIONSHIP_FIELDS,
            order="level_actual desc, strength desc, id",
            load=None,
        )

    @api.model
    def _find_users(self, relationships):
        """Our people and owners of relationships that the user may read: their names are shown."""
        ids = {
            relationship[name]
            for relationship in relationships
            for name in ("user_id", "owner_id")
            if relationship[name]
        }
        return self._browse_users_sudo(ids)

    @api.model
    def _group_relationships(self, relationships, users, photos):
        """Relationships by person, with those who are named in them.

        :return: {person id: list of dicts of `RELATIONSHIP_FIELDS` with ``id``, names ``user`` and
            ``owner``, and ``user_photo``}
        """
        by_id = {user.id: user for user in users}
        by_person, nobody = {}, self.env["res.users"]
        for relationship in relationships:
            user = by_id[relationship["user_id"]]
            relationship["user"] = user.name
            relationship["user_photo"] = photos.get(user.partner_id.id, False)
            relationship["owner"] = by_id.get(relationship["owner_id"], nobody).name
            by_person.setdefault(relationship["stakeholder_id"], []).append(relationship)
        return by_person

    @api.model
    def _find_photos_sudo(self, partner_ids):
        """Which contacts have a photo: the others are drawn without asking for a picture.

        :return: dict {partner id: checksum}, with which a browser keeps the picture
        """
        photos = self.env["ir.attachment"].sudo()
        attachments = photos.search_fetch(
            [
                ("res_model", "=", "res.partner"),
                ("res_field", "=", "image_128"),
                ("res_id", "in", list(partner_ids)),
            ],
            ["res_id", "checksum"],
        )
        return {photo.res_id: photo.checksum for photo in attachments}

    def _read_open_gaps(self):
        """Texts of the open gaps by person: {person id: list of str}."""
        texts = {}
        domain = Domain("stakeholder_id", "in", self.ids) & Domain("state", "in", LIVE)
        for gap in self.env["kam.gap"].search_fetch(domain, GAP_FIELDS):
            text = f"{gap.name}: {gap.explanation}"
            texts.setdefault(gap.stakeholder_id.id, []).append(text)
        return texts

    def _read_lines(self):
        """Informal lines that begin or end at these people."""
        domain = Domain("source_id", "in", self.ids) | Domain("target_id", "in", self.ids)
        lines = self.env["kam.influence"]
        return lines.search_read(domain, LINE_FIELDS, order="id", load=None)

    @api.model
    def _get_map_labels(self, sees):
        models_of = {
            "parked_reason": self,
            "contact_change": self,
            "level_actual": self.env["kam.relationship"],
            "health": self.env["kam.relationship"],
        }
        if sees:
            models_of |= {"influence": self, "support": self, "kind": self.env["kam.influence"]}
        return {
            name: model._fields[name]._description_selection(self.env)
            for name, model in models_of.items()
        }

    @api.model
    def _get_maturity(self, domain):
        groups = self._read_group(
            domain & Domain("parked_reason", "=", False), ["influence", "support"]
        )
        step = maturity(groups)
        labels = self.env["kam.plan"]._fields["map_maturity"]._description_selection(self.env)
        return {"step": step, "label": dict(labels)[step]}

    @api.model
    @api.readonly
    def get_matrix(self, account_id, company_id):
        """Our people down, theirs across; the 100 people with the largest gaps first.

        :return: dict ``users`` and ``people`` (lists of dicts), their ``relationships`` (dicts of
            `RELATIONSHIP_FIELDS` with ``id``), ``levels`` (pairs), ``more`` (people who are left
            out), ``can_write``
        :raise AccessError: when the user may read no plan of this customer
        """
        account, company, can_write = self._get_checked_place(account_id, company_id)
        domain = self._get_account_domain(account, company)
        relationships = self.env["kam.relationship"]
        people, total = self._read_matrix_people(domain)
        lines = relationships.search_read(
            [("stakeholder_id", "in", [person["id"] for person in people])],
            RELATIONSHIP_FIELDS,
            load=None,
        )
        levels = relationships._fields["level_actual"]._description_selection(self.env)
        return {
            "users": self._get_colleagues(account, company, lines),
            "people": people,
            "more": total - len(people),
            "relationships": lines,
            "levels": levels,
            "can_write": can_write,
        }

    @api.model
    def _read_matrix_people(self, domain):
        """The people of the map, the largest gap between desired and actual level first; those
        whom nobody knows come last.

        :return: tuple (list of dicts, number of all people)
        """
        domain &= Domain("parked_reason", "=", False) & Domain("is_placeholder", "=", False)
        gaps = self.env["kam.relationship"]._read_group(
            Domain("stakeholder_id", "any", domain),
            ["stakeholder_id"],
            ["level_gap:max"],
            order="level_gap:max desc, stakeholder_id",
            limit=MOST_IN_MATRIX,
        )
        gaps = {person.id: gap for person, gap in gaps}
        people = self.browse(gaps)
        people += self.search(domain & Domain("id", "not in", people.ids), limit=MOST_IN_MATRIX)
        cards = people[:MOST_IN_MATRIX].read(["name", "title"])
        lines = [{**card, "gap": gaps.get(card["id"], 0)} for card in cards]
        return lines, self.search_count(domain)

    @api.model
    def _get_colleagues(self, account, company, relationships):
        """Who of ours has a line in the matrix: the account team, and whoever knows somebody."""
        plans = self.env["kam.plan"].search(
            Domain("partner_id", "=", account.id)
            & Domain("company_id", "=", company.id)
            & Domain("state", "in", OPEN_STATES)
        )
        ids = {*plans.access_user_ids.ids, *(line["user_id"] for line in relationships)}
        colleagues = self._browse_users_sudo(ids).sorted("name")
        return [{"id": user.id, "name": user.name} for user in colleagues]

    @api.model
    def _browse_users_sudo(self, ids):
        """Colleagues for their names and photos; some are of other companies."""
        return self.env["res.users"].sudo().browse(ids)
