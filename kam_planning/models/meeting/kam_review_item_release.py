from odoo import models


class KamReviewItemRelease(models.AbstractModel):
    """What of an item leaves: asked when it is set, and anew whenever the customer is told."""

    _name = "kam.review.item.release"
    _description = "Release of an Agenda Item"

    def _read_customer_names(self):
        """What these items are called for the customer: by the words typed in, else by the name of
        a record that is shared now. The others are not for him, whatever was said of them once.

        :return: dict {item: name}
        """
        his = self.filtered(lambda item: item.visibility == "customer")
        shared = his._read_shared_names_sudo()
        names = {item: (item.title or "").strip() or shared.get(item.id) for item in his}
        return {item: name for item, name in names.items() if name}

    def _read_told_names(self):
        """What of these items the customer is told now, by these names: a hook.

        :return: dict {item: name}
        """
        return self._read_customer_names()

    def _read_shared_names_sudo(self):
        """The names of the records that are shared: {item id: name}. As superuser: the switches
        decide, and not the reader. What a score is of says nothing of the score.
        """
        names = {}
        about = self.filtered(lambda item: item.kind != "score")
        for records, items in about._read_records_sudo():
            if hasattr(records, "_is_released") and "name" in records._get_shared_fields():
                released = records.filtered(lambda record: record._is_released())
                told = {record.id: record.name for record in released}
                names |= {item.id: told[item.res_id] for item in items if item.res_id in told}
        return names

    def _find_judgements_sudo(self):
        """Those of these items that say what is thought of a person, or said so before the record
        was deleted. As superuser: nobody who does not know that may say it.
        """
        found = self.browse()
        for records, items in self._read_records_sudo():
            if "is_judgement" in records._fields:
                known = set(records.filtered(lambda record: not record.is_judgement).ids)
                found |= items.filtered(lambda item, known=known: item.res_id not in known)
        return found

    def _read_records_sudo(self):
        """What these items are about: list of pairs (records that are there, items)."""
        grouped = self.filtered("res_model").grouped("res_model")
        return [
            (self.env[model].sudo().browse(items.mapped("res_id")).exists(), items)
            for model, items in grouped.items()
            if model in self.env
        ]
