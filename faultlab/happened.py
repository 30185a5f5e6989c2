"""What was done to the parts in a round: the kills by kind and point, and how long it took to be at work again."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

RANDOM = "random moment"


@dataclass
class Happened:
    """`points` counts the hub's deaths by where it died; `fell` those that nobody caused."""

    points: Counter[str] = field(default_factory=Counter)
    others: Counter[str] = field(default_factory=Counter)
    recovery_s: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    fell: int = 0

    @property
    def hub_kills(self) -> int:
        return self.points.total()

    def to_data(self) -> dict[str, Any]:
        """Return it for a line of the report."""
        return {
            "points": dict(sorted(self.points.items())),
            "others": dict(sorted(self.others.items())),
            "recovery_s": {name: [round(one, 1) for one in took] for name, took in sorted(self.recovery_s.items())},
            "fell": self.fell,
        }
