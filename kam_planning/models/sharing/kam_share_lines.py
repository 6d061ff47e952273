from odoo import SUPERUSER_ID, api, models
from odoo.fields import Domain
from odoo.tools import SQL, ormcache

from ...tools.sharing.drift import PROGRESS, find_drift, is_given_up

# What the customer acts upon: of all else a page by a version asks only how far it is.
ACTED_UPON = ("kam.action", "kam.value")


class KamShareLines(models.AbstractModel):
    """What of plans may leave, line by line: for a version, for a page, and to compare.

    A line has the form of those of snapshots (`tools.snapshot.canonical`), with the fields that say
    ``shareable=True`` only, and links only to what leaves itself. Its ref is never shown.
    """

    _name = "kam.share.lines"
    _description = "Lines That Leave"

    @api.model
    @ormcache()
    def _get_shared_models(self):
        """Names of the models of which lines may leave, the plan first."""
        names = self.env.registry.descendants(["kam.shareable"], "_inherit")
        lines = sorted(n for n in names if not self.env[n]._abstract and n != "kam.plan")
        return ("kam.plan", *lines)

    @api.model
    @ormcache("model")
    def _get_line_fields(self, model):
        """Names of the fields of a model that leave: not lists of lines, which leave themselves.

        :param str model: name of one of `_get_shared_models`
        """
        if model not in self._get_shared_models():
            return ()
        lines = self.env[model]
        names = lines._get_shared_fields()
        return tuple(name for name in names if lines._fields[name].type != "one2many")

    @api.model
    def _read_released_sudo(self, plans, models=None, names_of=None):
        """Read what would leave of plans now, in the customers' languages.

        As Odoo's own superuser, from whom no name is hidden: the switches of the records and the
        word of their fields decide, whoever asks.

        :param models: names of the models of which lines are read, None for all
        :param names_of: function of a model's name giving the names of the fields that are read;
            by default all that leave
        :return: dict {plan: list of lines}
        """
        names_of = names_of or self._get_line_fields
        found, names = {plan: [] for plan in plans}, models or self._get_shared_models()
        for lang, same in plans.sudo().grouped(lambda p: p._get_customer_lang()).items():
            there = same.with_user(SUPERUSER_ID).sudo().with_context(active_test=False, lang=lang)
            switched_on = self._find_switched_on_sudo(there, names)
            self._read_ahead(there, switched_on, names)
            for model in names:
                for plan_ids, record in self._find_released_sudo(there, model, switched_on):
                    line = self._prepare_shared_line(record, names_of(model))
                    for plan in plans.browse(plan_ids) if not is_given_up(line) else ():
                        found[plan].append(line)
        return found

    @api.model
    def _read_progress_sudo(self, plan):
        """How far the lines of a plan are that leave now, for a page whose words are those of a
        version: the plan whole, and of all others only what `PROGRESS` says, and who does it.

        :return: list of lines
        """
        there = plan.with_user(SUPERUSER_ID).sudo().with_context(active_test=False)
        rows = self._read_states_sudo(there, PROGRESS.keys() - set(ACTED_UPON))
        lines = [
            {"ref": f"{model},{line_id}", "name": "", "values": {"state": state}}
            for model, line_id, state in rows
        ]
        found = self._read_released_sudo(plan, ["kam.plan", *ACTED_UPON], self._get_progress_fields)
        return [*found[plan], *(line for line in lines if not is_given_up(line))]

    @api.model
    def _get_progress_fields(self, model):
        names = self._get_line_fields(model)
        wanted = PROGRESS.get(model, set(names)) | {"user_id", "contact_id"}
        return [name for name in names if name in wanted]

    @api.model
    def _read_states_sudo(self, plans, models):
        """Of what is switched on how far it is, of several models in one query: list of tuples
        (model, id, state).
        """
        parts = [
            query.select(
                SQL("%s AS model", model),
                SQL.identifier(query.table, "id"),
                plans.env[model]._field_to_sql(query.table, "state", query),
            )
            for model, query in self._find_queries_sudo(plans, sorted(models)).items()
        ]
        return self.env.execute_query(SQL(" UNION ALL ").join(parts)) if parts else []

    @api.model
    def _find_queries_sudo(self, plans, models):
        """What finds what is switched on of plans that are shared: dict {model: query}."""
        shared = plans.filtered(lambda plan: plan.active and plan._is_released())
        queries = {
            lines._name: lines._search(self._get_switched_on_domain(shared, lines))
            for lines in map(plans.env.__getitem__, models)
            if shared and lines._name != "kam.plan"
        }
        return {model: query for model, query in queries.items() if not query.is_empty()}

    @api.model
    def _find_switched_on_sudo(self, plans, models):
        """Ids of what is switched on, of all models in one query: dict {table: ids}."""
        shared = plans.filtered(lambda plan: plan.active and plan._is_released())
        parts = [
            query.select(SQL("%s AS model", query.table), SQL.identifier(query.table, "id"))
            for query in self._find_queries_sudo(plans, models).values()
        ]
        rows = self.env.execute_query(SQL(" UNION ALL ").join(parts)) if parts else []
        found = {"kam_plan": shared.ids}
        for table, line_id in sorted(rows):
            found.setdefault(table, []).append(line_id)
        return found

    @api.model
    def _read_ahead(self, plans, switched_on, models):
        """Read all lines of a model at once, and last, with their own, those to which others
        lead.
        """
        led_to = plans.env["kam.objective"]
        for model in sorted(models, key=lambda name: name == led_to._name):
            records = plans.env[model].browse(switched_on.get(plans.env[model]._table))
            if model == led_to._name:
                records |= led_to
            records.mapped("is_shared")
            if "objective_id" in records._fields:
                led_to |= records.objective_id

    @api.model
    def _get_switched_on_domain(self, plans, lines):
        domain = plans._get_lines_domain(lines) & Domain("is_shared", "=", True)
        for name, wanted in (("active", True), ("is_judgement", False)):
            if name in lines._fields:
                domain &= Domain(name, "=", wanted)
        return domain

    @api.model
    def _find_released_sudo(self, plans, model, switched_on):
        """Pairs (ids of the plans to which it belongs, the record) of what may leave.

        :param dict switched_on: as `_find_switched_on_sudo` gives it
        """
        records = plans.env[model]
        records = records.browse(switched_on.get(records._table))
        shared = plans.browse(switched_on["kam_plan"])
        return [
            (self._find_plan_ids(shared, record), record)
            for record in records._filter_released_sudo()
        ]

    @api.model
    def _find_plan_ids(self, plans, record):
        if record._name == "kam.plan":
            return record.ids
        if "plan_id" in record._fields:
            return record.plan_id.ids
        place = (record.account_id, record.company_id)
        return plans.filtered(lambda plan: plan._get_place() == place).ids

    @api.model
    def _prepare_shared_line(self, record, names):
        values = {name: self._prepare_shared_value(record, record._fields[name]) for name in names}
        # What a record is called elsewhere may say more than its fields that leave.
        name = values.get("name")
        return {
            "ref": f"{record._name},{record.id}",
            "name": name if isinstance(name, str) else "",
            "values": values,
        }

    @api.model
    def _prepare_shared_value(self, record, field):
        """One value as a snapshot keeps it; links lead only to what leaves."""
        snapshots = self.env["kam.snapshot"]
        if field.type == "html":
            return str(record._read_shared_value(field.name)) or None
        if not field.relational:
            return snapshots._prepare_value(record, field)
        linked = record[field.name]
        if isinstance(linked, self.env.registry["kam.shareable"]):
            linked = linked._filter_released_sudo()
        links = [snapshots._prepare_link(one) for one in linked]
        return links if field.type == "many2many" else (links[0] if links else None)

    @api.model
    def _find_drift(self, agreed, now):
        """What differs between an agreed version and today: as `tools.sharing.drift.find_drift`."""
        return find_drift(agreed, now, self._get_line_fields)
