from odoo import api, models
from odoo.fields import Domain

from ...tools.sharing import warnings as tools
from ..common.parameters import read_parameter
from ..common.switches import switch_on


class KamShareWarnings(models.AbstractModel):
    """What should make somebody look twice before lines leave.

    Read as superuser: a name that the user must not read would leave all the same, and the warning
    says nothing that the line does not say itself.
    """

    _name = "kam.share.warnings"
    _description = "Warnings Before Sharing"

    def _read_checked_sudo(self):
        """What would leave now if the plan was shared, as `kam.share.lines` gives it: before the
        first time, the plan's own switch is still off.

        :return: list of lines
        """
        self.ensure_one()
        plan = switch_on(self.plan_id, "kam_as_if_shared")
        return self._read_released_sudo(plan)[plan]

    def _list_beside_sudo(self):
        """What the page shows beside the lines: its head, the documents, the next meeting.

        :return: list of dicts of str: ref, kind, name, text
        """
        share = self.sudo().with_context(lang=self.plan_id.sudo()._get_customer_lang())
        files = share.attachment_ids.sorted("id")
        found = [
            {"ref": f"ir.attachment,{file.id}", "kind": self.env._("Document"), "name": file.name}
            for file in files
        ]
        if meeting := share._read_meeting_sudo(is_checked=True):
            found.append(
                {
                    "ref": "kam.review,0",
                    "kind": self.env._("Next Meeting"),
                    "name": meeting["when"],
                    "text": "\n".join(meeting["items"]),
                }
            )
        head = {"ref": f"kam.share,{self.id}", "kind": self.env._("Page"), "name": share.name}
        return [{**head, "text": share.intro or ""}, *({"text": "", **one} for one in found)]

    @api.model
    def _find_text_warnings(self, secrets, *texts):
        """What is to be looked at in plain texts: list of str."""
        found = tools.find_warnings([(text, False) for text in texts], secrets)
        return [self._describe_warning(*one) for one in found]

    @api.model
    def _get_price_words(self):
        """Patterns of the words beside which an amount says what we earn, as they are set, or else
        as they are shipped.
        """
        return read_parameter(self.env, "price_words", tools.parse_words, tools.parse_words())

    def _prepare_secrets_sudo(self):
        """What must not be told by mistake: read once for a check, however many lines it has."""
        plan = self.plan_id.sudo()
        invited = self.sudo().access_ids.filtered(lambda one: one.state not in ("ended", "expired"))
        return tools.Secrets(
            hosts=plan._get_own_hosts_sudo(),
            domains=self._get_own_domains_sudo(),
            words=self._get_price_words(),
            competitors=tuple(sorted(self._find_competitors_sudo(plan))),
            people=tuple(sorted(self._find_unaware_sudo(plan, invited.partner_id))),
        )

    @api.model
    def _find_competitors_sudo(self, plan):
        """Names of those who sell to the plan's customer, too."""
        place = plan._get_places_domain()
        found = self.env["res.partner"].sudo()
        for model in ("kam.competitor.position", "kam.whitespace"):
            lines = self.env[model].sudo().with_context(active_test=False)
            found |= lines.search(place & Domain("competitor_id", "!=", False)).competitor_id
        return set(found.mapped("name"))

    @api.model
    def _find_unaware_sudo(self, plan, invited):
        """Names of the people on the map who are not among those invited."""
        place = plan._get_places_domain() & Domain("partner_id", "not in", [False, *invited.ids])
        return set(self.env["kam.stakeholder"].sudo().search(place).mapped("name"))

    def _find_warnings_sudo(self, lines, secrets):
        """What is to be looked at, in words.

        :param list lines: of `_read_checked_sudo`
        :param Secrets secrets: of `_prepare_secrets_sudo`
        :return: dict {ref: list of str}, of lines about which something is to be said
        """
        switches, found = self._get_block_switches(), {}
        for model, same in self._group_by_model(lines).items():
            plan = self.plan_id.sudo()
            ids = [int(line["ref"].partition(",")[2]) for line in same]
            records = self.env[model].sudo().with_context(lang=plan._get_customer_lang())
            for line, record in zip(same, records.browse(ids), strict=True):
                texts = self._prepare_texts(record, line["values"])
                warnings = tools.find_warnings(texts, secrets)
                said = [self._describe_warning(*one) for one in warnings]
                said += self._describe_left_links(record, line["values"])
                switch, title = switches.get(model, (False, ""))
                if switch and not plan[switch]:
                    said.append(
                        self.env._("“%s” is switched off in this plan, but the line leaves.", title)
                    )
                if said:
                    found[line["ref"]] = said
        return found

    @api.model
    def _group_by_model(self, lines):
        models_ = {}
        for line in lines:
            models_.setdefault(line["ref"].partition(",")[0], []).append(line)
        return models_

    @api.model
    def _get_block_switches(self):
        branches = self.env["kam.plan"]._get_concept_branches()
        return {one.model: (one.switch, one.label) for one in branches}

    @api.model
    def _get_kind_names(self):
        """What lines of each model are called: {model: str}."""
        return {model: title for model, (_s, title) in self._get_block_switches().items()}

    @api.model
    def _prepare_texts(self, record, values):
        """Texts of a line as they are written, and the names to which it leads."""
        texts = []
        for name, value in values.items():
            field = record._fields[name]
            if field.type == "html":
                texts.append((record[name] or "", True))
            elif field.type in ("char", "text") and value:
                texts.append((value, False))
            elif field.relational and record._name != "kam.plan":
                links = value if isinstance(value, list) else [value] if value else []
                texts += [(link["name"], False) for link in links if self._is_person(link)]
        return texts

    @api.model
    def _is_person(self, link):
        return link["ref"].partition(",")[0] == "res.partner"

    @api.model
    def _describe_left_links(self, record, values):
        """Say of what a line leaves without what it belongs to."""
        said = []
        for name, value in values.items():
            field = record._fields[name]
            linked = record[name] if field.type == "many2one" else False
            if linked and not value:
                said.append(
                    self.env._(
                        "Leaves without its %(field)s “%(name)s”, which is internal.",
                        field=field._description_string(self.env),
                        name=linked.display_name,
                    )
                )
        return said

    @api.model
    def _describe_warning(self, kind, what):
        texts = {
            "mail": self.env._("An address of ours: %s", what),
            "link": self.env._("A link to our own server: %s", what),
            "lost_link": self.env._("The link to our own pages does not leave: %s", what[:80]),
            "image": self.env._("An image does not leave: %s", what[:80]),
            "amount": self.env._("An amount beside a word about prices: “%s”", what),
            "competitor": self.env._("Names a competitor: %s", what),
            "person": self.env._("Names a person who sees nothing of this: %s", what),
        }
        return texts[kind]
