from odoo import api, models

# Key of the context under which steps that Odoo takes for each record are gathered.
GATHERED = "kam_gathered"


class Gathered:
    """Steps that wait to be taken for many records at once.

    No client can send one: it is an object of this process.
    """

    def __init__(self):
        self.steps = []

    def __deepcopy__(self, memo):
        return self


def get_gathered(records):
    """The steps that wait, or None when each is taken at once."""
    gathered = records.env.context.get(GATHERED)
    return gathered if isinstance(gathered, Gathered) else None


class KamBatchThread(models.AbstractModel):
    """Followers and notes of many records at the cost of those of one.

    Odoo makes new records followed one by one, and notes what changed one by one: several
    queries each. Both are gathered here while Odoo goes through the records, and done afterwards in
    one step for all that are alike.
    """

    _name = "kam.batch.thread"
    _description = "Thread of Many Records"
    _inherit = ["mail.thread"]

    @api.model_create_multi
    def create(self, vals_list):
        """Subscribe the followers of all new records together."""
        gathered = Gathered()
        gathering = self.with_context(**{GATHERED: gathered})
        threads = super(KamBatchThread, gathering).create(vals_list).with_env(self.env)
        subscribe_gathered(gathered)
        return threads

    def _message_auto_subscribe(self, updated_values, followers_existing_policy="skip"):
        """Wait for the other new records."""
        gathered = get_gathered(self)
        if gathered is None:
            return super()._message_auto_subscribe(updated_values, followers_existing_policy)
        records = self.with_context(**{GATHERED: None})
        values = records._get_subscribing_values(updated_values)
        if not records._is_followed_already(values):
            gathered.steps.append((records, values, followers_existing_policy))
        return True

    @api.model
    def _is_followed_already(self, values):
        """Whether nobody follows but who makes the records, which Odoo saw to before."""
        is_own = values == {"user_id": self.env.uid} and not self.env.user.share
        return is_own and not self.env.context.get("mail_create_nosubscribe")

    @api.model
    def _get_subscribing_values(self, values):
        """Those of the values by which Odoo finds who has to follow."""
        relation = self.env["mail.message.subtype"]._get_auto_subscription_subtypes(self._name)[4]
        names = {"user_id"}.union(*relation.values())
        return {name: values[name] for name in sorted(names.intersection(values))}

    def _message_track(self, fields_iter, initial_values_dict):
        """Note the changes of all records together."""
        self._fetch_former(initial_values_dict)
        gathered = Gathered()
        gathering = self.with_context(**{GATHERED: gathered})
        tracking = super(KamBatchThread, gathering)._message_track(fields_iter, initial_values_dict)
        self._log_gathered(gathered)
        return tracking

    @api.model
    def _fetch_former(self, initial_values_dict):
        """Read the names of the records that were linked before, all of a kind together."""
        ids = {}
        for values in initial_values_dict.values():
            for value in (values or {}).values():
                if isinstance(value, models.BaseModel):
                    ids.setdefault(value._name, set()).update(value.ids)
        for model, linked in ids.items():
            self.env[model].browse(linked).exists().mapped("display_name")

    def _message_log(self, *, body="", author_id=None, tracking_value_ids=False, **kwargs):
        """Wait for the notes on the other records."""
        gathered = get_gathered(self)
        if gathered is None or kwargs:
            return super()._message_log(
                body=body, author_id=author_id, tracking_value_ids=tracking_value_ids, **kwargs
            )
        gathered.steps.append((self.id, body, author_id, tracking_value_ids or []))
        return self.env["mail.message"]

    def _log_gathered(self, gathered):
        """Write the notes that wait: one step for all that have the same author."""
        by_author, values = {}, []
        for step in gathered.steps:
            by_author.setdefault(step[2], []).append(step)
        for author_id, steps in by_author.items():
            records = self.browse([record_id for record_id, *_rest in steps])
            bodies = {record_id: body for record_id, body, *_rest in steps}
            messages = records._message_log_batch(bodies, author_id=author_id)
            for message, (*_step, tracked) in zip(messages, steps, strict=True):
                values += [{**vals, "mail_message_id": message.id} for _code, _id, vals in tracked]
        self._create_tracking_sudo(values)

    @api.model
    def _create_tracking_sudo(self, values):
        """Keep what changed; as superuser, like Odoo: nobody writes it himself."""
        self.env["mail.tracking.value"].sudo().create(values)


def subscribe_gathered(gathered):
    """Make the followers follow: one step for all records of which they are the same."""
    alike = {}
    for records, values, policy in gathered.steps:
        key = (records.env, records._name, policy, tuple(values.items()))
        alike.setdefault(key, []).append(records)
    for (env, model, policy, values), parts in alike.items():
        env[model].union(*parts)._message_auto_subscribe(dict(values), policy)
