from odoo import api, models
from odoo.fields import Domain

from ...tools.strategy import strategy_layout as layout
from ...tools.strategy import strategy_map as calculation
from ...tools.strategy.drawing import path_of
from ..common.arguments import check_one
from ..common.known import is_known

GOAL_FIELDS = ("name", "kind", "source", "parent_id")
OBJECTIVE_FIELDS = ("name", "state", "status", "progress", "goal_ids", "offering_ids")
VALUE_FIELDS = ("name", "state", "goal_id", "objective_id", "offering_id")
VALUE_FIELDS += ("promised_amount", "currency_id", "promised_total", "confirmed_total")
# What was said by the customer or in public.
CONFIRMED = ("customer", "public")


class KamStrategyMap(models.AbstractModel):
    """From the goals of the customer over our objectives and offerings to the value that they
    bring, as one picture; `tools.strategy.strategy_map` says what is whole in it.
    """

    _name = "kam.strategy.map"
    _description = "Strategy Map of a Plan"

    @api.readonly
    def get_strategy_map(self):
        """The strategy of one plan, as far as the user sees it.

        :return: dict ``columns`` (list of dict ``kind``, ``label``, ``cards``, in their order, and
            ``x``), ``lines`` (list of dict ``from`` and ``to`` (card keys), ``path`` and
            ``is_ghost``), ``width`` and ``height`` (pixels), ``coverage`` (percent, False where no
            goal is confirmed), ``confirmed`` and ``covered`` (numbers of goals), ``may_edit``,
            ``plan_id``, ``account_id`` and ``company_id``. A card is a dict ``key``, ``kind``,
            ``id``, ``model``, ``name``, ``note`` (text), ``is_assumed``, ``is_whole`` (part of a
            whole chain), ``missing`` (name of the link that it lacks, or False), ``lacks`` (the
            same in words), ``x`` and ``y`` (pixels), and of a goal ``promised`` and ``confirmed``
            (money, False: not known). A ghost, in the place of a missing link, is a dict ``key``,
            ``kind``, ``ghost_of`` (card key), ``missing``, ``name``, ``note``, ``x`` and ``y``
        :raise AccessError: when the user may not read the plan
        """
        check_one(self)
        return self._place_strategy(self._read_strategy_map())

    def _read_strategy_map(self):
        """What `get_strategy_map` gives without places: instead of lines pairs ``links``."""
        goals, objectives, values = self._read_strategy()
        strategy = self._prepare_strategy(goals, objectives, values)
        offerings = self._read_offerings(objectives, values)
        initiatives = {goal.id for goal in goals if goal.kind == "initiative"}
        chains = calculation.whole_chains(strategy)
        cards = [
            *(self._prepare_goal_card(goal) for goal in goals),
            *(self._prepare_objective_card(objective) for objective in objectives),
            *(self._prepare_card("offering", one, one.display_name) for one in offerings),
            *(self._prepare_value_card(value) for value in values),
        ]
        self._add_money(cards, strategy, values)
        self._mark_cards(
            cards,
            calculation.missing_links(strategy, initiatives, offerings.ids),
            self._get_whole_cards(chains, initiatives, strategy),
        )
        confirmed = {
            goal.id for goal in goals if goal.source in CONFIRMED and goal.kind != "initiative"
        }
        coverage = calculation.coverage(confirmed, chains)
        return {
            **self._prepare_columns(cards, calculation.links_of(strategy, initiatives)),
            "coverage": False if coverage is None else coverage,
            "confirmed": len(confirmed),
            "covered": len(confirmed & chains.keys()),
            "may_edit": self.may_edit,
            "plan_id": self.id,
            "account_id": self.partner_id.id,
            "company_id": self.company_id.id,
        }

    def _read_strategy(self):
        """Goals, objectives and values of this plan, each where the plan shows them.

        Dropped objectives answer nothing.
        """
        own = Domain("plan_id", "=", self.id)
        found = []
        for switch, model, domain, names, context in (
            ("show_goals", "kam.customer.goal", self._get_places_domain(), GOAL_FIELDS, {}),
            (
                "show_objectives",
                "kam.objective",
                own & Domain("state", "!=", "dropped"),
                OBJECTIVE_FIELDS,
                # With archived offerings: they were promised.
                {"active_test": False},
            ),
            ("show_values", "kam.value", own, VALUE_FIELDS, {}),
        ):
            lines = self.env[model].with_context(**context)
            is_shown = self[switch] and lines.has_access("read")
            found.append(lines.search_fetch(domain, names) if is_shown else lines)
        return found

    def _read_offerings(self, objectives, values):
        """The offerings that are named, also archived ones."""
        ids = {*objectives.offering_ids.ids, *values.offering_id.ids}
        offerings = self.env["kam.offering"].with_context(active_test=False)
        if not (ids and offerings.has_access("read")):
            return offerings
        return offerings.search_fetch([("id", "in", list(ids))], ["display_name", "active"])

    @api.model
    def _prepare_strategy(self, goals, objectives, values):
        return calculation.Strategy(
            goals={goal.id: goal.parent_id.id or None for goal in goals},
            objectives={
                objective.id: (objective.goal_ids.ids, objective.offering_ids.ids)
                for objective in objectives
            },
            values=[
                calculation.Value(
                    value.id,
                    value.goal_id.id or None,
                    value.objective_id.id or None,
                    value.offering_id.id or None,
                )
                for value in values
            ],
        )

    # cards

    @api.model
    def _prepare_card(self, kind, record, name, **values):
        return {
            "key": f"{kind}-{record.id}",
            "kind": kind,
            "id": record.id,
            "model": record._name,
            "name": name,
            "note": "",
            "is_assumed": False,
            **values,
        }

    @api.model
    def _label_missing(self):
        return {
            "goal_without_answer": self.env._("Goal without answer"),
            "objective_without_goal": self.env._("Objective that serves no goal"),
            "objective_without_offering": self.env._("Objective without offering"),
            "offering_without_value": self.env._("Offering without value"),
            "value_without_objective": self.env._("Value promised for no objective"),
        }

    @api.model
    def _prepare_goal_card(self, goal):
        kind = calculation.INITIATIVE if goal.kind == "initiative" else calculation.GOAL
        is_assumed = goal.source not in CONFIRMED
        texts = (self._format_choice(goal, "kind"), self._format_choice(goal, "source"))
        note = " · ".join(texts)
        return self._prepare_card(kind, goal, goal.name, note=note, is_assumed=is_assumed)

    @api.model
    def _prepare_objective_card(self, objective):
        texts = [
            self._format_choice(objective, "status") or self._format_choice(objective, "state")
        ]
        if is_known(objective.progress):
            texts.append(self.env._("%s %%", round(objective.progress)))
        note = " · ".join(text for text in texts if text)
        return self._prepare_card(calculation.OBJECTIVE, objective, objective.name, note=note)

    @api.model
    def _prepare_value_card(self, value):
        texts = [self._format_choice(value, "state")]
        if is_known(value.promised_amount):
            texts.insert(0, self._format_on_paper(value.promised_amount, value.currency_id))
        note = " · ".join(texts)
        return self._prepare_card(calculation.VALUE, value, value.name, note=note)

    def _add_money(self, cards, strategy, values):
        """What is promised and confirmed for each goal, in the company's money, and said so.

        A value is for the goal that it names and all that this one serves, or else for those that
        its objective answers. Goals are not added up: one value may be for several.
        """
        answers, money = calculation.answered(strategy), {}
        for value in values:
            goals = calculation.with_ancestors(strategy.goals, value.goal_id.id)
            for goal in goals or answers.get(value.objective_id.id, ()):
                sums = money.setdefault(goal, {"promised": [], "confirmed": []})
                sums["promised"].append(value.promised_total)
                sums["confirmed"].append(value.confirmed_total)
        for card in cards:
            if card["model"] == "kam.customer.goal":
                self._add_money_of_goal(card, money.get(card["id"], {}))

    def _add_money_of_goal(self, card, amounts):
        texts = []
        for name, text in (
            ("promised", self.env._("%s promised")),
            ("confirmed", self.env._("%s confirmed")),
        ):
            known = [one for one in amounts.get(name, ()) if is_known(one)]
            card[name] = sum(known) if known else False
            if known:
                texts.append(text % self._format_on_paper(card[name], self.company_id.currency_id))
        # Figures first: the end of a long note is cut.
        card["note"] = " · ".join([*texts, card["note"]])

    @api.model
    def _get_whole_cards(self, chains, initiatives, strategy):
        """The cards of which a whole chain is made."""
        whole = set()
        for goal, found in chains.items():
            kind = calculation.INITIATIVE if goal in initiatives else calculation.GOAL
            whole.add((kind, goal))
            for objective, offering, value in found:
                whole |= {
                    (calculation.OBJECTIVE, objective),
                    (calculation.OFFERING, offering),
                    (calculation.VALUE, value),
                }
        return whole

    @api.model
    def _mark_cards(self, cards, missing, whole):
        labels = self._label_missing()
        for card in cards:
            at = (card["kind"], card["id"])
            lacking = missing.get(at, False)
            card |= {"missing": lacking, "lacks": labels.get(lacking, ""), "is_whole": at in whole}

    @api.model
    def _prepare_columns(self, cards, links):
        """Ordered columns, with ghosts where links are missing."""
        by_place = {(card["kind"], card["id"]): card for card in cards}
        links = [link for link in links if all(end in by_place for end in link)]
        columns = [
            [place for place in by_place if place[0] == kind] for kind in calculation.COLUMNS
        ]
        columns = calculation.order_columns(columns, links)
        ordered = dict(zip(calculation.COLUMNS, columns, strict=True))
        placed = layout.place_ghosts(
            {kind: [by_place[one] for one in column] for kind, column in ordered.items()}
        )
        by_key = {card["key"]: card for card in cards}
        for card in (card for column in placed.values() for card in column if "ghost_of" in card):
            lacking = by_key[card["ghost_of"]]
            card |= {"name": lacking["lacks"], "note": lacking["name"]}
        labels = self._label_columns()
        return {
            "columns": [
                {"kind": kind, "label": labels[kind], "cards": column}
                for kind, column in placed.items()
            ],
            "links": [[by_place[one]["key"] for one in link] for link in links],
        }

    @api.model
    def _label_columns(self):
        return {
            calculation.GOAL: self.env._("Customer's Goals"),
            calculation.INITIATIVE: self.env._("Initiatives"),
            calculation.OBJECTIVE: self.env._("Our Objectives"),
            calculation.OFFERING: self.env._("Offerings"),
            calculation.VALUE: self.env._("Value"),
        }

    # places

    def _place_strategy(self, found):
        """Add to what `_read_strategy_map` found where cards and lines stand."""
        columns = found["columns"]
        scene, pairs = layout.make_scene(columns, found.pop("links"))
        if self._get_reading_direction() == "rtl":
            scene = scene.mirror()
        cards = [card for column in columns for card in column["cards"]]
        for part, box in zip([*columns, *cards], scene.boxes, strict=True):
            part |= {"x": box.x, "y": box.y}
        lines = [
            {
                "from": one,
                "to": other,
                "is_ghost": line.is_dashed,
                "path": path_of(line.start, line.end),
            }
            for (one, other), line in zip(pairs, scene.lines, strict=True)
        ]
        return {**found, "lines": lines, "width": scene.width, "height": scene.height}
