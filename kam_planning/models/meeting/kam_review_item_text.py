from odoo import api, fields, models
from odoo.tools.misc import format_date

# Records that say in a field of their own why they are talked about.
EXPLAINED = ("kam.gap",)


class KamReviewItemText(models.AbstractModel):
    """What an item says of itself, in the language of its reader and as far as he may read it.

    Nothing of it is kept but what somebody typed in: who is renamed or erased is so here as well.
    """

    _name = "kam.review.item.text"
    _description = "Words of an Agenda Item"

    title = fields.Char("Typed In")
    name = fields.Char(
        "Item", compute="_compute_texts", inverse="_inverse_name", compute_sudo=False
    )
    explanation = fields.Char("In Figures", compute="_compute_texts", compute_sudo=False)

    @api.depends("title", "kind", "res_model", "res_id", "change_id", "old_value", "new_value")
    @api.depends_context("lang", "uid")
    def _compute_texts(self):
        names = self.env["kam.change"]._read_place_names(self._get_places())
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        changes = self.change_id._filtered_access("read")
        for item in self:
            change = item.change_id if item.change_id in changes else changes.browse()
            name = names.get((item.res_model, item.res_id))
            item.name = item.title or change.name or item._name_score() or name or kinds[item.kind]
            item.explanation = change.explanation or item._explain()

    def _inverse_name(self):
        for item in self:
            item.title = item.name

    @api.depends("title", "kind", "res_model", "res_id")
    @api.depends_context("lang", "uid")
    def _compute_display_name(self):
        for item in self:
            item.display_name = item.name

    def _get_places(self):
        return [(item.res_model, item.res_id) for item in self if item.res_model]

    def _name_score(self):
        if self.kind != "score":
            return False
        labels = {
            "health": self.env._("Health: %(before)s → %(now)s", **self._get_values()),
            "hygiene": self.env._("Plan quality: %(before)s → %(now)s", **self._get_values()),
            "confidence": self.env._("Confidence: %(before)s → %(now)s", **self._get_values()),
        }
        return labels.get(self.bucket)

    def _get_values(self):
        return {"before": self.old_value, "now": self.new_value}

    def _explain(self):
        """Why it is on the agenda, in a few words."""
        if self.kind == "target":
            return self.env._("%(now)s %% reached, %(before)s %% should be", **self._get_values())
        if not self.age_days and self.kind in ("confirm", "gap"):
            return self.env._("Since today")
        days = self._tell_days()
        texts = {
            "action": self.env._("Late by %s", days),
            "confirm": self.env._("To confirm for %s", days),
            "decision": self.env._("No action was made of it"),
            "gap": self.env._("Open for %s", days),
        }
        return texts.get(self.kind, False)

    def _tell_days(self):
        days = self.age_days or 0
        return self.env._("one day") if days == 1 else self.env._("%s days", days)

    # what lies behind

    def _read_evidence(self):
        """The records behind each of these items that the user may read.

        :return: dict {item: list of dicts ``res_model``, ``res_id``, ``label``, ``confirmed`` (text
            who said last that it is true, or False)}
        """
        touched = self._read_touched_sudo()
        places = {
            item: [
                *([(item.res_model, item.res_id)] if item.res_model else []),
                *touched.get(item.change_id.id, ()),
            ]
            for item in self
        }
        every = [place for several in places.values() for place in several]
        names = self.env["kam.change"]._read_place_names(every)
        confirmed = self._read_confirmations(names)
        return {
            item: [
                {
                    "res_model": place[0],
                    "res_id": place[1],
                    "label": names[place],
                    "confirmed": confirmed.get(place, False),
                }
                for place in dict.fromkeys(places[item])
                if place in names
            ]
            for item in self
        }

    def _read_touched_sudo(self):
        """The lines that the items' changes touch: {change id: list of (model, id)}."""
        return self.sudo().change_id._read_lines_sudo()

    @api.model
    def _read_confirmations(self, places):
        """Who said last that lines are true: {(model, id): text}, of lines that the user reads."""
        ids, texts = {}, {}
        for model, res_id in places:
            if isinstance(self.env[model], self.pool["kam.confirmable"]):
                ids.setdefault(model, []).append(res_id)
        for model, found in ids.items():
            for line in self.env[model].browse(found).filtered("confirmed_date"):
                day = format_date(self.env, line.confirmed_date)
                who = line.confirmed_by_id.name
                texts[model, line.id] = (
                    self.env._("Confirmed on %(day)s by %(who)s", day=day, who=who)
                    if who
                    else self.env._("Confirmed on %s", day)
                )
        return texts
