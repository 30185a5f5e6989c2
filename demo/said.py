"""The texts of the story in `said/`, one file an agency, and the short marks in them that stand for what moves.

A table gives when (`ago` days, `working` days or `school` days back; a `clock`, or none for a whole day), who wrote it
(`by`), of which children, with which persons in which part, what is said (`said`), what of one child (`each`), and
whether it is mere routine.
In a text, these stand for values: `@day`, `@day+10`, `@instant`, `@working 12`, `@working 12 15:00`, `@staff asha`,
`@author asha` (the same without the agency), `@event SYSTEM-OF-AGENCY ID`, `@withholding silent WHY`.
"""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from demo.dates import LONDON, Calendar, instant, working_day_before
from demo.staff import author, practitioner

Table = Mapping[str, Any]
Said = dict[str, Any]

FOLDER = Path(__file__).with_name("said")
NOTED_AFTER = timedelta(minutes=35)
SCHOOL_AND_FAMILY: Said = {"agency_types": ["school"], "family": True}


@cache
def said(name: str) -> dict[str, Any]:
    """Return the tables of a file by kind (`told`, `concern`, `attendance`, `visit`); not to be changed."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class When:
    """When one thing happened: a local date, and a local time of day where one is known."""

    day: date
    clock: str | None
    calendar: Calendar

    def noted(self) -> str:
        """Return the instant at which it was recorded: half an hour later, or at the end of that working day."""
        if self.clock is None:
            return instant(self.day, "16:40")
        at = datetime.combine(self.day, datetime.strptime(self.clock, "%H:%M").time(), LONDON) + NOTED_AFTER
        return instant(at.date(), at.strftime("%H:%M"))

    def moment(self) -> str:
        """Return the instant, or the date where no time of day is known."""
        return instant(self.day, self.clock) if self.clock else self.day.isoformat()


def when(told: Table, calendar: Calendar) -> When:
    """Return when a table's thing happened."""
    if "working" in told:
        day = calendar.working(told["working"])
    elif "school" in told:
        day = calendar.school(told["school"])
    else:
        day = calendar.day(told["ago"])
    return When(day, told.get("clock"), calendar)


def meant(value: Any, at: When) -> Any:
    """Return a value with every mark in it replaced by what it stands for; ValueError for a mark nobody knows."""
    if isinstance(value, dict):
        return {name: meant(one, at) for name, one in value.items()}
    if isinstance(value, list):
        return [meant(one, at) for one in value]
    return _mark(value, at) if isinstance(value, str) and value.startswith("@") else value


def _mark(text: str, at: When) -> Any:
    word, _, rest = text[1:].partition(" ")
    name, sign, days = word.partition("+") if "+" in word else word.partition("-")
    if name not in MARKS:
        raise ValueError(f"{text} is no mark that the story knows")
    return MARKS[name](rest, at, int(sign + days) if days else 0)


def _day(_rest: str, at: When, days: int) -> str:
    return (at.day + timedelta(days=days)).isoformat()


def _instant(_rest: str, at: When, _days: int) -> str:
    return at.moment()


def _working(rest: str, at: When, _days: int) -> str:
    count, _, clock = rest.partition(" ")
    day = at.calendar.working(int(count))
    return instant(day, clock) if clock else day.isoformat()


def _staff(rest: str, _at: When, _days: int) -> Said:
    return practitioner(rest)


def _author(rest: str, _at: When, _days: int) -> Said:
    return author(rest)


def _event(rest: str, _at: When, _days: int) -> Said:
    origin, _, record = rest.partition(" ")
    return {"source": f"urn:agency:{origin}", "id": record}


def _withholding(rest: str, at: When, _days: int) -> Said:
    """Return, as the police write it, what the strategy discussion decided to keep from the school and the family."""
    mode, _, reason = rest.partition(" ")
    today = at.calendar.today
    return {
        "ground": "police-investigation",
        "mode": mode,
        "from": SCHOOL_AND_FAMILY,
        "owner": "officer-in-charge",
        "why": reason,
        "placed_by": "det-kaur",
        "approved_by": "insp-adeyemi",
        "approved_at": instant(at.calendar.working(3), "16:00"),
        "decided_at": "Strategy discussion",
        "review_by": working_day_before(today, -6).isoformat(),
        **({"investigation_ref": "NP/88213", "ends": at.calendar.day(-1).isoformat()} if mode == "silent" else {}),
    }


MARKS: dict[str, Callable[[str, When, int], Any]] = {
    "day": _day,
    "instant": _instant,
    "working": _working,
    "staff": _staff,
    "author": _author,
    "event": _event,
    "withholding": _withholding,
}
