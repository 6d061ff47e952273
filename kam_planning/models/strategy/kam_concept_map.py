from odoo import api, models
from odoo.api import SUPERUSER_ID
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools import zones
from ...tools.strategy.concept import key_of, parse_key
from ..common.arguments import check_numbers, check_one
from ..common.days import ONE_DAY
from ..plan.kam_concept_lines import MOST_AT_ONCE

FILTERS = ("open", "mine", "changed", "to_confirm", "shared")
# Branches that are read in one call.
MOST_KEYS = 200


class KamConceptMap(models.AbstractModel):
    """The whole plan as a tree: from the account over the chapters to every line, as far as the
    user sees it. The rooms say in `_get_concept_branches` which lines there are.

    A line stands in the branch of its chapter and is counted there; below other lines that it
    serves there is a link to it.
    """

    _name = "kam.concept.map"
    _description = "Map of a Plan"
    _inherit = ["kam.concept.lines"]

    @api.readonly
    def get_concept_branch(self, key="", filters=None, offset=0):
        """What lies below one node of the plan's map.

        :param str key: of the node, "" for the account
        :param dict filters: ``only`` (list of `FILTERS`, all of which hold) and ``search`` (text;
            of the account it gives the paths of what is found), either of them may be missing
        :param int offset: how many of the children are there already
        :return: dict ``nodes`` and ``more`` (number of children that are left out); nodes are dicts
            ``key``, ``label``, ``kind`` (chapter, group, line or link), ``count`` (lines in it),
            ``state`` (text), ``marks`` (dict {late, to_confirm, changed, shared: number}),
            ``res_model``, ``res_id``, ``has_children``, and of a chapter ``chapter`` and
            ``question`` (where it holds nothing), of a search ``children`` (nodes); for the account
            also ``account`` (dict ``label``, ``count``, ``res_model``, ``res_id``, ``since``: day
            of the last review, or False)
        :raise AccessError: when the user may not read the plan
        :raise UserError: on what is no key, filter or offset
        """
        self._fetch_concept_plan()
        filters = self._check_concept_filters(filters)
        check_numbers(self.env, least=0, offset=[offset])
        return self._get_concept_branch(self._get_shown_branches(), key, filters, offset)

    @api.readonly
    def get_concept_branches(self, keys, filters=None):
        """What lies below several nodes of the plan's map.

        :param list keys: of nodes, at most 200
        :param dict filters: as `get_concept_branch` takes them
        :return: dict {key: as `get_concept_branch` gives it}
        :raise AccessError: when the user may not read the plan
        :raise UserError: on what is no list of keys, or no filter
        """
        self._fetch_concept_plan()
        filters = self._check_concept_filters(filters)
        if not isinstance(keys, list | tuple) or len(keys) > MOST_KEYS:
            raise UserError(
                self.env._("Ask for the branches of at most %s places of the map.", MOST_KEYS)
            )
        branches = self._get_shown_branches()
        return {key: self._get_concept_branch(branches, key, filters, 0) for key in keys}

    def _fetch_concept_plan(self):
        """Refuse other than one plan that the user may read; read at once what is needed of it."""
        found = self.browse()
        if len(self) == 1:
            names = [*self._get_block_fields(), "partner_id", "company_id", "last_review_date"]
            plans = self.with_context(active_test=False)
            found = plans.search_fetch([("id", "=", self.id)], names)
        if not found:
            check_one(self)

    def _get_concept_branch(self, branches, key, filters, offset):
        place = self._check_concept_place(key)
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

    def _get_mark_domains(self, branch):
        """Add what changed since the last review."""
        marks = super()._get_mark_domains(branch)
        if self.last_review_date and "write_date" in self.env[branch.model]._fields:
            marks["changed"] = self._get_changed_domain()
        return marks

    def _get_changed_domain(self):
        """What somebody made or wrote after the day of the last review; what was decided in it is
        known, and what the nightly job writes nobody changed.
        """
        since = zones.start_of_day(self.last_review_date + ONE_DAY, self.env.tz)
        return Domain("write_date", ">=", since) & Domain("write_uid", "!=", SUPERUSER_ID)

    # nodes

    def _get_concept_root(self, branches, filters):
        """The account with its chapters; of a search, those in which something is found."""
        chapters = {name: branch for name, branch in branches.items() if not branch.is_inner}
        domains = {
            name: self._get_branch_domain(branch, filters) for name, branch in chapters.items()
        }
        wanted = {name: (chapters[name].model, domain, None) for name, domain in domains.items()}
        for name, branch in chapters.items():
            wanted |= self._want_marks(branch, domains[name], None)
        counts = {key: found.get("", 0) for key, found in self._count_concept(wanted).items()}
        nodes = [self._prepare_concept_chapter(branch, counts) for branch in chapters.values()]
        if filters[1]:
            nodes = [node for node in nodes if node["count"]]
            found = self._find_concept(branches, [node["key"] for node in nodes], filters)
            for node in nodes:
                node["children"] = found[node["key"]]
        account = {
            "label": self.partner_id.display_name,
            "count": sum(node["count"] for node in nodes),
            "res_model": self._name,
            "res_id": self.id,
            "since": self.last_review_date,
        }
        return {"account": account, "nodes": nodes, "more": 0}

    def _prepare_concept_chapter(self, branch, counts):
        count = counts[branch.name]
        marks = {
            mark: counts[branch.name, mark]
            for mark in self._get_mark_domains(branch)
            if counts[branch.name, mark]
        }
        node = self._prepare_concept_node(branch.name, branch.label, "chapter", count, marks)
        return node | {"chapter": branch.name, "question": not count and branch.question}

    def _find_concept(self, branches, names, filters):
        """The lines of some branches in which a text is found: {name of the branch: nodes}."""
        found, wanted = {}, {}
        for name in names:
            branch = branches[name]
            domain = self._get_branch_domain(branch, filters)
            found[name] = self._fetch_concept(branches, branch, domain, 0)[:MOST_AT_ONCE]
            asked = self._want_lines(branches, branch, found[name], filters)
            wanted |= {(name, key): value for key, value in asked.items()}
        counts = {name: {} for name in names}
        for (name, key), values in self._count_concept(wanted).items():
            counts[name][key] = values
        return {
            name: self._group_found(branches[name], lines, counts[name])
            for name, lines in found.items()
        }

    def _group_found(self, branch, lines, counts):
        """Lines that were found, in their groups."""
        nodes = self._prepare_concept_lines(branch, lines, counts)
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
            branch = self._leave_out(branch, [branch.group])
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
        wanted = self._want_below(branches, branch, filters, self._among(branch, line_id))
        counts = {}
        for key, found in self._count_concept(wanted).items():
            counts[key[1]] = counts.get(key[1], 0) + sum(found.values())
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
        among = self._among(branch, line_id)
        domain = self._get_branch_domain(below, filters)
        domain &= Domain.OR(among(field, own) for field, own in fields)
        named = self._leave_out(below, [field for field, _own in fields])
        page = self._prepare_concept_page(branches, named, domain, filters, offset)
        if below != branch and not below.is_inner:
            at = key_of(branch.name, line_id, below.name)
            for node in page["nodes"]:
                node |= {"key": f"{at}>{node['key']}", "kind": "link", "has_children": False}
        return page

    def _among(self, branch, line_id):
        """Function that gives what lies below one line, see `_want_below`."""

        def among(field, own):
            if own == "id":
                return Domain(field, "in", [line_id])
            lines = self.env[branch.model]
            domain = self._get_branch_domain(branch, ((), "")) & Domain("id", "=", line_id)
            column = SQL.identifier(lines._table, own)
            return Domain(field, "any!", lines._search(domain).subselect(column))

        return among
