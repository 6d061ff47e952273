from odoo import api, fields, models

from ...models.sharing.released_words import ReleasedWords
from ...tools.snapshot.compare import ADDED, CHANGED, GONE, compare

STATUSES = [("new", "New"), ("changed", "Changed"), ("gone", "Gone")]
STATUS_OF = {ADDED: "new", CHANGED: "changed", GONE: "gone"}
# The name stands beside, currencies with their amounts.
UNSAID = ("name", "currency_id")
# So much of a line is shown; the page shows all of it.
MOST_LETTERS = 300


class KamShareCheckLine(models.TransientModel):
    """One line that leaves, as the check before sharing shows it."""

    _name = "kam.share.check.line"
    _description = "Line That Leaves"
    _inherit = ["kam.guarded"]
    _order = "check_id, sequence, id"
    _unoffered_fields = ("ref", "is_tickable")

    check_id = fields.Many2one(
        "kam.share.check", readonly=True, required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer(readonly=True, aggregator=None)
    ref = fields.Char(readonly=True)
    kind = fields.Char(readonly=True)
    name = fields.Char(readonly=True)
    text = fields.Text("What the Customer Reads", readonly=True)
    status = fields.Selection(STATUSES, "Since Last Version", readonly=True)
    changes = fields.Text("What Changed", readonly=True)
    warnings = fields.Text(readonly=True)
    is_tickable = fields.Boolean(compute="_compute_is_tickable")
    is_shared = fields.Boolean("Leaves", default=True)

    @api.depends("ref", "status")
    def _compute_is_tickable(self):
        """The plan's own line goes with the share, what stands beside the lines is changed there,
        and what is gone does not come back here.
        """
        for line in self:
            model = (line.ref or "").partition(",")[0]
            is_line = model in self.env["kam.share"]._get_shared_models()[1:]
            line.is_tickable = is_line and line.status != "gone"

    def _get_record(self):
        """The record of a line, empty where it is gone or not of those that are shared."""
        model, _comma, record_id = (self.ref or "").partition(",")
        if model not in self.env["kam.share"]._get_shared_models():
            return self.env["kam.plan"]
        return self.env[model].browse(int(record_id)).exists()

    @api.model
    def _prepare_lines_sudo(self, share, lines, beside):
        """What is said of the lines that leave, and of those that do not leave any more. As
        superuser: all of it leaves, so nothing of it is hidden from who decides about it.

        :param list lines: of `kam.share.lines`
        :param list beside: what the page shows beside them
        :return: list of values
        """
        found = self._compare_with_last_sudo(share, lines)
        gone = [one.old for one in found.values() if one.kind == GONE]
        shown = self._sort_by_model(share, [*lines, *gone])
        words = ReleasedWords(self.env(su=True))
        secrets, kinds = share._prepare_secrets_sudo(), share._get_kind_names()
        warned = share._find_warnings_sudo(lines, secrets)
        first = [self._prepare_beside(share, one, secrets) for one in beside]
        return self._put_first_what_is_new(
            first
            + [
                {
                    **self._prepare_line(line, words, kinds),
                    **self._prepare_change(found.get(line["ref"]), words),
                    "warnings": "\n".join(warned.get(line["ref"], ())),
                }
                for line in shown
            ]
        )

    @api.model
    def _put_first_what_is_new(self, values):
        """What is to be looked at twice first, then what differs from the last version."""
        ordered = sorted(values, key=lambda one: (not one["warnings"], not one.get("status")))
        return [{**one, "sequence": number} for number, one in enumerate(ordered)]

    @api.model
    def _compare_with_last_sudo(self, share, lines):
        """What differs from the last version: {ref: `Difference`}; without one nothing does, nor
        from one that is damaged.
        """
        last = share._get_last_version_sudo()
        is_there = last and not last._find_damage_sudo()
        differences = compare(last._get_content(), lines) if is_there else ()
        return {one.ref: one for one in differences}

    @api.model
    def _sort_by_model(self, share, lines):
        order = {model: place for place, model in enumerate(share._get_shared_models())}
        return sorted(lines, key=lambda line: order.get(line["ref"].partition(",")[0], len(order)))

    @api.model
    def _prepare_line(self, line, words, kinds):
        model = line["ref"].partition(",")[0]
        known = self.env[model]._fields
        said = [
            f"{words.label(model, name)}: {words.say_of(line, known[name], value)}"
            for name, value in line["values"].items()
            if name in known and name not in UNSAID and value not in (None, [], "")
        ]
        return {
            "ref": line["ref"],
            "kind": kinds.get(model) or self.env["kam.snapshot"]._describe_model_sudo(model),
            "name": line["name"] or line["ref"],
            "text": " · ".join(text[:MOST_LETTERS] for text in said),
        }

    @api.model
    def _prepare_beside(self, share, one, secrets):
        warnings = share._find_text_warnings(secrets, one["name"], one["text"])
        return {**one, "warnings": "\n".join(warnings)}

    @api.model
    def _prepare_change(self, difference, words):
        """How the line differs from the last version; what is gone leaves no more."""
        status = STATUS_OF.get(difference.kind) if difference else False
        return {
            "status": status,
            "changes": self._say_changes(difference, words) if status == "changed" else False,
            "is_shared": status != "gone",
        }

    @api.model
    def _say_changes(self, difference, words):
        model = difference.ref.partition(",")[0]
        known = self.env[model]._fields
        return " · ".join(
            f"{words.label(model, change.name)}: {old or '–'} → {new or '–'}"
            for change in difference.changes
            if change.name in known
            for old in [words.say_of(difference.old, known[change.name], change.old)]
            for new in [words.say_of(difference.new, known[change.name], change.new)]
        )
