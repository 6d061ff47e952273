from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.strategy.concept import key_of, parse_key
from ..common.arguments import check_numbers, check_one

# Children of a node that are given at once.
MOST_AT_ONCE = 50
FILTERS = ("open", "mine", "to_confirm", "shared")
# Fields that say of a line what waits, where its model has them.
STANDING = {"to_confirm": "is_stale", "shared": "is_shared"}


class KamConceptMap(models.AbstractModel):
    """The whole plan as a tree: from the account over the chapters to every line, as far as the
    user sees it. The rooms say in `_get_concept_branches` which lines there are.

    A line stands in the branch of its chapter and is counted there; below other lines that it
    serves there is a link to it.
    """

    _name = "kam.concept.map"
    _description = "Map of a Plan"

    @api.readonly
    def get_concept_branch(self, key="", filters=None, offset=0):
        """What lies below one node of the plan's map.

        :param str key: of the node, "" for the account
        :param dict filters: ``only`` (list of `FILTERS`, all of which hold) and ``search`` (text;
            of the account it gives the paths of what is found), either of them may be missing
        :param int offset: how many of the children are there already
        :return: dict ``nodes`` and ``more`` (number of children that are left out); nodes are dicts
            ``key``, ``label``, ``kind`` (chapter, group, line or link), ``count`` (lines in it),
            ``state`` (text), ``marks`` (dict {late, to_confirm, shared: number}), ``res_model``,
            ``res_id``, ``has_children``, and of a chapter ``chapter`` and ``question`` (where it
            holds nothing), of a search ``children`` (nodes); for the account also ``account``
            (dict ``label``, ``count``, ``res_model``, ``res_id``)
        :raise AccessError: when the user may not read the plan
        :raise UserError: on what is no key, filter or offset
        """
        check_one(self)
        place, filters = self._check_concept_place(key), self._check_concept_filters(filters)
        check_numbers(self.env, least=0, offset=[offset])
        branches = self._get_shown_branches()
        if not place.branch:
            return self._get_concept_root(branches, filters)
        branch = branches.get(place.branch)
        if not branch:
            return {"nodes": [], "more": 0}
        if place.line is None:
            return self._get_concept_lines(branches, branch, place.group, filters, offset)
        if place.group is None:
            return self._get_concept_below(branches, branch, place.line, filters)
        below = branches.get(place.group)
        return self._get_concept_linked(branches, branch, place.line, below, filters, offset)

    @api.model
    def _check_concept_place(self, key):
        try:
            return parse_key(key)
        except ValueError:
            raise UserError(
                self.env._("“%s” is no place of the plan's map. Open the map anew.", key)
            ) from None

    @api.model
    def _check_concept_filters(self, filters):
        """The filters as (tuple of names, text)."""
        filters = filters or {}
        only = filters.get("only") or [] if isinstance(filters, dict) else None
        text = filters.get("search") or "" if isinstance(filters, dict) else None
        is_list = isinstance(only, list | tuple) and all(name in FILTERS for name in only)
        if not (is_list and isinstance(text, str) and "\x00" not in text):
            raise UserError(
                self.env._(
                    "The map of a plan is filtered by %(names)s, and searched by a text, not by "
                    "“%(value)s”.",
                    names=", ".join(FILTERS),
                    value=filters,
                )
            )
        return tuple(only), text.strip()

    def _get_shown_branches(self):
        """The branches that this plan shows and that the user may read, by name."""
        shown = [
            branch
            for branch in sorted(self._get_concept_branches())
            if (not branch.switch or self[branch.switch])
            and self.env[branch.model].has_access("read")
        ]
        return {branch.name: branch for branch in shown}

    def _get_branch_domain(self, branch, filters):
        """Which lines of this plan a branch holds under the filters."""
        only, text = filters
        lines = self.env[branch.model]
        domain = self._get_lines_domain(lines)
        if branch.domain is not None:
            domain &= branch.domain
        for name in only:
            domain &= self._get_filter_domain(branch, name)
        return domain & Domain("display_name", "ilike", text) if text else domain

    @api.model
    def _get_filter_domain(self, branch, name):
        """Lines of which nothing says whose or how far they are belong to nobody, and stay open."""
        if name == "open":
            return Domain.TRUE if branch.open is None else branch.open
        if name == "mine":
            return Domain.OR(Domain(field, "=", self.env.uid) for field in branch.mine)
        field = STANDING[name]
        fields = self.env[branch.model]._fields
        return Domain(field, "=", True) if field in fields else Domain.FALSE

    @api.model
    def _get_mark_domains(self, branch):
        """What a line may be marked with, by mark."""
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

    def _want_below(self, branches, branch, ids, filters):
        """What `_count_concept` is asked for what lies below lines of a branch."""
        domains = {
            (below.name, field): (below.model, self._get_branch_domain(below, filters), field)
            for below in branches.values()
            for field in self._get_fields_below(branch, below)
        }
        return {
            ("below", name, field): (model, domain & Domain(field, "in", ids), field)
            for (name, field), (model, domain, _field) in domains.items()
        }

    @api.model
    def _get_fields_below(self, branch, below):
        """The fields by which lines of one branch stand below lines of another one."""
        fields = self.env[below.model]._fields
        names = (below.parent,) if below == branch and below.parent else ()
        return [
            name for name in (*names, *below.under) if fields[name].comodel_name == branch.model
        ]

    # nodes

    def _get_concept_root(self, branches, filters):
        """The account with its chapters; of a search, those in which something is found."""
        domains = {
            name: self._get_branch_domain(branch, filters) for name, branch in branches.items()
        }
        wanted = {name: (branches[name].model, domain, None) for name, domain in domains.items()}
        for name, branch in branches.items():
            wanted |= self._want_marks(branch, domains[name], None)
        counts = {key: found.get("", 0) for key, found in self._count_concept(wanted).items()}
        nodes = [self._prepare_concept_chapter(branch, counts) for branch in branches.values()]
        if filters[1]:
            nodes = [node for node in nodes if node["count"]]
            for node in nodes:
                node["children"] = self._find_concept(branches, branches[node["key"]], filters)
        account = {
            "label": self.partner_id.display_name,
            "count": sum(node["count"] for node in nodes),
            "res_model": self._name,
            "res_id": self.id,
        }
        return {"account": account, "nodes": nodes, "more": 0}

    @api.model
    def _prepare_concept_chapter(self, branch, counts):
        count = counts[branch.name]
        marks = {
            mark: counts[branch.name, mark]
            for mark in self._get_mark_domains(branch)
            if counts[branch.name, mark]
        }
        node = self._prepare_concept_node(branch.name, branch.label, "chapter", count, marks)
        return node | {"chapter": branch.name, "question": not count and branch.question}

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

    def _find_concept(self, branches, branch, filters):
        """The lines of a branch in which a text is found, in their groups."""
        domain = self._get_branch_domain(branch, filters)
        lines = self._fetch_concept(branch, domain, 0)[:MOST_AT_ONCE]
        nodes, _total = self._prepare_concept_lines(branches, branch, lines, filters)
        if not branch.group:
            return nodes
        groups = {}
        for line, node in zip(lines, nodes, strict=True):
            value = line[branch.group]
            groups.setdefault(
                value.id if isinstance(value, models.BaseModel) else value, []
            ).append(node)
        labels = self._name_groups(branch, groups)
        return [
            {
                **self._prepare_concept_group(branch, value, labels[value], len(found)),
                "children": found,
            }
            for value, found in groups.items()
        ]

    def _get_concept_lines(self, branches, branch, group, filters, offset):
        """The groups of a branch, or the lines in it."""
        domain = self._get_branch_domain(branch, filters)
        if group is not None:
            domain &= self._get_group_domain(branch, group)
        elif branch.group:
            wanted = {branch.name: (branch.model, domain, branch.group)}
            wanted |= self._want_marks(branch, domain, branch.group)
            groups = self._prepare_concept_groups(branch, self._count_concept(wanted))
            return {"nodes": groups, "more": 0}
        if branch.parent and not any(filters):
            domain &= Domain(branch.parent, "=", False)
        return self._prepare_concept_page(branches, branch, domain, filters, offset)

    @api.model
    def _get_group_domain(self, branch, group):
        if not branch.group:
            return Domain.FALSE
        field = self.env[branch.model]._fields[branch.group]
        if not group:
            return Domain(branch.group, "=", False)
        if not field.relational:
            return Domain(branch.group, "=", group)
        return Domain(branch.group, "=", int(group)) if group.isdecimal() else Domain.FALSE

    def _prepare_concept_groups(self, branch, counts):
        """The groups of a branch in their own order, with their counts and marks."""
        found = counts.pop(branch.name)
        field = self.env[branch.model]._fields[branch.group]
        values = {int(value or 0) if field.relational else value: value for value in found}
        labels = self._name_groups(branch, values)
        return [
            self._prepare_concept_group(
                branch,
                value,
                labels[value],
                found[values[value]],
                {
                    mark: marked[values[value]]
                    for (_name, mark), marked in counts.items()
                    if marked.get(values[value])
                },
            )
            for value in labels
            if value in values
        ]

    @api.model
    def _prepare_concept_group(self, branch, value, label, count, marks=None):
        key = key_of(branch.name, group=str(value or ""))
        return self._prepare_concept_node(key, label, "group", count, marks)

    @api.model
    def _name_groups(self, branch, values):
        """What the groups with these values are called, in their order."""
        lines = self.env[branch.model]
        field = lines._fields[branch.group]
        nothing = self.env._("None")
        if not field.relational:
            labels = dict(field._description_selection(self.env))
            return {value: labels[value] for value in labels} | {
                value: nothing for value in values if not value
            }
        found = self.env[field.comodel_name].search(
            [("id", "in", [value for value in values if value])]
        )
        # One that the user may not read is named by no name.
        names = {one.id: one.display_name for one in found}
        return names | {
            value: self.env._("No access") if value else nothing
            for value in values
            if value not in names
        }

    def _get_concept_below(self, branches, branch, line_id, filters):
        """The kinds of lines below one line."""
        wanted = self._want_below(branches, branch, [line_id], filters)
        counts = {}
        for (_below, name, _field), found in self._count_concept(wanted).items():
            counts[name] = counts.get(name, 0) + found.get(str(line_id), 0)
        nodes = [
            self._prepare_concept_node(
                key_of(branch.name, line_id, name), below.label, "group", count
            )
            for name, below in branches.items()
            if (count := counts.get(name))
        ]
        return {"nodes": nodes, "more": 0}

    def _get_concept_linked(self, branches, branch, line_id, below, filters, offset):
        """The lines of one kind below one line: of another branch they are links."""
        fields = self._get_fields_below(branch, below) if below else ()
        if not fields:
            return {"nodes": [], "more": 0}
        domain = self._get_branch_domain(below, filters)
        domain &= Domain.OR(Domain(field, "in", [line_id]) for field in fields)
        page = self._prepare_concept_page(branches, below, domain, filters, offset)
        if below != branch:
            at = key_of(branch.name, line_id, below.name)
            for node in page["nodes"]:
                node |= {"key": f"{at}>{node['key']}", "kind": "link", "has_children": False}
        return page

    @api.model
    def _fetch_concept(self, branch, domain, offset):
        lines = self.env[branch.model]
        names = [name for name in (branch.state, branch.group) if name]
        return lines.search_fetch(
            domain, ["display_name", *names], offset=offset, limit=MOST_AT_ONCE + 1
        )

    def _prepare_concept_page(self, branches, branch, domain, filters, offset):
        """Up to `MOST_AT_ONCE` lines, and how many more there are."""
        lines = self._fetch_concept(branch, domain, offset)
        nodes, total = self._prepare_concept_lines(
            branches, branch, lines[:MOST_AT_ONCE], filters, len(lines) > MOST_AT_ONCE and domain
        )
        return {"nodes": nodes, "more": total and total - offset - MOST_AT_ONCE}

    def _prepare_concept_lines(self, branches, branch, lines, filters, domain=False):
        """Lines with their marks and how many lie below them: one query for all.

        :return: tuple (nodes, number of lines of the domain, where one is given)
        """
        # Below what is found there is all that belongs to it.
        filters = (filters[0], "")
        wanted = self._want_marks(branch, Domain("id", "in", lines.ids), "id")
        wanted |= self._want_below(branches, branch, lines.ids, filters)
        if domain:
            wanted["total"] = (branch.model, domain, None)
        counts = self._count_concept(wanted) if lines else {}
        total = counts.pop("total", {}).get("", 0)
        return [self._prepare_concept_line(branch, line, counts) for line in lines], total

    @api.model
    def _prepare_concept_line(self, branch, line, counts):
        at = str(line.id)
        marks = {
            key[1]: 1 for key, found in counts.items() if key[0] == branch.name and at in found
        }
        below = sum(found.get(at, 0) for key, found in counts.items() if key[0] == "below")
        key = key_of(branch.name, line.id)
        node = self._prepare_concept_node(key, line.display_name, "line", below, marks)
        state = branch.state and line._fields[branch.state]
        text = state and dict(state._description_selection(self.env)).get(line[branch.state])
        return node | {"state": text or False, "res_model": line._name, "res_id": line.id}
