import logging

from markupsafe import Markup

from odoo import api, models
from odoo.tools.misc import format_date, hmac

from ...tools.sharing.drift import agreed_fields
from ...tools.sharing.page import by_model, find_entry, id_of, is_theirs, pick_lines, sort_actions
from ...tools.snapshot.compare import ADDED, ERASED
from ..common.days import today_of
from ..common.switches import switch_on
from ..plan.kam_plan_workflow import OPEN_STATES
from .released_words import ReleasedWords

_logger = logging.getLogger(__name__)

# What has a part of its own on the page.
OWN_PARTS = ("kam.plan", "kam.action", "kam.objective", "kam.value")
# Parts whose entries somebody answers to, or asks for by their place.
NUMBERED = ("you_owe", "values", "people", "documents", "questions")
# In place of the lines of a version that somebody changed past the program.
DAMAGED = ()
CHECK_LETTERS = 20


class KamSharePage(models.AbstractModel):
    """What somebody of the customer sees of a share: plain texts in his language, and nothing of
    ours beside them. The page, its print and the preview are written from the same dict.
    """

    _name = "kam.share.page"
    _description = "Page of a Shared Plan"
    _inherit = ["kam.share.page.value", "kam.share.page.beside", "kam.share.page.post"]

    def _prepare_page_sudo(self, access):
        """All that somebody of the customer sees, as plain texts.

        :param access: his kam.share.access as superuser, in his language; none for a preview to
            which nobody was invited yet
        :return: dict, as the templates of the page read it
        """
        page = self._read_page_sudo(access)
        for part in NUMBERED:
            page[part] = [
                {name: value for name, value in entry.items() if name != "id"}
                for entry in page[part]
            ]
        return page

    def _prepare_preview_sudo(self, access):
        """The page as somebody of the customer sees it, or would once it is shared, for our own
        people.
        """
        return switch_on(self, "kam_as_if_shared")._prepare_page_sudo(access)

    def _find_target_sudo(self, access, part, line, check):
        """Id of what the visitor answers to, by its place on the page that he read.

        :param str part: name of a list of the page, such as ``you_owe``
        :param str line: the place, from 1, as it was sent
        :param str check: the mark that stood there
        :return: int, or None where the page has changed since
        """
        entry = find_entry(self._read_page_sudo(access)[part], line, check)
        return entry and entry["id"]

    def _find_people_sudo(self):
        """Who of ours stands on the page, in its order: res.users. Nothing else of it is made."""
        share, models = self.sudo(), ["kam.plan", "kam.action"]
        kept = share._read_kept(share.agreed_id | share.proposed_id)
        live = share._read_released_sudo(share.plan_id, models)[share.plan_id]
        return share._find_users(pick_lines(share._choose_lines(kept), live), live)

    def _read_page_sudo(self, access):
        """The page, with the ids of its entries: for our own side only."""
        share, plan = self.sudo(), self.sudo().plan_id
        versions, answers = share.agreed_id | share.proposed_id, share.env["kam.share.answer"]
        if versions.mapped("version"):
            answers = answers.search_fetch([("share_id", "=", share.id)], order="id")
        # Of a version only how far its lines are is read from them.
        live = (
            share._read_progress_sudo(plan) if versions else share._read_released_sudo(plan)[plan]
        )
        kept = share._read_kept(versions)
        shown = pick_lines(share._choose_lines(kept), live)
        words, lines = ReleasedWords(share.env), by_model(shown)
        return {
            **share._prepare_head(lines, live, words),
            "version": share._prepare_version(answers, kept),
            "rights": share._prepare_rights(access),
            "proposed": share._prepare_proposed(access, kept, words, answers),
            **share._prepare_actions(access, lines.get("kam.action", []), words),
            "objectives": share._prepare_objectives(lines.get("kam.objective", []), words),
            "groups": share._prepare_groups(lines, words),
            **share._prepare_values(access, lines.get("kam.value", []), words),
            **share._prepare_beside(access, shown, live),
        }

    @api.model
    def _read_kept(self, versions):
        """Lines of versions as they were seen; nothing of one that somebody changed past the
        program.

        :return: dict {kam.snapshot: list of lines, or `DAMAGED`}
        """
        kept = {}
        for version, lines in versions._read_contents().items():
            if lines is None:
                _logger.error("%s was changed: nothing of it is shown", version)
            kept[version] = DAMAGED if lines is None else lines
        return kept

    def _choose_lines(self, kept):
        """Lines of the version that the page shows, None where it shows what is released now.

        :param dict kept: of `_read_kept`, of all versions that the share shows
        """
        agreed, proposed = (kept.get(one) for one in (self.agreed_id, self.proposed_id))
        # Who is asked for the first time reads what he is asked about; so does he whose agreed
        # version cannot be shown any more.
        is_asked = agreed is None or (agreed == DAMAGED and proposed)
        return proposed if is_asked else agreed

    def _mark(self, access, *what):
        """A mark of an entry, by which an answer finds it again and nobody another one."""
        text = [self.id, access.id, *what]
        return hmac(self.env, "kam_share_page", text)[:CHECK_LETTERS]

    @api.model
    def _prepare_rights(self, access):
        return {
            "comment": access.can_comment,
            "act": access.can_act,
            "agree": access.can_agree,
            "versions": access.mail_versions,
            "answers": access.mail_answers,
            "reminders": access.mail_reminders,
            "name": access.partner_id.name or "",
        }

    # head

    def _prepare_head(self, lines, live, words):
        [plan] = lines.get("kam.plan") or by_model(live).get("kam.plan") or [None]
        days = [words.tell(plan, name) for name in ("date_start", "date_end")] if plan else []
        return {
            "title": self.name,
            "intro": self.intro or "",
            "customer": self.plan_id.partner_id.name,
            "company": self.company_id.name,
            "period": " – ".join(day for day in days if day),
            "lead": words.tell(plan, "user_id") if plan else "",
            "as_of": self._tell_day(today_of(self.company_id)),
        }

    def _prepare_version(self, answers, kept):
        if not self.agreed_id:
            return None
        last = self._find_last(answers, self.agreed_id)
        answers = last.filtered(lambda a: a.decision == "agreed")
        names = [answer.signed_name or answer.contact_id.name for answer in answers]
        return {
            "number": self.agreed_id.version,
            "date": self._tell_day(self.agreed_date),
            "by": ", ".join(dict.fromkeys(name for name in names if name)),
            "is_damaged": kept[self.agreed_id] == DAMAGED,
        }

    def _find_last(self, answers, version):
        """The last answer of each person to a version."""
        last = {}
        for answer in answers.filtered(lambda a: a.snapshot_id == version):
            last[answer.contact_id.id] = answer
        return answers.browse().concat(*last.values())

    def _tell_day(self, day):
        return format_date(self.env, day) if day else ""

    # the version that waits for an answer

    def _prepare_proposed(self, access, kept, words, answers):
        version = self.proposed_id
        if not version:
            return None
        agreed, proposed = kept.get(self.agreed_id), kept[version]
        answers = self._find_last(answers, version)
        said = {answer.contact_id: answer for answer in answers}
        mine = said.get(access.partner_id) if access else None
        asked = self._find_agreeing_sudo().partner_id
        waiting = asked.filtered(lambda one: one not in said or said[one].decision != "agreed")
        has_agreed = bool(mine and mine.decision == "agreed")
        is_damaged = proposed == DAMAGED
        is_open = self.plan_id.state in OPEN_STATES and not is_damaged
        may_answer = bool(access.can_agree) and is_open
        return {
            "number": version.version,
            "is_damaged": is_damaged,
            "is_first": not agreed,
            "note": version.note or "",
            "check": self._mark(access, "version", version.id),
            "groups": self._prepare_differences(agreed, proposed, words)
            if agreed and not is_damaged
            else [],
            "said": [self._prepare_answer(answer) for answer in answers],
            "waiting": ", ".join((waiting - access.partner_id).mapped("name")),
            "waits_for_you": bool(access.can_agree and access.partner_id in waiting),
            "may_agree": may_answer and not has_agreed,
            "may_change": may_answer,
        }

    def _prepare_answer(self, answer):
        said = dict(answer._fields["decision"]._description_selection(self.env))
        return {
            "name": answer.signed_name or answer.contact_id.name or "",
            "decision": said[answer.decision],
            "date": self._tell_day(answer.date),
            "words": answer.comment or "",
        }

    def _prepare_differences(self, old, new, words):
        """What differs, as our own people see it, in the words of the reader."""
        found, _percent = self._find_drift(old, new)
        titles, groups = self._get_part_titles(), {}
        names_of = agreed_fields(self._get_line_fields)
        for one in found:
            if one.kind != ERASED:
                model = one.ref.partition(",")[0]
                said = self._prepare_difference(one, names_of, words)
                groups.setdefault(model, []).append(said)
        return [
            {"title": titles.get(model) or self._describe(model), "differences": groups[model]}
            for model in self._get_shared_models()
            if model in groups
        ]

    def _prepare_difference(self, one, names_of, words):
        line = one.new or one.old
        model = one.ref.partition(",")[0]
        fields = self.env[model]._fields
        if one.kind == ADDED:
            said = words.facts(line, sorted(names_of(one.ref), key=lambda n: fields[n]._sequence))
            changes = [
                {"label": fact["label"], "old": "", "new": self._tell_person(fact["value"])}
                for fact in said
            ]
        else:
            changes = [
                {
                    "label": words.label(model, name),
                    "old": self._tell_person(words.say_of(one.old, fields[name], old)),
                    "new": self._tell_person(words.say_of(line, fields[name], new)),
                }
                for name, old, new in self.env["kam.snapshot"]._list_changes(one, names_of)
            ]
        return {
            "kind": one.kind,
            "kind_text": self._get_kinds()[one.kind],
            "name": one.name or self._name_by_links(line, words),
            "changes": changes,
        }

    def _get_kinds(self):
        env = self.env
        return {"added": env._("Added"), "gone": env._("Gone"), "changed": env._("Changed")}

    # actions

    def _prepare_actions(self, access, lines, words):
        lines = sort_actions(lines)
        theirs = [line for line in lines if is_theirs(line)]
        ours = [line for line in lines if not is_theirs(line)]
        return {
            "you_owe": [self._prepare_own_action(access, line, words) for line in theirs],
            "we_owe": [self._prepare_action(line, words, "user_id") for line in ours],
        }

    def _prepare_own_action(self, access, line, words):
        action = self.env["kam.action"].browse(id_of(line))
        may_tick = line["is_live"] and not self._refuse_tick(access, action)
        return {
            **self._prepare_action(line, words, "contact_id"),
            "id": id_of(line),
            "check": self._mark(access, "action", line["ref"]),
            "may_tick": bool(may_tick),
        }

    def _prepare_action(self, line, words, who):
        values, today = line["values"], today_of(self.company_id)
        is_over = values["state"] in ("done", "continued")
        day = values["date_deadline"]
        return {
            "name": line["name"],
            "who": self._tell_person(words.tell(line, who)),
            "date": words.tell(line, "date_deadline"),
            "objective": words.tell(line, "objective_id"),
            "is_over": is_over,
            "is_late": bool(line["is_live"] and not is_over and day and day < str(today)),
            "standing": self._tell_standing(line, words),
            "done_on": self._tell_done(line) if values["state"] == "done" else "",
        }

    def _tell_person(self, name):
        """A person of the customer's without the customer's name before it."""
        return name.removeprefix(f"{self.plan_id.partner_id.name}, ")

    def _tell_standing(self, line, words):
        """How far it is; of what is released no more nobody says so any longer."""
        return words.tell(line, "state") if line["is_live"] else self.env._("No longer followed up")

    def _tell_done(self, line):
        if not line["is_live"]:
            return ""
        return self._tell_day(self.env["kam.action"].browse(id_of(line)).date_done)

    # objectives and all else

    def _prepare_objectives(self, lines, words):
        sides = {
            "us": self.company_id.name,
            "customer": self.plan_id.partner_id.name,
            "both": self.env._("both of us"),
        }
        return [
            {
                "name": line["name"],
                "gain": words.tell(line, "customer_gain"),
                "benefit": sides.get(line["values"].get("benefit_for"), ""),
                "date": words.tell(line, "date_deadline"),
                "standing": self._tell_standing(line, words),
            }
            for line in lines
        ]

    def _prepare_groups(self, lines, words):
        """All that has no part of its own, by kind."""
        titles = self._get_part_titles()
        return [
            {
                "title": titles.get(model) or self._describe(model),
                "lines": [self._prepare_line(model, line, words) for line in lines[model]],
            }
            for model in self._get_shared_models()
            if model in lines and model not in OWN_PARTS
        ]

    def _prepare_line(self, model, line, words):
        fields = self.env[model]._fields
        names = sorted(line["values"].keys() & fields.keys(), key=lambda n: fields[n]._sequence)
        rich = [name for name in names if fields[name].type == "html"]
        told = [name for name in names if name not in ("name", "currency_id", *rich)]
        is_named = bool(line["name"])
        name = line["name"] or self._name_by_links(line, words)
        facts = words.facts(line, told)
        return {
            "name": name,
            "facts": facts if is_named else [fact for fact in facts if fact["value"] not in name],
            # Written anew by `release_html` when it was released.
            "texts": [Markup(line["values"][n]) for n in rich if line["values"][n]],
        }

    @api.model
    def _name_by_links(self, line, words):
        """What a line without a name is about."""
        links = [value for value in line["values"].values() if isinstance(value, dict)]
        return " · ".join(words.say(None, link) for link in links)

    @api.model
    def _get_part_titles(self):
        """Names of the parts in plain words: what a customer need not know is what we call it."""
        env = self.env
        return {
            "kam.plan": env._("The Plan"),
            "kam.action": env._("Who Does What"),
            "kam.objective": env._("Objectives"),
            "kam.value": env._("Value"),
            "kam.customer.goal": env._("Your Goals"),
            "kam.plan.section": env._("In Words"),
            "kam.risk": env._("Risks We Watch"),
            "kam.key.date": env._("Key Dates"),
            "kam.delivery.note": env._("Deliveries"),
            "kam.investment": env._("What We Invest In"),
            "kam.appraisal": env._("The Situation"),
            "kam.force": env._("What Helps and What Hinders"),
            "kam.whitespace": env._("Your Needs"),
        }

    @api.model
    def _describe(self, model):
        return self.env["kam.snapshot"]._describe_model_sudo(model)
