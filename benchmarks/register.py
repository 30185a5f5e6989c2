"""A made-up register of children, and labelled probes: each says whom it is about, or that it is about nobody there."""

import random
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from benchmarks.story import test_numbers

SYLLABLES = ("ka", "mi", "ro", "da", "le", "son", "ber", "tin", "wa", "ha", "jo", "el", "is", "mar", "th", "an", "ch")
FAMILY_NAMES, GIVEN_NAMES = 6000, 800
WITH_NUMBER = 0.8
"""The share of probes that give the child's NHS number, as most messages of health and care do."""
STRANGERS = 0.2
"""The share of probes that are about no child of the register."""


@dataclass(frozen=True, slots=True)
class Told:
    """A child as one source tells of them; `nhs_number` None where it does not know it."""

    given: str
    family: str
    born: str
    postcode: str
    nhs_number: str | None

    def as_event(self) -> dict[str, Any]:
        """Return the member of an event's `children` that tells the same."""
        number = {"system": "nhs-number", "value": self.nhs_number, "status": "verified"}
        return {
            "given_names": self.given,
            "family_name": self.family,
            "date_of_birth": self.born,
            "addresses": [{"postcode": self.postcode}],
            "identifiers": [number] if self.nhs_number else [],
        }

    def as_row(self, unique_id: int) -> dict[str, Any]:
        """Return a row of a table."""
        return {"unique_id": unique_id, **asdict(self)}


@dataclass(frozen=True, slots=True)
class Probe:
    """What is told of a child, and the place of that child in the register (None: not there)."""

    told: Told
    place: int | None


def register(number: int, seed: int) -> list[Told]:
    """Return the children of a register, no two with one NHS number; beyond some 900,000 they have none."""
    chance = random.Random(seed)
    families = [_name(chance, 3) for _ in range(FAMILY_NAMES)]
    givens = [_name(chance, 2) for _ in range(GIVEN_NAMES)]
    numbers = test_numbers()
    return [_child(chance, families, givens, next(numbers, None)) for _ in range(number)]


def probes(of: Sequence[Told], number: int, seed: int) -> list[Probe]:
    """Return probes: of children in the register, told with one slip of the kinds that sources make, and of others."""
    chance = random.Random(seed + 1)
    places = chance.sample(range(len(of)), number)
    return [_probe(chance, of, place, is_stranger=chance.random() < STRANGERS) for place in places]


def _probe(chance: random.Random, of: Sequence[Told], place: int, *, is_stranger: bool) -> Probe:
    slipped = _slip(chance, of[place])
    told = slipped if chance.random() < WITH_NUMBER else replace(slipped, nhs_number=None)
    if not is_stranger:
        return Probe(told, place)
    other = chance.choice(of)
    return Probe(replace(told, given=_name(chance, 4), family=other.family, nhs_number=None), None)


def _slip(chance: random.Random, child: Told) -> Told:
    day, month = child.born[8:], child.born[5:7]
    kinds = (
        child,
        replace(child, given=_typo(chance, child.given)),
        replace(child, family=_typo(chance, child.family)),
        replace(child, postcode="AB1 1AA"),
        replace(child, born=f"{child.born[:4]}-{day}-{month}") if int(day) <= 12 else child,
    )
    return chance.choice(kinds)


def _typo(chance: random.Random, name: str) -> str:
    place = chance.randrange(len(name))
    return name[:place] + chance.choice("aeiourstln") + name[place + 1 :]


def _child(chance: random.Random, families: Sequence[str], givens: Sequence[str], number: str | None) -> Told:
    born = f"{chance.randrange(2008, 2026)}-{chance.randrange(1, 13):02d}-{chance.randrange(1, 29):02d}"
    postcode = f"AB{chance.randrange(1, 60)} {chance.randrange(1, 9)}{chance.choice('ABDEF')}{chance.choice('ABDEF')}"
    return Told(chance.choice(givens), chance.choice(families), born, postcode, number)


def _name(chance: random.Random, syllables: int) -> str:
    return "".join(chance.choice(SYLLABLES) for _ in range(syllables)).capitalize()
