"""What the steps of one import share; no model of its own."""

# Key of the context under which it stands.
LOADING = "kam_loading"


class Loading:
    """One import: in which order its rows were taken, and which names were looked up.

    No client can send one: it is an object of this process.
    """

    def __init__(self):
        self.names = {}
        self.order = []
        self.last_row = -1

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def put_in_order(self, result, limit):
        """Give Odoo's answer as if the rows had been taken in the order of the file.

        :param dict result: what `load` returns
        :param limit: rows that were to be taken at most, or None
        :return: dict
        """
        ids, following = result["ids"], self.last_row + 1
        if ids and len(ids) == len(self.order):
            ids = [one for _number, one in sorted(zip(self.order, ids, strict=True))]
        is_more = limit is not None and following >= limit
        return {**result, "ids": ids, "nextrow": following if is_more else 0}


def get_loading(records):
    """The import that goes on, or None."""
    loading = records.env.context.get(LOADING)
    return loading if isinstance(loading, Loading) else None
