"""The invented children of the sample day, with numbers from the ranges kept for tests."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from stdnum.gb import nhs, upn

GIVEN = ("Ada", "Bryn", "Cleo", "Dov", "Esme", "Farid", "Greta", "Hal", "Ivo", "Juno", "Kit", "Lena")
FAMILY = (
    "Alder",
    "Birch",
    "Cotter",
    "Dunmore",
    "Elm",
    "Fenwick",
    "Garside",
    "Holt",
    "Iveson",
    "Jessop",
    "Kemp",
    "Lowe",
)
STREETS = ("Larch Close", "Mill Lane", "Station Road", "Heron Way")


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


def family(today: date) -> tuple[Child, Child]:
    """Return the two siblings of the story: a pupil, and one not yet of school age."""
    home = ("4 Larch Close, Northbridge", "NX4 7QL")
    rowan = Child("Rowan", "Ashdown", _ago(today, 8 * 365 + 190), "F", nhs_number(101), upn_number(101), *home, 1)
    finn = Child("Finn", "Ashdown", _ago(today, 2 * 365 + 60), "M", nhs_number(102), None, *home, 2)
    return rowan, finn


def background(today: date, seed: int) -> list[Child]:
    """Return twelve other pupils, the same for the same seed."""
    random = Random(seed)
    return [_pupil(index, today, random) for index in range(len(GIVEN))]


def nhs_number(serial: int) -> str:
    """Return a valid NHS number of the range 999, which is kept for tests and given to nobody."""
    candidates = (f"999{serial:05d}{tail:02d}" for tail in range(100))
    return next(number for number in candidates if nhs.is_valid(number))


def upn_number(serial: int) -> str:
    """Return a valid pupil number of an establishment that does not exist."""
    body = f"81500001{serial:04d}"
    return str(upn.calc_check_digit(body)) + body


def _pupil(index: int, today: date, random: Random) -> Child:
    born = _ago(today, random.randrange(5 * 365, 10 * 365))
    address = f"{random.randrange(1, 90)} {random.choice(STREETS)}, Northbridge"
    number = 10 + index
    return Child(
        GIVEN[index], FAMILY[index], born, random.choice("FM"), nhs_number(200 + index), upn_number(number), address,
        f"NX{random.randrange(1, 9)} {random.randrange(1, 9)}AB", number,
    )  # fmt: skip


def _ago(today: date, days: int) -> date:
    return today - timedelta(days=days)
