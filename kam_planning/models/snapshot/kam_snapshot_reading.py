from odoo import api, models
from odoo.exceptions import UserError

from ...tools.snapshot.compare import ADDED, CHANGED, GONE, compare, count_kinds, drift
from ..common.arguments import check_numbers, check_one
from .difference_words import Words

# Of a line that is gone nobody has to be told what it did not say.
EMPTY = (None, False, [], "0", "0.0", "0.00")


class KamSnapshotReading(models.AbstractModel):
    """What somebody may see of a snapshot, in words.

    Who reads the plan reads its snapshots, but sees no line that he may not read today, no field
    that is for others, and no name of what he may not read.
    """

    _name = "kam.snapshot.reading"
    _description = "Reading of Snapshots"

    @api.readonly
    def get_comparison(self, other_id, with_figures=False):
        """What differs between this snapshot and another one of the plan, or the plan today, as far
        as the user may see it.

        :param other_id: id of another snapshot, or False for today
        :param bool with_figures: whether figures that are read anew each night are compared, too
        :return: dict with ``older`` and ``newer`` (dicts id, title), ``counts`` (dict {kind: int}),
            ``drift`` (percent of all lines that differ, or False) and ``groups``: list of dicts
            model, title and differences (dicts kind, res_id, name and changes: label, old, new and
            diff, which is HTML for long texts, else False); kinds are added, gone, changed, erased
        :raise AccessError: when the user may not read the plan
        :raise UserError: when the other one is of another plan
        """
        check_one(self)
        other = self._get_other(other_id)
        is_before = other and other.number < self.number
        older, newer = (other, self) if is_before else (self, other)
        old_lines = self._filter_lines(older._get_content())
        new_lines = self._filter_lines(newer._get_content() if newer else self._read_today())
        names_of = self._get_readable_fields(bool(with_figures))
        found = compare(old_lines, new_lines, names_of)
        share = drift(old_lines, new_lines, found)
        lines = (*old_lines, *new_lines)
        return {
            "older": older._prepare_title(),
            "newer": newer._prepare_title(),
            "counts": count_kinds(found),
            "drift": False if share is None else round(share),
            "groups": self._prepare_groups(found, names_of, {one["ref"] for one in lines}),
        }

    def _get_other(self, other_id):
        if other_id is False:
            return self.browse()
        check_numbers(self.env, other_id=[other_id])
        other = self.search([("id", "=", other_id), ("plan_id", "=", self.plan_id.id)])
        if not other or other == self:
            raise UserError(
                self.env._("“%s” is compared with another snapshot of its plan.", self.display_name)
            )
        return other

    def _prepare_title(self):
        return {"id": self.id, "title": self.display_name if self else self.env._("Today")}

    def _read_today(self):
        return self._read_plans_sudo(self.plan_id)[self.plan_id]

    @api.model
    def _filter_lines(self, lines):
        """The lines that the user may see: not those of models that he does not read, nor those
        that he may not read today. Lines that are gone were read by all who read the plan, or they
        would not be in the snapshot.
        """
        ids, hidden = {}, set()
        for line in lines:
            model, _comma, record_id = line["ref"].partition(",")
            ids.setdefault(model, []).append(int(record_id))
        for model, record_ids in ids.items():
            unread = self._find_unread(model, record_ids)
            hidden |= {f"{model},{record_id}" for record_id in unread}
        return [line for line in lines if line["ref"] not in hidden]

    @api.model
    def _find_unread(self, model, record_ids):
        """Which of these records are there and may not be read; all, where the model may not. What
        became a judgement since is read by nobody here.
        """
        if model not in self._get_kept_models() or not self.env[model].has_access("read"):
            return record_ids
        records = self.env[model].browse(record_ids).exists()
        readable = records._filtered_access("read")
        if "is_judgement" in records._fields:
            readable = readable.filtered(lambda record: not record.is_judgement)
        return (records - readable).ids

    @api.model
    def _get_readable_fields(self, with_figures):
        """Function of a ref: names of the fields of its model that the user may read today."""
        names = {}

        def names_of(ref):
            model = ref.partition(",")[0]
            if model not in names:
                lines = self.env[model]
                kept = set(self._get_kept_fields(model))
                names[model] = {
                    name
                    for name in (kept if with_figures else kept - self._get_figures(model))
                    if lines._has_field_access(lines._fields[name], "read")
                }
            return names[model]

        return names_of

    @api.model
    def _prepare_groups(self, differences, names_of, seen):
        """The differences by kind of line, in the order of the kept models."""
        changes = {one.ref: self._list_changes(one, names_of) for one in differences}
        values = [value for found in changes.values() for change in found for value in change[1:]]
        words = Words(self.env, seen, values)
        branches = self.env["kam.plan"]._get_concept_branches() if differences else ()
        titles = {branch.model: branch.label for branch in branches}
        groups = {}
        for one in differences:
            model = one.ref.partition(",")[0]
            prepared = self._prepare_difference(one, changes[one.ref], words)
            groups.setdefault(model, []).append(prepared)
        return [
            {
                "model": model,
                "title": titles.get(model) or self._describe_model_sudo(model),
                "differences": groups[model],
            }
            for model in self._get_kept_models()
            if model in groups
        ]

    @api.model
    def _describe_model_sudo(self, model):
        """Name of a model. As superuser: users need not read the list of models."""
        known = self.env["ir.model"].sudo()._get(model) if model in self.env else False
        return known.name if known else model

    @api.model
    def _prepare_difference(self, one, changes, words):
        model, _comma, record_id = one.ref.partition(",")
        fields_of_line = self.env[model]._fields
        return {
            "kind": one.kind,
            "res_id": int(record_id) if one.kind in (ADDED, CHANGED) else False,
            "name": one.name,
            "changes": [words.describe(fields_of_line[name], *pair) for name, *pair in changes],
        }

    @api.model
    def _list_changes(self, one, names_of):
        """What changed, and all that a line said which is gone: tuples (field, old, new), in the
        order of the fields.
        """
        found = [(change.name, change.old, change.new) for change in one.changes]
        if one.kind == GONE:
            values = one.old["values"]
            names = names_of(one.ref) & values.keys()
            empty = (*EMPTY, one.name)
            found = [(name, values[name], None) for name in names if values[name] not in empty]
        fields_of_line = self.env[one.ref.partition(",")[0]]._fields
        return sorted(found, key=lambda change: fields_of_line[change[0]]._sequence)
