"""From the customer's goals to the value that they bring. Plain values only.

A card is a pair (kind, id). Links lead from left to right: an initiative stands below the goal that
it serves, an objective answers goals and initiatives, offerings serve objectives, and values are
promised for objectives and offerings.
"""

from collections import defaultdict
from typing import NamedTuple

GOAL, INITIATIVE, OBJECTIVE, OFFERING, VALUE = (
    "goal",
    "initiative",
    "objective",
    "offering",
    "value",
)
COLUMNS = (GOAL, INITIATIVE, OBJECTIVE, OFFERING, VALUE)
SWEEPS = 2


class Value(NamedTuple):
    """What a value says it is promised for: ids, or None."""

    id: int
    goal: int | None = None
    objective: int | None = None
    offering: int | None = None


class Strategy(NamedTuple):
    """The lines of a strategy.

    goals: {goal or initiative id: id of the goal that it serves, or None}
    objectives: {objective id: (ids of goals and initiatives, ids of offerings)}
    values: list of `Value`
    """

    goals: dict
    objectives: dict
    values: list


def with_ancestors(goals, goal):
    """A goal and all that it serves; a loop ends where it began.

    >>> with_ancestors({1: None, 2: 1, 3: 2}, 3)
    [3, 2, 1]
    """
    found = []
    while goal in goals and goal not in found:
        found.append(goal)
        goal = goals[goal]
    return found


def answered(strategy):
    """Which goals an objective answers, itself or by an initiative below it.

    :return: dict {objective id: set of goal ids}
    """
    return {
        objective: {one for goal in goals for one in with_ancestors(strategy.goals, goal)}
        for objective, (goals, _offerings) in strategy.objectives.items()
    }


def whole_chains(strategy):
    """The goals with a whole chain: an objective that answers it, an offering of that objective,
    and a value that is promised for both. A value for another goal alone proves nothing here.

    :return: dict {goal id: set of (objective id, offering id, value id)}
    """
    chains, answers = defaultdict(set), answered(strategy)
    for value in strategy.values:
        _goals, offerings = strategy.objectives.get(value.objective, ((), ()))
        if value.offering not in offerings:
            continue
        reached = answers[value.objective]
        if value.goal in strategy.goals:
            above = with_ancestors(strategy.goals, value.goal)
            reached = {
                goal
                for goal in reached
                if goal in above or value.goal in with_ancestors(strategy.goals, goal)
            }
        for goal in reached:
            chains[goal].add((value.objective, value.offering, value.id))
    return dict(chains)


def coverage(confirmed, chains):
    """How many percent of the confirmed goals have a whole chain, or None where none is confirmed.

    >>> coverage({1, 2, 3, 4, 5}, {1: {(1, 1, 1)}, 2: {(1, 1, 1)}, 5: {(2, 1, 3)}, 9: {(1, 1, 1)}})
    60.0
    """
    return 100.0 * len(confirmed & chains.keys()) / len(confirmed) if confirmed else None


def missing_links(strategy, initiatives, offerings):
    """What a card lacks for a whole chain.

    :param initiatives: ids of the goals that are initiatives
    :param offerings: ids of the offerings on the map
    :return: dict {card: name of what it lacks}
    """
    missing, answers = {}, answered(strategy)
    reached = set().union(*answers.values()) if answers else set()
    for goal in strategy.goals.keys() - set(initiatives) - reached:
        missing[GOAL, goal] = "goal_without_answer"
    for objective, (_goals, own) in strategy.objectives.items():
        if not answers[objective]:
            missing[OBJECTIVE, objective] = "objective_without_goal"
        elif not own:
            missing[OBJECTIVE, objective] = "objective_without_offering"
    for offering in set(offerings) - {value.offering for value in strategy.values}:
        missing[OFFERING, offering] = "offering_without_value"
    for value in strategy.values:
        if value.objective not in strategy.objectives:
            missing[VALUE, value.id] = "value_without_objective"
    return missing


def links_of(strategy, initiatives):
    """All links between cards.

    :return: list of pairs of cards (left one, right one), each once
    """
    initiatives = set(initiatives)

    def card(goal):
        return (INITIATIVE if goal in initiatives else GOAL, goal)

    links = [(card(p), card(g)) for g, p in strategy.goals.items() if p in strategy.goals]
    for objective, (goals, offerings) in strategy.objectives.items():
        there = (OBJECTIVE, objective)
        links += [(card(goal), there) for goal in goals if goal in strategy.goals]
        links += [(there, (OFFERING, offering)) for offering in offerings]
    for value in strategy.values:
        there = (VALUE, value.id)
        if value.offering:
            links.append(((OFFERING, value.offering), there))
        _goals, offerings = strategy.objectives.get(value.objective, ((), ()))
        if value.objective in strategy.objectives and value.offering not in offerings:
            links.append(((OBJECTIVE, value.objective), there))
        if value.goal in strategy.goals and value.objective not in strategy.objectives:
            links.append((card(value.goal), there))
    return list(dict.fromkeys(links))


def order_columns(columns, links):
    """Bring linked cards onto one height: two sweeps, each to the right and back, in which a card
    goes to the mean place of its neighbours on the side where the sweep comes from. Cards without
    any stay where they are among the others.

    :param columns: lists of cards
    :param links: pairs of cards
    :return: lists of the same cards
    """
    columns = [list(column) for column in columns]
    at = {card: index for index, column in enumerate(columns) for card in column}
    before, after = defaultdict(set), defaultdict(set)
    for left, right in links:
        after[left].add(right)
        before[right].add(left)
    there, back = range(1, len(columns)), range(len(columns) - 2, -1, -1)
    for _sweep in range(SWEEPS):
        for indexes, neighbours in ((there, before), (back, after)):
            for index in indexes:
                columns[index] = _sort_column(columns, index, neighbours, at)
    return columns


def _sort_column(columns, index, neighbours, at):
    """Columns differ in length: places are from 0 to 1."""
    places = {
        card: (row + 0.5) / len(column) for column in columns for row, card in enumerate(column)
    }
    means = {}
    for card in columns[index]:
        near = [places[other] for other in neighbours[card] if at[other] != index]
        means[card] = sum(near) / len(near) if near else places[card]
    return sorted(columns[index], key=means.get)
