"""The children a concern is about, as typed: named, not born yet, or described where nobody knows the name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from hub.pages.concerns.questions import MOST_CHILDREN, SEEN, TO_FIRST_CHILD
from hub.pages.dates import typed_date
from hub.pages.forms import Form, Wrong
from hub.pages.present import whole_years

OLDEST = 25
PREGNANCY = timedelta(days=305)
NHS_DIGITS = 10
LONGEST = {"description": 1000, "voice": 4000, "impact": 4000, "school": 200, "address": 600}
SHORT = 100
UNNAMED = "a child not named"


@dataclass(frozen=True, slots=True)
class Child:
    """One child of the form. `born` may be in the future (not born yet); `age` is in whole years, as far as known.

    `number` counts from 1 in the order of the form; `relation` is to the first child, empty for that one.
    """

    number: int
    given_names: str
    family_name: str
    born: date | None
    age: int | None
    description: str
    address: tuple[str, ...]
    postcode: str
    school: str
    nhs_number: str
    upn: str
    seen: str
    voice: str
    impact: str
    relation: str

    @property
    def is_known_by_name(self) -> bool:
        """Whether name and date of birth are there by which a record may be found."""
        return bool(self.given_names and self.family_name and self.born)

    @property
    def initials(self) -> str:
        letters = [f"{name[0].upper()}." for name in (self.given_names, self.family_name) if name]
        return " ".join(letters) or UNNAMED


def children(form: Form, today: date, faults: list[Wrong]) -> tuple[Child, ...]:
    """Return the children that were typed; a block left empty is passed over, but for the first."""
    numbers = [number for number in range(1, count(form) + 1) if number == 1 or _is_filled(form, number)]
    return tuple(_child(_Block(form, number), today, faults) for number in numbers)


def count(form: Form) -> int:
    """Return how many blocks for a child the form shows."""
    told = form.get("children", "1")
    return min(int(told), MOST_CHILDREN) if told.isascii() and told.isdigit() and int(told) else 1


@dataclass(frozen=True, slots=True)
class _Block:
    """The fields of one child: `c2_family_name` is `family_name` of the second."""

    form: Mapping[str, str]
    number: int

    def name(self, field: str) -> str:
        return f"c{self.number}_{field}"

    def __getitem__(self, field: str) -> str:
        return self.form.get(self.name(field), "")


def _is_filled(form: Form, number: int) -> bool:
    prefix = f"c{number}_"
    return any(value for name, value in form.items() if name.startswith(prefix) and name != f"{prefix}relation")


def _child(block: _Block, today: date, faults: list[Wrong]) -> Child:
    _must_not_be_too_long(block, faults)
    born, age = typed_date(block.form, block.name("born"), faults, "Date of birth"), _age(block, faults)
    _must_be_somebody(block, born, age, faults)
    _must_be_a_child(block, born, today, faults)
    return Child(
        number=block.number,
        given_names=block["given_names"],
        family_name=block["family_name"],
        born=born,
        age=whole_years(born, today) if age is None and born and born <= today else age,
        description=block["description"],
        address=tuple(line.strip()[:200] for line in block["address"].splitlines() if line.strip())[:6],
        postcode=block["postcode"].upper(),
        school=block["school"],
        nhs_number=_nhs_number(block, faults),
        upn=block["upn"].replace(" ", "").upper(),
        seen=block["seen"] if block["seen"] in SEEN else "",
        voice=block["voice"],
        impact=block["impact"],
        relation=_relation(block),
    )


def _must_be_somebody(block: _Block, born: date | None, age: int | None, faults: list[Wrong]) -> None:
    if not any(block[field] for field in ("given_names", "family_name", "description")):
        message = "Enter the child’s name, or describe the child if you do not know it"
        faults.append(Wrong(block.name("given_names"), message))
    if born is None and age is None and not _has_fault(block, faults):
        faults.append(Wrong(block.name("age"), "Enter the date of birth, or about how old the child is"))


def _must_be_a_child(block: _Block, born: date | None, today: date, faults: list[Wrong]) -> None:
    if born is None:
        return
    if whole_years(born, today) > OLDEST:
        faults.append(Wrong(block.name("born_day"), "Check the year of birth: this form is about children"))
    if born > today + PREGNANCY:
        faults.append(Wrong(block.name("born_day"), "A date of birth to come is taken up to ten months ahead"))


def _has_fault(block: _Block, faults: list[Wrong]) -> bool:
    return any(fault.field in (block.name("born_day"), block.name("age")) for fault in faults)


def _age(block: _Block, faults: list[Wrong]) -> int | None:
    told = block["age"]
    if not told:
        return None
    if told.isascii() and told.isdigit() and int(told) <= OLDEST:
        return int(told)
    faults.append(Wrong(block.name("age"), f"Age must be a number of years from 0 to {OLDEST}"))
    return None


def _nhs_number(block: _Block, faults: list[Wrong]) -> str:
    digits = block["nhs_number"].replace(" ", "")
    if digits and (len(digits) != NHS_DIGITS or not (digits.isascii() and digits.isdigit())):
        faults.append(
            Wrong(block.name("nhs_number"), "NHS number must be 10 digits. Leave it out if you do not know it")
        )
    return digits


def _relation(block: _Block) -> str:
    if block.number == 1:
        return ""
    return block["relation"] if block["relation"] in TO_FIRST_CHILD else "unknown"


def _must_not_be_too_long(block: _Block, faults: list[Wrong]) -> None:
    shorter = dict.fromkeys(("given_names", "family_name"), SHORT) | {"postcode": 10, "upn": 20}
    for field, most in {**LONGEST, **shorter}.items():
        if len(block[field]) > most:
            faults.append(Wrong(block.name(field), f"Shorten this to {most} characters or fewer"))
