"""The invented family of the sample day, with numbers from the ranges kept for tests."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from stdnum.gb import nhs, upn


@dataclass(frozen=True, slots=True)
class Child:
    """One child as the agencies know them; `upn` is None for a child who is at no school."""

    given: str
    family: str
    born: date
    sex: str
    nhs_number: str
    upn: str | None
    address: str
    postcode: str
    number: int

    def ref(self, prefix: str) -> str:
        """Return an agency's own reference for the child; each agency numbers in its own way."""
        return f"{prefix}-{1000 + self.number}"


@dataclass(frozen=True, slots=True)
class Adult:
    """One adult of the story, and how they stand to its children (by short name)."""

    given: str
    family: str
    number: int
    born: date
    relations: Mapping[str, str]

    def ref(self, prefix: str) -> str:
        """Return an agency's own reference for the adult."""
        return f"{prefix}-A{self.number:03d}"


ADULTS = {
    "dana": Adult("Dana", "Ashdown", 1, date(1994, 2, 20), {"rowan": "mother", "finn": "mother"}),
    "lee": Adult("Lee", "Marlow", 2, date(1990, 8, 11), {"rowan": "father", "finn": "father", "skye": "father"}),
    "priya": Adult("Priya", "Nolan", 3, date(1993, 6, 3), {"skye": "mother"}),
}
"""Lee Marlow has a daughter in another household, in another area: what is known there is known to others only."""

LARCH_CLOSE = ("4 Larch Close, Northbridge", "NX4 7QL")
CAPSTAN_ROW = ("27 Capstan Row, Eastmere", "NX9 2RT")


def family(today: date) -> dict[str, Child]:
    """Return the children of the story by short name: two siblings, and their half-sister elsewhere."""
    return {
        "rowan": Child(
            "Rowan", "Ashdown", _ago(today, 8 * 365 + 190), "F", nhs_number(101), upn_number(101), *LARCH_CLOSE, 1
        ),
        "finn": Child("Finn", "Ashdown", _ago(today, 2 * 365 + 60), "M", nhs_number(102), None, *LARCH_CLOSE, 2),
        "skye": Child(
            "Skye", "Nolan", _ago(today, 6 * 365 + 40), "F", nhs_number(103), upn_number(103), *CAPSTAN_ROW, 3
        ),
    }


def nhs_number(serial: int) -> str:
    """Return a valid NHS number of the range 999, which is kept for tests and given to nobody."""
    candidates = (f"999{serial:05d}{tail:02d}" for tail in range(100))
    return next(number for number in candidates if nhs.is_valid(number))


def upn_number(serial: int) -> str:
    """Return a valid pupil number of an establishment that does not exist."""
    body = f"81500001{serial:04d}"
    return str(upn.calc_check_digit(body)) + body


def _ago(today: date, days: int) -> date:
    return today - timedelta(days=days)
