"""What was answered in Odoo's survey app, as scores of our questions. Plain values only."""

from .gap import LEAST, MOST


def read_scores(rows, questions):
    """The scores of each person; what is no score of one of the questions is passed over.

    :param list rows: tuples (id of the person's answers, id of the app's question, value)
    :param dict questions: {id of the app's question: id of ours}
    :return: dict {id of the person's answers: {id of our question: score}}

    >>> read_scores([(7, 1, 4), (7, 2, 9), (8, 1, 5), (8, 3, 5)], {1: 11, 2: 12})
    {7: {11: 4}, 8: {11: 5}}
    """
    found = {}
    for person, question, value in rows:
        if question in questions and value in range(LEAST, MOST + 1):
            found.setdefault(person, {})[questions[question]] = int(value)
    return found
