"""Made-up events for measuring: children with valid test numbers, and what agencies say of them. Nobody is real."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

CATEGORIES = ("neglect", "physical-abuse", "emotional-abuse", "exploitation", "attendance-concern", "missing-episode")
TIERS = ("summary", "detail")
SENTENCE = (
    "Arrived late and withdrawn for the third time this week; what was said was written down word for word "
    "and the safeguarding lead was told before the end of the day. "
)
NARRATIVE_CHARACTERS = 420
THIRD_PARTY_SHARE = 0.2
BEGIN = datetime(2026, 1, 5, 9, tzinfo=UTC)
INCIDENT = "safeguarding.domestic-abuse-incident.v1"
"""A type that every agency may send, whose labels are as free as those of any."""
ALLOCATION = "safeguarding.worker-allocated.v1"


@dataclass(frozen=True, slots=True)
class Saying:
    """What one agency says: the event's type, its id at the agency, when, and the event itself."""

    agency_id: str
    event_type: str
    event_id: str
    time: datetime
    data: Mapping[str, Any]


def children(number: int) -> list[dict[str, Any]]:
    """Return children as agencies describe them, each with a verified number of the range kept for tests."""
    return list(islice(each_child(), number))


def each_child() -> Iterator[dict[str, Any]]:
    """Yield such children, one after another, some 900,000 of them."""
    for place, nhs_number in enumerate(test_numbers()):
        yield _child(place, nhs_number)


def told(
    about: Sequence[Mapping[str, Any]], agencies: Sequence[str], number: int, seed: int, first: int = 0
) -> list[Saying]:
    """Return incidents, the children in turn, whose labels differ as real ones do; their ids count from `first`."""
    chance, places = random.Random(seed), range(first, first + number)
    return [_incident(chance, about[place % len(about)], chance.choice(agencies), place) for place in places]


def allocation(child: Mapping[str, Any], agency: str, staff_id: str) -> Saying:
    """Return the event by which a social worker comes to stand with the child."""
    worker = {"agency": agency, "staff_id": staff_id, "name": "A. Worker", "role": "social-worker"}
    data = {
        "headline": "Social worker allocated",
        "occurred": {"from": BEGIN.date().isoformat(), "precision": "day"},
        "author": {"name": "A. Manager", "role": "team-manager"},
        "children": [child],
        "practitioner": worker,
        "since": BEGIN.date().isoformat(),
    }
    return Saying(agency, ALLOCATION, "allocation-1", BEGIN, data)


def _incident(chance: random.Random, child: Mapping[str, Any], agency: str, place: int) -> Saying:
    time = BEGIN + timedelta(minutes=place)
    data: dict[str, Any] = {
        "headline": "Repeated lateness and withdrawn behaviour",
        "occurred": {"from": time.isoformat(), "precision": "exact"},
        "category": chance.choice(CATEGORIES),
        "narrative": (SENTENCE * 3)[:NARRATIVE_CHARACTERS],
        "how_known": "seen",
        "author": {"staff_id": f"u{chance.randrange(900)}", "name": "A. Person", "role": "response-officer"},
        "record_ref": f"R{place:09d}",
        "children": [child],
        "handling": {"tier": chance.choice(TIERS)},
    }
    if chance.random() < THIRD_PARTY_SHARE:
        data["persons"] = [_carer(child)]
    return Saying(agency, INCIDENT, f"R{place:09d}", time, data)


def _carer(child: Mapping[str, Any]) -> dict[str, Any]:
    relations = [{"child": child["local_ref"], "relation": "carer"}]
    return {"reference": "A-1", "part": "carer", "relations": relations, "family_name": "Sample"}


def _child(place: int, nhs_number: str) -> dict[str, Any]:
    return {
        "local_ref": f"P-{place:06d}",
        "identifiers": [{"system": "nhs-number", "value": nhs_number, "status": "verified"}],
        "given_names": f"Robin {_word(place)}",
        "family_name": "Sample",
        "date_of_birth": (date(2010, 1, 1) + timedelta(days=place % 4000)).isoformat(),
    }


def _word(place: int) -> str:
    """Spell a number in letters, so that no two children share a name."""
    return "".join(chr(ord("a") + int(digit)) for digit in f"{place:06d}").title()


def test_numbers() -> Iterator[str]:
    """Yield NHS numbers of the range 999, which is kept for tests, with their check digit (modulus 11)."""
    for serial in range(1, 1_000_000):
        first = f"999{serial:06d}"
        check = -sum((10 - place) * int(digit) for place, digit in enumerate(first)) % 11
        if check < 10:
            yield f"{first}{check}"
