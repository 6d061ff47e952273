from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.strategy.concept import key_of

# Children of a node that are given at once.
MOST_AT_ONCE = 50
# Fields that say of a line what waits, where its model has them.
STANDING = {"to_confirm": "is_stale", "shared": "is_shared"}


class KamConceptLines(models.AbstractModel):
    """The lines of the map of a plan: which there are, what they are marked with, and how many lie
    below them.
    """

    _name = "kam.concept.lines"
    _description = "Lines on the Map of a Plan"

    # which lines

    def _get_branch_domain(self, branch, filters):
        """Which lines of this plan a branch holds under the filters.

        What stands below others only belongs to them, whatever they are filtered by.
        """
        only, text = ((), "") if branch.is_inner else filters
        lines = self.env[branch.model]
        domain = self._get_lines_domain(lines)
        if branch.domain is not None:
            domain &= branch.domain
        for name in only:
            domain &= self._get_filter_domain(branch, name)
        return domain & Domain("display_name", "ilike", text) if text else domain

    def _get_filter_domain(self, branch, name):
        """Lines of which nothing says whose or how far they are belong to nobody, and stay open."""
        if name == "open":
            return Domain.TRUE if branch.open is None else branch.open
        if name == "mine":
            return Domain.OR(Domain(field, "=", self.env.uid) for field in branch.mine)
        return self._get_mark_domains(branch).get(name, Domain.FALSE)

    def _get_mark_domains(self, branch):
        """What a line may be marked with: {mark: Domain}."""
        fields = self.env[branch.model]._fields
        marks = {} if branch.late is None else {"late": branch.late}
        return marks | {
            mark: Domain(name, "=", True) for mark, name in STANDING.items() if name in fields
        }

    # counting

    @api.model
    def _count_concept(self, wanted):
        """Count lines by the values of a field, of any number of models in one query.

        :param dict wanted: {key: (model name, domain, field to count by or None)}
        :return: dict {key: {value as text, "" for none: number}}
        """
        parts = []
        for number, (model, domain, name) in enumerate(wanted.values()):
            lines = self.env[model]
            query = lines._search(domain)
            value = lines._read_group_groupby(lines._table, name, query) if name else SQL("NULL")
            names = (SQL("%s", number), SQL("(%s)::text", value), SQL("count(*)"))
            counting = query.select(*names)
            parts.append(SQL("%s GROUP BY 2", counting) if name else counting)
        found = {key: {} for key in wanted}
        if parts:
            keys = list(wanted)
            for number, value, count in self.env.execute_query(SQL(" UNION ALL ").join(parts)):
                if count:
                    found[keys[number]][value or ""] = count
        return found

    def _want_marks(self, branch, domain, field):
        """What `_count_concept` is asked for the marks of lines by the values of a field."""
        return {
            (branch.name, mark): (branch.model, domain & marked, field)
            for mark, marked in self._get_mark_domains(branch).items()
        }

    def _want_below(self, branches, branch, filters, among):
        """What `_count_concept` is asked for what lies below lines of a branch.

        :param among: function of a pair of `_get_fields_below`, giving which of them are wanted
        """
        return {
            ("below", below.name, field, own): (
                below.model,
                self._get_branch_domain(below, filters) & among(field, own),
                field,
            )
            for below in branches.values()
            for field, own in self._get_fields_below(branch, below)
        }

    @api.model
    def _leave_out(self, branch, names):
        """A branch whose lines are not called by what they stand below."""
        return branch._replace(title=tuple(name for name in branch.title if name not in names))

    @api.model
    def _get_fields_below(self, branch, below):
        """The fields by which lines of one branch stand below lines of another one.

        :return: list of pairs (field of the lines below, field of the others that has its value)
        """
        fields = self.env[below.model]._fields
        names = (below.parent,) if below == branch and below.parent else ()
        linked = [
            (name, "id")
            for name in (*names, *below.under)
            if fields[name].comodel_name == branch.model
        ]
        return linked + [(field, field) for name, field in below.alike if name == branch.name]

    def _get_own_fields(self, branches, branch):
        """Fields of a branch by whose values other lines stand below its own."""
        return {
            own
            for below in branches.values()
            for _field, own in self._get_fields_below(branch, below)
            if own != "id"
        }

    # nodes

    @api.model
    def _prepare_concept_node(self, key, label, kind, count, marks=None):
        return {
            "key": key,
            "label": label,
            "kind": kind,
            "count": count,
            "state": False,
            "marks": marks or {},
            "res_model": False,
            "res_id": False,
            "has_children": bool(count),
        }

    def _fetch_concept(self, branches, branch, domain, offset):
        """One more line than is shown at once, with all that is said of them but linked names."""
        lines = self.env[branch.model]
        names = {name for name in (branch.state, branch.group, *branch.title) if name}
        names |= set() if branch.title else {"display_name"}
        names |= self._get_own_fields(branches, branch)
        for marked in self._get_plain_marks(branch).values():
            names |= _fields_of(marked)
        fetched = lines.search_fetch(domain, sorted(names), offset=offset, limit=MOST_AT_ONCE + 1)
        self._fetch_called_sudo(branch, fetched)
        return fetched

    @api.model
    def _fetch_called_sudo(self, branch, lines):
        """Read the people after whom lines are called together, whichever field names them. As
        superuser, as Odoo reads the names of linked records.
        """
        people = self.env["res.partner"].sudo()
        for path in branch.called:
            people |= lines.sudo().mapped(path)
        if people:
            people.fetch(["name", "email", "phone"])

    def _get_plain_marks(self, branch):
        """The marks of which the line itself says all: {mark: Domain}."""
        lines = self.env[branch.model]
        marks = {
            mark: domain.optimize_full(lines)
            for mark, domain in self._get_mark_domains(branch).items()
        }
        return {mark: domain for mark, domain in marks.items() if _is_plain(lines, domain)}

    def _prepare_concept_page(self, branches, branch, domain, filters, offset):
        """Up to `MOST_AT_ONCE` lines, and how many more there are: one query for all of them."""
        lines = self._fetch_concept(branches, branch, domain, offset)
        shown = lines[:MOST_AT_ONCE]
        wanted = self._want_lines(branches, branch, shown, filters)
        if len(lines) > MOST_AT_ONCE:
            wanted["total"] = (branch.model, domain, None)
        counts = self._count_concept(wanted)
        total = counts.pop("total", {}).get("", 0)
        nodes = self._prepare_concept_lines(branch, shown, counts)
        return {"nodes": nodes, "more": total and total - offset - MOST_AT_ONCE}

    def _want_lines(self, branches, branch, lines, filters):
        """What `_count_concept` is asked for lines: the marks of which they do not say all
        themselves, and what lies below them. Below what is found there is all that belongs to it.
        """
        if not lines:
            return {}
        plain = self._get_plain_marks(branch)
        marks = self._want_marks(branch, Domain("id", "in", lines.ids), "id")
        below = self._want_below(
            branches,
            branch,
            (filters[0], ""),
            lambda field, own: Domain(field, "in", lines.ids if own == "id" else lines[own].ids),
        )
        return {key: value for key, value in marks.items() if key[1] not in plain} | below

    def _prepare_concept_lines(self, branch, lines, counts):
        for mark, marked in self._get_plain_marks(branch).items():
            counts[branch.name, mark] = {str(id): 1 for id in lines.filtered_domain(marked).ids}
        return [self._prepare_concept_line(branch, line, counts) for line in lines]

    def _prepare_concept_line(self, branch, line, counts):
        at = str(line.id)
        marks = {
            mark: 1
            for mark in self._get_mark_domains(branch)
            if at in counts.get((branch.name, mark), ())
        }
        below = sum(
            found.get(str(line[key[3]] if key[3] == "id" else line[key[3]].id), 0)
            for key, found in counts.items()
            if key[0] == "below"
        )
        key = key_of(branch.name, line.id)
        label = self._name_concept_line(branch, line)
        node = self._prepare_concept_node(key, label, "line", below, marks)
        state = branch.state and line._fields[branch.state]
        text = state and dict(state._description_selection(self.env)).get(line[branch.state])
        return node | {"state": text or False, "res_model": line._name, "res_id": line.id}

    @api.model
    def _name_concept_line(self, branch, line):
        """What a line is called; of the fields that say so one is empty here and there."""
        names = (self._name_linked_sudo(line, name) for name in branch.title)
        return " · ".join(name for name in names if name) or line.display_name

    @api.model
    def _name_linked_sudo(self, line, name):
        """As superuser, as Odoo reads the names of linked records: who may read a plan
        need not read each contact. Our own lines, which the user reads with this one, are read by
        his own rights: as superuser each would ask for them anew.
        """
        is_ours = hasattr(line[name], "_hide_names")
        return (line if is_ours else line.sudo())[name].display_name


def _fields_of(domain):
    return {condition.field_expr for condition in domain.iter_conditions()}


def _is_plain(lines, domain):
    """Whether a domain looks at columns of its own records only."""
    return all(
        (field := lines._fields.get(name)) and field.store and field.column_type
        for name in _fields_of(domain)
    ) and all(
        condition.operator not in ("any", "not any", "any!", "not any!")
        for condition in domain.iter_conditions()
    )
