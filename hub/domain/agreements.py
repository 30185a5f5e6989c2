"""The family's agreement to early help and the sharing it needs: which one is relied on, if any still is.

A withdrawal ends whatever was agreed before it, for the child as a whole. Each agency names the same mother by a
reference of its own, so that nobody can tell by references whose agreement was withdrawn; and early help needs the
agreement of the child and of the parents (Working Together 2013, 1.10), so that either may end it.
"""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from hub.domain.amendments import said_by, said_order
from hub.domain.chronology import Agreement, Labels

_LONDON = ZoneInfo("Europe/London")
_TO_THE_DAY = frozenset({"exact", "day"})


def agreement_in_force(entries: Iterable[Labels]) -> Agreement | None:
    """Return the agreement that was told last, None where there is none or it was withdrawn by anybody since.

    One agreement never widens another: where several stand, the last alone is relied on. Where it is not certain that
    one was given after a withdrawal, it is not relied on.
    """
    told = [labels for labels in entries if labels.agreement is not None]
    ended = [labels for labels in told if labels.agreement is not None and labels.agreement.withdrawn]
    given = [labels for labels in told if labels not in ended]
    standing = [one for one in given if all(_is_after(one, withdrawal) for withdrawal in ended)]
    return max(standing, key=said_order).agreement if standing else None


def _is_after(given: Labels, withdrawn: Labels) -> bool:
    """Say whether an agreement was certainly given after a withdrawal: it was said later, and is of no earlier day.

    An agency may tell late, or correct, what was agreed before.
    """
    return said_by(given) > said_by(withdrawn) and _first_day(given) >= _last_day(withdrawn)


def _first_day(labels: Labels) -> date:
    """The local date on which it happened, or the earliest of those that it may have been."""
    return _day(labels.occurred.start)


def _last_day(labels: Labels) -> date:
    """The local date on which it happened; where that is not known to the day, or lies ahead, when it was said."""
    said = said_by(labels).astimezone(_LONDON).date()
    last = labels.occurred.until or labels.occurred.start
    return min(_day(last), said) if labels.occurred.precision in _TO_THE_DAY else said


def _day(told: str) -> date:
    if "T" in told:
        return datetime.fromisoformat(told).astimezone(_LONDON).date()
    return date.fromisoformat(told)
