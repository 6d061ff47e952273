"""A score and what it is made of. Plain values: models turn their records into these."""

from dataclasses import asdict, dataclass, field

from .progress import weighted_percent


@dataclass
class Component:
    """One input of a score.

    key: stable identity of the input, to find it again in an older score
    label: what a person reads
    points: percent 0-100, or None when the input is not known
    weight: share in the total; relative, any positive number
    value: the input as a person reads it ("3 of 5 done")
    evidence: list of (model name, id) of the records that the input was read from
    """

    key: str
    label: str
    points: float | None
    weight: float = 1.0
    value: str = ""
    evidence: list = field(default_factory=list)


@dataclass
class Score:
    """Components and their weighted total."""

    components: list

    @property
    def known(self):
        """The components whose input is known and whose weight counts."""
        return [part for part in self.components if part.points is not None and part.weight > 0]

    @property
    def total(self):
        """Weighted mean of the known components, percent 0-100; None when nothing is known."""
        return weighted_percent((part.weight, part.points) for part in self.known)

    @property
    def confidence(self):
        """Share of the weight whose input is known, percent 0-100; None where nothing has weight.

        Never mixed into the total.
        """
        weight = sum(part.weight for part in self.components if part.weight > 0)
        return 100.0 * sum(part.weight for part in self.known) / weight if weight else None

    def dump(self):
        """Give the components as plain data for storage."""
        return [asdict(part) for part in self.components]

    def explain(self, before=None):
        """Lay the score open: each component with its share of the total and its last value.

        :param list before: components of an earlier score as given by `dump`, or None
        :return: dict total and confidence (None when not known), components (list of dicts with
            ``share``, the points that the component adds to the total, and ``points_before``, None
            when it is new)
        """
        earlier = {part["key"]: part["points"] for part in before or []}
        weight = sum(part.weight for part in self.known)
        return {
            "total": self.total,
            "confidence": self.confidence,
            "components": [
                {
                    **asdict(part),
                    "share": part.weight * part.points / weight if part in self.known else 0.0,
                    "points_before": earlier.get(part.key),
                }
                for part in self.components
            ],
        }
