from odoo import api, fields, models
from odoo.fields import Domain

from .kam_plan import OPEN_STATES
from .kam_stakeholder_judgement import PEOPLE_GROUP

# A map of so many people is sent whole; of a larger one the tops come first, and the rest as it
# is opened.
WHOLE_MAP = 300
FIRST_PEOPLE = 60
MOST_FOUND = 20
MOST_IN_MATRIX = 100

CARD_FIELDS = (
    "name",
    "title",
    "partner_id",
    "manager_id",
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
TIE_FIELDS = (
    "stakeholder_id",
    "user_id",
    "level_actual",
    "level_desired",
    "level_gap",
    "owner_id",
    "strength",
    "health",
)


class KamStakeholder(models.Model):
    """What the map shows, read with the user's own rights: judgements only for their group."""

    _inherit = "kam.stakeholder"

    @api.model
    @api.readonly
    def get_map(self, account_id, company_id):
        """Read all that is needed to open the map of one customer.

        :param int account_id: the customer
        :param int company_id: the company whose map is shown
        :return: dict ``account``, ``company_id``, ``people`` (cards, see `_read_cards`), ``total``
            (people who are not parked), ``centers`` and ``roles`` (dicts with ``id``, ``name``),
            ``lines`` (informal lines), ``labels`` ({field: list of pairs}), ``maturity`` (False
            without People judgements), ``as_of`` (oldest strength), ``sees_judgements``,
            ``can_write``
        :raise AccessError: when the user may read no plan of this customer
        """
        account = self.env["res.partner"].browse(account_id)
        company = self.env["res.company"].browse(company_id)
        self._check_account(account, company)
        domain = self._get_account_domain(account, company)
        structure = self._read_structure(domain)
        people = self.browse(self._choose_first(structure))
        sees = self.env.user.has_group(PEOPLE_GROUP)
        ties = self.env["kam.relationship"]
        return {
            "account": {"id": account_id, "name": account.display_name},
            "company_id": company_id,
            "people": people._read_cards(sees, self._count_reports(structure)),
            "total": sum(not parked for _id, _manager, parked in structure),
            "centers": self.env["kam.buying.center"].search_read(domain, ["name"]),
            "roles": self.env["kam.buying.role"].search_read(Domain.TRUE, ["name", "abbreviation"]),
            "lines": people._read_lines() if sees else [],
            "labels": self._get_map_labels(sees),
            "maturity": self._get_maturity(domain) if sees else False,
            "as_of": ties.search(domain, order="strength_date", limit=1).strength_date,
            "sees_judgements": sees,
            "can_write": self._may_work_on_account(account, company),
        }

    @api.model
    @api.readonly
    def get_people(self, account_id, company_id, manager_ids=(), person_ids=()):
        """Read more people of a map that was opened: those below managers, or certain ones.

        :return: dict ``people`` and ``lines`` as in `get_map`
        :raise AccessError: when the user may read no plan of this customer
        """
        account = self.env["res.partner"].browse(account_id)
        company = self.env["res.company"].browse(company_id)
        self._check_account(account, company)
        domain = self._get_account_domain(account, company)
        wanted = Domain("manager_id", "in", manager_ids) | Domain("id", "in", person_ids)
        people = self.search(domain & wanted)
        sees = self.env.user.has_group(PEOPLE_GROUP)
        groups = self._read_group(
            domain & Domain("manager_id", "in", people.ids) & Domain("parked_reason", "=", False),
            ["manager_id"],
            ["__count"],
        )
        counts = {manager.id: count for manager, count in groups}
        return {
            "people": people._read_cards(sees, counts),
            "lines": people._read_lines() if sees else [],
        }

    @api.model
    @api.readonly
    def find_people(self, account_id, company_id, text):
        """Find people of a map by name, title, or what the contact is called.

        :return: list of dicts ``id``, ``name``, ``title``, ``path`` (ids from the top down to the
            manager), at most 20
        :raise AccessError: when the user may read no plan of this customer
        """
        account = self.env["res.partner"].browse(account_id)
        company = self.env["res.company"].browse(company_id)
        self._check_account(account, company)
        domain = self._get_account_domain(account, company)
        managers = {person: manager for person, manager, _p in self._read_structure(domain)}
        words = Domain("name", "ilike", text) | Domain("title", "ilike", text)
        found = self.search_fetch(domain & words, ["name", "title"], limit=MOST_FOUND)
        return [
            {
                "id": person.id,
                "name": person.name,
                "title": person.title,
                "path": self._get_path(person.id, managers),
            }
            for person in found
        ]

    @api.model
    def _get_path(self, person_id, managers):
        path, manager = [], managers.get(person_id)
        while manager and manager not in path:
            path.insert(0, manager)
            manager = managers.get(manager)
        return path

    @api.model
    @api.readonly
    def find_candidates(self, account_id, company_id, text="", limit=10):
        """Contacts of the customer who are not on its map yet.

        :return: dict ``total`` and ``contacts`` (list of dicts ``id``, ``name``, ``function``)
        :raise AccessError: when the user may read no plan of this customer
        """
        account = self.env["res.partner"].browse(account_id)
        company = self.env["res.company"].browse(company_id)
        self._check_account(account, company)
        people = self.sudo().search_fetch(
            self._get_account_domain(account, company), ["partner_id"]
        )
        scope = account._get_account_scope()[account] - people.partner_id
        domain = Domain("id", "in", scope.ids) & Domain("is_company", "=", False)
        domain &= Domain("type", "=", "contact") & Domain("name", "!=", False)
        if text:
            domain &= Domain("name", "ilike", text) | Domain("function", "ilike", text)
        partners = self.env["res.partner"]
        return {
            "total": partners.search_count(domain),
            "contacts": partners.search_read(domain, ["name", "function"], limit=limit),
        }

    @api.model
    @api.readonly
    def get_matrix(self, account_id, company_id):
        """Our people down, theirs across; the people with the largest gaps first.

        :return: dict ``users`` and ``people`` (lists of dicts), ``ties`` (dicts of `TIE_FIELDS`
            with ``id``), ``levels`` (pairs), ``more`` (people who are left out), ``can_write``
        :raise AccessError: when the user may read no plan of this customer
        """
        account = self.env["res.partner"].browse(account_id)
        company = self.env["res.company"].browse(company_id)
        self._check_account(account, company)
        domain = self._get_account_domain(account, company)
        ties = self.env["kam.relationship"].search_read(domain, TIE_FIELDS, load=None)
        gaps = {}
        for tie in ties:
            person = tie["stakeholder_id"]
            gaps[person] = max(gaps.get(person, 0), tie["level_gap"])
        people = self.search_fetch(
            domain & Domain("parked_reason", "=", False), ["name", "title", "is_placeholder"]
        ).filtered(lambda person: not person.is_placeholder)
        people = people.sorted(lambda person: -gaps.get(person.id, -1))
        return {
            "users": self._get_colleagues(account, company, ties),
            "people": [
                {"id": p.id, "name": p.name, "title": p.title, "gap": gaps.get(p.id, 0)}
                for p in people[:MOST_IN_MATRIX]
            ],
            "more": max(0, len(people) - MOST_IN_MATRIX),
            "ties": ties,
            "levels": self.env["kam.relationship"]
            ._fields["level_actual"]
            ._description_selection(self.env),
            "can_write": self._may_work_on_account(account, company),
        }

    @api.model
    def _get_colleagues(self, account, company, ties):
        """Who of ours has a line in the matrix: the account team, and whoever knows somebody."""
        plans = self.env["kam.plan"].search(
            [("partner_id", "=", account.id), ("company_id", "=", company.id)]
        )
        users = plans.filtered(lambda plan: plan.state in OPEN_STATES).access_user_ids
        users |= self.env["res.users"].browse({tie["user_id"] for tie in ties})
        return [{"id": user.id, "name": user.name} for user in users.sudo().sorted("name")]

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

    @api.model
    def _choose_first(self, structure):
        """Ids of the people with whom the map opens: all, or the upper levels of a large one.

        Managers are opened level by level until the first screens are full.
        """
        if len(structure) <= WHOLE_MAP:
            return [person for person, _manager, _parked in structure]
        known = {person for person, _manager, parked in structure if not parked}
        below = {}
        for person, manager, _parked in structure:
            if person in known:
                below.setdefault(manager if manager in known else None, []).append(person)
        chosen, level = [], below.get(None, [])
        while level:
            chosen += level
            level = [child for person in level for child in below.get(person, [])]
            if len(chosen) + len(level) > FIRST_PEOPLE:
                break
        return chosen[:WHOLE_MAP]

    @api.model
    def _count_reports(self, structure):
        counts = {}
        for _person, manager, parked in structure:
            if manager and not parked:
                counts[manager] = counts.get(manager, 0) + 1
        return counts

    def _read_cards(self, sees, counts):
        """Cards of these people.

        :param bool sees: whether judgements are read
        :param dict counts: {person id: number of reports}
        :return: list of dicts: `CARD_FIELDS`, for readers of judgements `JUDGEMENT_FIELDS`,
            ``reports`` (number), ``ties`` (list of dicts of `TIE_FIELDS`) and ``gaps`` (texts)
        """
        names = CARD_FIELDS + (JUDGEMENT_FIELDS if sees else ())
        cards = self.read(names, load=None)
        ties, gaps = self._read_ties(), self._read_open_gaps()
        for card in cards:
            card["reports"] = counts.get(card["id"], 0)
            card["ties"] = ties.get(card["id"], [])
            card["gaps"] = gaps.get(card["id"], [])
        return cards

    def _read_ties(self):
        """Relationships by person, the best first: {person id: list of dicts}."""
        ties = self.env["kam.relationship"].search(
            [("stakeholder_id", "in", self.ids)], order="level_actual desc, strength desc, id"
        )
        found = {}
        names = {user.id: user.name for user in (ties.user_id | ties.owner_id).sudo()}
        for tie in ties.read(TIE_FIELDS, load=None):
            tie["user"] = names.get(tie["user_id"])
            tie["owner"] = names.get(tie["owner_id"])
            found.setdefault(tie["stakeholder_id"], []).append(tie)
        return found

    def _read_open_gaps(self):
        """Texts of the open gaps by person: {person id: list of str}."""
        found = {}
        for gap in self.env["kam.gap"].search(
            [("stakeholder_id", "in", self.ids), ("state", "in", ("open", "planned"))]
        ):
            text = f"{gap.name}: {gap.explanation}"
            found.setdefault(gap.stakeholder_id.id, []).append(text)
        return found

    def _read_lines(self):
        """Informal lines that begin or end at these people."""
        domain = Domain("source_id", "in", self.ids) | Domain("target_id", "in", self.ids)
        names = ["source_id", "target_id", "kind", "direction", "strength"]
        return self.env["kam.influence"].search(domain).read(names, load=None)

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
        plan = self.env["kam.plan"]
        people = self.search_fetch(
            domain & Domain("parked_reason", "=", False), ["influence", "support"]
        )
        step = people._get_maturity_step()
        labels = dict(plan._fields["map_maturity"]._description_selection(self.env))
        return {"step": step, "label": labels[step], "date": fields.Date.context_today(self)}
