"""Branches of the map of a plan. Plain values only."""

from typing import NamedTuple


class Branch(NamedTuple):
    """A chapter of the plan as a branch of its map: which lines it holds, and what is below what.

    sequence: place among the branches, as the chapters stand
    name: of the chapter, as its page in the form is called; there is one branch of each
    label: what the branch is called
    model: whose records it holds, lines of a plan or of an account
    switch: field of the plan that says whether the plan shows it, or ""
    question: guiding question for a branch that holds nothing
    domain: which lines it holds, or None for all
    open: which of them are still to be done, or None where nothing is ever over
    late: which of them are late, or None
    mine: fields that name a colleague whose line it is
    state: field whose text stands beside a line, or ""
    group: field by whose values the lines are grouped, or ""
    parent: field that leads to a line of the same branch, below which a line stands, or ""
    under: fields that lead to lines of other branches, below which a line is linked as well
    alike: pairs (name of another branch, field): below its lines stand those whose field has the
        same value
    title: fields whose names say what a line is, where its own name says more than is needed
    called: paths to the partners after whom lines are called, where Odoo reads them one by one
    is_inner: it is no chapter: its lines stand below others only, and are counted there
    """

    sequence: int
    name: str
    label: str
    model: str
    switch: str = ""
    question: str = ""
    domain: object = None
    open: object = None
    late: object = None
    mine: tuple = ()
    state: str = ""
    group: str = ""
    parent: str = ""
    under: tuple = ()
    alike: tuple = ()
    title: tuple = ()
    called: tuple = ()
    is_inner: bool = False
