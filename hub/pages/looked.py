"""Who looked, gathered: one row for each person, child and day, and what of it is to be looked at first.

It is made from the accesses that access let the lead see, and from nothing else.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import groupby
from typing import Any

from hub.audit import AccessOutcome, Action
from hub.domain.role_homes import ROLE_HOMES
from hub.domain.vocabulary import AgencyType, Role
from hub.pages.present import LONDON, clock_words

Access = Mapping[str, Any]
Key = tuple[date, str, str, str]
MOST_REASONS = 3
MANY_CHILDREN = 20
"""Children whose records one person opened in a day: more is unusual, and may well be right."""
WORKING_HOURS = (time(7), time(20))
SATURDAY = 5
WHOLE_LISTS = frozenset({Action.CASELOAD})
"""What is on record of each child of a list that was shown at once."""
ROUND_THE_CLOCK = frozenset({Role.EMERGENCY_DUTY_WORKER, Role.DUTY_MANAGER, Role.EMERGENCY_CLINICIAN, Role.MIDWIFE})
EMERGENCY = frozenset({"emergency-countersigned", "response-emergency"})


@dataclass(frozen=True, slots=True)
class Looked:
    """What one person did about one child on one local day; `accesses` are newest first.

    `children` are the child, those of a list that was read as a whole, or none.
    """

    day: date
    viewer: Mapping[str, Any]
    accesses: Sequence[Access]
    children: frozenset[str]
    flags: tuple[str, ...] = field(default=())

    @property
    def is_list(self) -> bool:
        return self.accesses[0]["action"] in WHOLE_LISTS

    @property
    def actions(self) -> list[tuple[str, int]]:
        """What was done, and how often; a list that was read counts once, however many children it has."""
        if self.is_list:
            each = Counter(one["child"] for one in self.accesses)
            return [(str(self.accesses[0]["action"]), max(each.values()))]
        return Counter(str(one["action"]) for one in self.accesses).most_common()

    @property
    def purposes(self) -> list[str]:
        return list(dict.fromkeys(str(one["purpose"]) for one in self.accesses))

    @property
    def reasons(self) -> list[str]:
        """What they said, each once, the latest first; None where it may not be told is left out."""
        return list(dict.fromkeys(str(one["reason"]) for one in self.accesses if one["reason"]))[:MOST_REASONS]

    @property
    def hours(self) -> str:
        """From when to when, by the clock in London: `10:30am`, or `10:30am to 2pm`."""
        first, last = (clock_words(str(self.accesses[place]["at"])) for place in (-1, 0))
        return first if first == last else f"{first} to {last}"

    @property
    def outcomes(self) -> list[str]:
        return list(dict.fromkeys(str(one["outcome"]) for one in self.accesses))


def looked(accesses: Iterable[Access], purpose: str = "") -> list[Looked]:
    """Return the rows, the latest first, of all accesses or of those for one purpose."""
    wanted = [one for one in accesses if purpose in ("", one["purpose"])]
    many = _with_many_children(wanted)
    by_key: dict[Key, list[Access]] = {}
    for one in wanted:
        by_key.setdefault(_key(one), []).append(one)
    return [_row(key, found, many) for key, found in by_key.items()]


def _key(access: Access) -> Key:
    who = access["viewer"]
    child = "list" if access["action"] in WHOLE_LISTS else str(access["child"] or "")
    return (_local(access).date(), str(who["agency"]), str(who["id"]), child)


def _row(key: Key, accesses: Sequence[Access], many: frozenset[Key]) -> Looked:
    children = frozenset(str(one["child"]) for one in accesses if one["child"])
    flags = [title for one in accesses for title in _flags(one)]
    if (*key[:3], "") in many and children and accesses[0]["action"] not in WHOLE_LISTS:
        flags.append("Many children in a day")
    return Looked(key[0], accesses[0]["viewer"], accesses, children, tuple(dict.fromkeys(flags)))


def _flags(access: Access) -> list[str]:
    told = (
        (access["outcome"] == AccessOutcome.REFUSE, "Refused"),
        (access["outcome"] == AccessOutcome.NOT_FOUND, "Nothing to show"),
        (not EMERGENCY.isdisjoint(access["rules"]), "Emergency access"),
        (access["child"] is not None and _is_out_of_hours(access), "Out of hours"),
    )
    return [title for is_so, title in told if is_so]


def _is_out_of_hours(access: Access) -> bool:
    """Say whether it was early, late or at a weekend, for somebody whose work is not round the clock."""
    role, local = access["viewer"]["role"], _local(access)
    if role in ROUND_THE_CLOCK or ROLE_HOMES[Role(role)] == {AgencyType.POLICE}:
        return False
    return local.weekday() >= SATURDAY or not WORKING_HOURS[0] <= local.time() < WORKING_HOURS[1]


def _with_many_children(accesses: Sequence[Access]) -> frozenset[Key]:
    """The days on which somebody opened the records of many children; lists that show all at once do not count."""
    opened = sorted(
        {(*_key(one)[:3], str(one["child"])) for one in accesses if one["child"] and one["action"] not in WHOLE_LISTS}
    )
    days = groupby(opened, key=lambda one: one[:3])
    return frozenset((*day, "") for day, children in days if len(list(children)) >= MANY_CHILDREN)


def _local(access: Access) -> datetime:
    return datetime.fromisoformat(str(access["at"])).astimezone(LONDON)
