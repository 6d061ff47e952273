"""Who reports to whom on a whole map, however large, and whom to show first. Plain values."""

# A map of so many people is sent whole; of a larger one the tops come first, and the rest as it
# is opened.
WHOLE_MAP = 300
FIRST_PEOPLE = 60


def cut_loops(managers):
    """Reporting lines without those that lead in a circle, which no drawing survives.

    The database refuses circles, but one may have come in beside it. Whoever of a circle is met
    first then stands at its top.

    :param dict managers: {id: id of the manager or a false value}, in the order of drawing
    :return: dict like it
    """
    straight, walked = dict(managers), set()
    for person in managers:
        path, at = {}, person
        while at in straight and at not in walked and at not in path:
            path[at] = None
            at = straight[at]
        if at in path:
            straight[at] = None
        walked.update(path)
    return straight


class MapStructure:
    """The reporting lines of one map.

    managers: {id: id of the manager or a false value} of everybody, parked people too
    below: {id: ids of those who report to somebody, parked ones left out}
    tops: ids of those above whom nobody stands: no manager, or one who is parked
    counts: {id: how many report to somebody}
    """

    def __init__(self, rows, whole=WHOLE_MAP, first=FIRST_PEOPLE):
        """
        :param list rows: tuples (id, manager id or None, whether parked), in the order of drawing
        :param int whole: people up to whom everybody is shown at first
        :param int first: people with whom a larger map opens, about
        """
        self.whole, self.first = whole, first
        self.managers = cut_loops({person: manager for person, manager, _parked in rows})
        self.shown = {person for person, _manager, is_parked in rows if not is_parked}
        self.below, self.tops = {}, []
        for person, manager in self.managers.items():
            if person not in self.shown:
                continue
            if manager in self.shown:
                self.below.setdefault(manager, []).append(person)
            else:
                self.tops.append(person)
        self.counts = {person: len(reports) for person, reports in self.below.items()}

    @property
    def total(self):
        """How many people are on the map, parked ones left out."""
        return len(self.shown)

    def choose_upper(self, most):
        """Ids of so many people who are not parked: all in the order of drawing, or of a larger
        map the upper levels.
        """
        if self.total <= most:
            return [person for person in self.managers if person in self.shown]
        chosen, level = [], self.tops
        while level and len(chosen) < most:
            chosen += level
            level = [report for person in level for report in self.below.get(person, [])]
        return chosen[:most]

    def choose_first(self):
        """Ids of the people with whom the map opens: all, or the upper levels of a large one.

        Managers are opened level by level until the first screens are full. Of the parked people
        of a large map some come along, to stand aside.
        """
        if len(self.managers) <= self.whole:
            return list(self.managers)
        chosen, level = [], self.tops
        while level:
            chosen += level
            level = [report for person in level for report in self.below.get(person, [])]
            if len(chosen) + len(level) > self.first:
                break
        parked = [person for person in self.managers if person not in self.shown]
        return chosen[: self.whole] + parked[: self.first]

    def get_path(self, person):
        """Ids from the top down to somebody's manager."""
        path, manager = [], self.managers.get(person)
        while manager and manager not in path:
            path.insert(0, manager)
            manager = self.managers.get(manager)
        return path
