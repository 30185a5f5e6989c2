"""Everything that was typed on the form, checked; each fault says which field it belongs to and how to put it right."""

from dataclasses import dataclass
from datetime import date, time

from hub.pages.concerns.children import Child, children
from hub.pages.concerns.questions import (
    HOW_KNOWN,
    KINDS,
    MOST_PERSONS,
    PARENTS,
    PARTS,
    RELATIONS,
    WHEN,
    YES_NO,
    ParentsTold,
)
from hub.pages.dates import typed_date
from hub.pages.forms import Form, Wrong

SHORTEST_LINE = 3
LONGEST = {
    "headline": 200,
    "narrative": 12_000,
    "told_by": 500,
    "place": 500,
    "action": 4000,
    "parents_words": 3500,
    "withhold_reason": 4000,
    "contact": 200,
}


@dataclass(frozen=True, slots=True)
class Other:
    """Somebody else who was there or is part of it: `relation` is to the first child."""

    name: str
    part: str
    relation: str


@dataclass(frozen=True, slots=True)
class Answers:
    """What a practitioner said. `withhold_reason` is there where the family must not be told; `clock` is local time."""

    in_danger: bool
    children: tuple[Child, ...]
    headline: str
    narrative: str
    kind: str
    how_known: str
    told_by: str
    day: date
    clock: time | None
    precision: str
    place: str
    others: tuple[Other, ...]
    action: str
    parents: ParentsTold
    parents_words: str
    withhold_reason: str | None
    contact: str


def answers(form: Form, today: date, faults: list[Wrong]) -> Answers:
    """Return the answers of a form; they may be sent only where no fault was added."""
    for field, most in LONGEST.items():
        if len(form.get(field, "")) > most:
            faults.append(Wrong(field, f"Shorten this to {most} characters or fewer"))
    return Answers(
        in_danger=_chosen(form, "danger", YES_NO, "Say whether a child is in immediate danger", faults) == "yes",
        children=children(form, today, faults),
        headline=_line(form, faults),
        narrative=_said(form, "narrative", "Say what you saw, heard or were told", faults),
        kind=form.get("kind", "") if form.get("kind") in KINDS else "",
        how_known=_chosen(form, "how_known", HOW_KNOWN, "Say how you know this", faults),
        told_by=form.get("told_by", ""),
        day=_day(form, today, faults),
        clock=_clock(form, faults),
        precision=form.get("precision", "") if form.get("precision") in WHEN else "day",
        place=form.get("place", ""),
        others=_others(form, faults),
        action=_said(form, "action", "Say what you have done so far, even if it is nothing yet", faults),
        parents=_parents(form, faults),
        parents_words=_parents_words(form, faults),
        withhold_reason=_withhold_reason(form, faults),
        contact=_said(form, "contact", "Enter a telephone number or address on which you can be reached", faults),
    )


def _chosen(form: Form, field: str, choices: dict[str, str], message: str, faults: list[Wrong]) -> str:
    told = form.get(field, "")
    if told not in choices:
        faults.append(Wrong(field, message))
    return told


def _said(form: Form, field: str, message: str, faults: list[Wrong]) -> str:
    if not form.get(field):
        faults.append(Wrong(field, message))
    return form.get(field, "")


def _line(form: Form, faults: list[Wrong]) -> str:
    headline = " ".join(form.get("headline", "").split())
    if len(headline) < SHORTEST_LINE:
        faults.append(Wrong("headline", "Say in one line what happened"))
    return headline


def _day(form: Form, today: date, faults: list[Wrong]) -> date:
    before = len(faults)
    told = typed_date(form, "happened", faults, "The date it happened")
    if told is None and len(faults) == before:
        faults.append(Wrong("happened_day", "Enter the date it happened, or the nearest you know"))
    if told is not None and told > today:
        faults.append(Wrong("happened_day", "The date it happened must be today or in the past"))
    return told or today


def _clock(form: Form, faults: list[Wrong]) -> time | None:
    told = form.get("clock", "").replace(".", ":")
    if not told:
        return None
    try:
        hour, minute = (int(part) for part in told.split(":"))
        return time(hour, minute)
    except ValueError:
        faults.append(Wrong("clock", "The time must be like 14:30. Leave it out if you do not know it"))
        return None


def _others(form: Form, faults: list[Wrong]) -> tuple[Other, ...]:
    numbers = [number for number in range(1, MOST_PERSONS + 1) if _is_filled(form, number)]
    return tuple(_other(form, number, faults) for number in numbers)


def _is_filled(form: Form, number: int) -> bool:
    return any(form.get(f"p{number}_{field}") for field in ("name", "part", "relation"))


def _other(form: Form, number: int, faults: list[Wrong]) -> Other:
    name, part = form.get(f"p{number}_name", ""), form.get(f"p{number}_part", "")
    if len(name) > LONGEST["contact"]:
        faults.append(Wrong(f"p{number}_name", "Shorten this to 200 characters or fewer"))
    if part not in PARTS:
        faults.append(Wrong(f"p{number}_part", "Select this person’s part in it"))
    relation = form.get(f"p{number}_relation", "")
    return Other(name, part, relation if relation in RELATIONS else "unknown")


def _parents(form: Form, faults: list[Wrong]) -> ParentsTold:
    told = form.get("parents", "")
    if told not in PARENTS:
        faults.append(Wrong("parents", "Say whether the parents or carers have been told"))
        return ParentsTold.NOT_YET
    return ParentsTold(told)


def _parents_words(form: Form, faults: list[Wrong]) -> str:
    words = form.get("parents_words", "")
    if form.get("parents") in (ParentsTold.UNSAFE, ParentsTold.NOT_YET) and not words:
        faults.append(Wrong("parents_words", "Say why the parents or carers have not been told"))
    return words


def _withhold_reason(form: Form, faults: list[Wrong]) -> str | None:
    if _chosen(form, "withhold", YES_NO, "Say whether this must be kept from the family", faults) != "yes":
        return None
    return _said(form, "withhold_reason", "Say what harm may come to the child if the family learn of this", faults)
