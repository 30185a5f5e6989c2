"""The background children: who they are, the same for the same seed and day."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from demo.people import Child, nhs_number, upn_number
from demo.said import said

MEADOW_PUPILS, QUAYSIDE_PUPILS, YOUNG, OLDER = 112, 70, 30, 20
FIRST_NUMBER = 10
"""The children of the story have the numbers below."""


@dataclass(frozen=True, slots=True)
class Population:
    """More than two hundred: pupils of the two schools, those too young for school, and those of other schools."""

    meadow: list[Child]
    quayside: list[Child]
    young: list[Child]
    older: list[Child]

    @property
    def all(self) -> list[Child]:
        """Every background child."""
        return [*self.meadow, *self.quayside, *self.young, *self.older]


def population(today: date, seed: int) -> Population:
    """Return the background children."""
    makers = _Maker(today, Random(seed))
    return Population(
        meadow=makers.children(MEADOW_PUPILS, 5, 10, "Northbridge", at_school=True),
        quayside=makers.children(QUAYSIDE_PUPILS, 5, 7, "Eastmere", at_school=True),
        young=makers.children(YOUNG, 0, 4, "Northbridge", at_school=False),
        older=makers.children(OLDER, 12, 16, "Northbridge", at_school=True),
    )


class _Maker:
    """Makes children with names of their own: no two of them are namesakes by chance."""

    def __init__(self, today: date, random: Random) -> None:
        self._today = today
        self._random = random
        self._names = said("background")["names"]
        self._made: set[tuple[str, str]] = set()

    def children(self, count: int, youngest: int, oldest: int, town: str, *, at_school: bool) -> list[Child]:
        return [self._child(youngest, oldest, town, at_school=at_school) for _ in range(count)]

    def _child(self, youngest: int, oldest: int, town: str, *, at_school: bool) -> Child:
        given, family = self._name()
        number = FIRST_NUMBER + len(self._made)
        days = self._random.randrange(youngest * 365 + 30, (oldest + 1) * 365)
        street = f"{self._random.randrange(1, 90)} {self._random.choice(self._names['streets'])}"
        area = self._random.randrange(1, 5) if town == "Northbridge" else 9
        return Child(
            given=given,
            family=family,
            born=self._today - timedelta(days=days),
            sex=self._random.choice("FM"),
            nhs_number=nhs_number(number + 200),
            upn=upn_number(number) if at_school else None,
            address=f"{street}, {town}",
            postcode=f"NX{area} {self._random.randrange(1, 9)}{self._letters()}",
            number=number,
        )

    def _name(self) -> tuple[str, str]:
        while (name := (self._random.choice(self._names["given"]), self._random.choice(self._names["family"]))) in (
            self._made
        ):
            pass
        self._made.add(name)
        return name

    def _letters(self) -> str:
        return "".join(self._random.choice("ABDEFGHJLNPQRSTUWXYZ") for _ in range(2))
