"""What agencies say in a run: made-up events, seeded, each with the one thing that ought to become of it."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from benchmarks.story import children

CHILDREN = 60
STRANGERS = 20
"""Children of whom only context is ever told, so that nothing of them may be kept."""
CHUNK = 200
DUPLICATED = 0.10
REORDERED = 0.20
WITHIN = 50
"""How many places late an event comes that comes late (`security.md` G1)."""
BEGIN = datetime(2026, 3, 2, 9, tzinfo=UTC)


class Fate(StrEnum):
    """What ought to become of an event, whatever dies meanwhile."""

    FILED = "filed"
    PERSON = "person"
    HELD = "held"
    NOT_ADMITTED = "not-admitted"
    QUARANTINED = "quarantined"


class Flaw(StrEnum):
    """What is wrong with a poisonous message."""

    NOT_JSON = "not-json"
    BAD_SIGNATURE = "bad-signature"
    NO_SIGNATURE = "no-signature"
    INVALID = "invalid"
    WRONG_HUB = "wrong-hub"


SHARES = {Fate.FILED: 86, Fate.PERSON: 4, Fate.HELD: 3, Fate.NOT_ADMITTED: 5, Fate.QUARANTINED: 2}


@dataclass(frozen=True, slots=True)
class Told:
    """One event. `children` are the agency's references with the numbers of the children they mean; `again` is set on
    a copy: `False` is sent byte for byte, `True` is sealed and signed anew."""

    agency: str
    name: str
    id: str
    fate: Fate
    data: Mapping[str, Any]
    children: tuple[tuple[str, int], ...]
    flaw: Flaw | None = None
    again: bool | None = None

    @property
    def event_type(self) -> str:
        return f"safeguarding.{self.name}.v1"


def story(seed: int, agencies: Sequence[str], school: str) -> Iterator[Told]:
    """Yield events without end, some twice and some late; `school` is the agency that tells of context."""
    chance = random.Random(seed)
    teller = Teller(chance, agencies, school)
    while True:
        yield from _disturbed(chance, [teller.tell() for _ in range(CHUNK)])


def _disturbed(chance: random.Random, events: Sequence[Told]) -> list[Told]:
    """Return events with copies of some, and some of all these late."""
    placed = [(place + _delay(chance), event) for place, event in enumerate(events)]
    copies = [
        (place + chance.uniform(0, WITHIN), replace(event, again=chance.random() < 0.5))
        for place, event in placed
        if chance.random() < DUPLICATED
    ]
    return [event for _, event in sorted(placed + copies, key=lambda one: one[0])]


def _delay(chance: random.Random) -> float:
    return chance.uniform(0, WITHIN) if chance.random() < REORDERED else 0.0


class Teller:
    """Makes one event after another."""

    def __init__(self, chance: random.Random, agencies: Sequence[str], school: str) -> None:
        self._chance = chance
        self._agencies = agencies
        self._school = school
        self._people = children(CHILDREN + STRANGERS)
        self._count = 0

    def tell(self) -> Told:
        """Return the next event."""
        self._count += 1
        fate = self._chance.choices(list(SHARES), weights=list(SHARES.values()))[0]
        agency = self._chance.choice(self._agencies)
        if fate is Fate.NOT_ADMITTED:
            return self._context()
        if fate is Fate.PERSON:
            return self._of(agency, "concern-raised", fate, [], persons=[{"reference": "A-1", "part": "other"}])
        numbers = self._meant(fate)
        name = self._chance.choice(["concern-raised", "domestic-abuse-incident"])
        told = self._of(agency, name, fate, numbers)
        return replace(told, flaw=self._chance.choice(list(Flaw))) if fate is Fate.QUARANTINED else told

    def _meant(self, fate: Fate) -> list[int]:
        """Return the children of an event: one told of twice is what no machine may decide."""
        one = self._chance.randrange(CHILDREN)
        if fate is Fate.HELD:
            return [one, one]
        return self._chance.sample(range(CHILDREN), 2) if self._chance.random() < 0.2 else [one]

    def _context(self) -> Told:
        stranger = CHILDREN + self._chance.randrange(STRANGERS)
        joined = {"change": "joined", "on": "2026-03-02"}
        return self._of(self._school, "school-roll-changed", Fate.NOT_ADMITTED, [stranger], **joined)

    def _of(self, agency: str, name: str, fate: Fate, numbers: Sequence[int], **more: object) -> Told:
        event_id = f"L-{self._count:06d}"
        references = tuple((f"{agency}-{number}-{place}", number) for place, number in enumerate(numbers))
        data: dict[str, Any] = {
            "headline": f"What {agency} saw, number {self._count}",
            "occurred": {"from": BEGIN.date().isoformat(), "precision": "day"},
            "author": {"staff_id": "s-1", "name": "A. Author", "role": "response-officer"},
            "children": [{**self._people[number], "local_ref": reference} for reference, number in references],
            **more,
        }
        if name == "concern-raised":
            data["narrative"] = f"Told in the words of {agency}, number {self._count}."
        return Told(agency, name, event_id, fate, data, references)
