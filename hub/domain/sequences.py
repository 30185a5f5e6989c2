"""The numbers that one source gives its messages: which were seen, and which are missing below the highest of them.

A source counts its messages from 1 without a gap. What is kept of them is bounded: the highest number and the gaps.
Which numbers are missing, and how often one was used twice, depends on the messages alone, not on their order.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

ALARM_AFTER = timedelta(minutes=15)
"""How long a number may be missing before somebody is told: what is late or out of order has come by then."""

MOST_GAPS = 1_000
"""How many gaps are kept of one source; a sender that leaves more has the oldest of them given up, and counted."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Numbers from `first` to `last`, both included, that did not come; noticed at `since`.

    `is_told`: somebody has been told of it.
    """

    first: int
    last: int
    since: datetime
    is_told: bool = False

    @property
    def missing(self) -> int:
        return self.last - self.first + 1

    def is_overdue(self, now: datetime) -> bool:
        """Say whether it has been open for longer than what is merely late would be."""
        return now - self.since > ALARM_AFTER

    def without(self, number: int) -> "tuple[Gap, ...]":
        """Return what is missing still once a number of it has come."""
        sides = ((self.first, number - 1), (number + 1, self.last))
        return tuple(replace(self, first=first, last=last) for first, last in sides if first <= last)


@dataclass(frozen=True, slots=True)
class Numbers:
    """What is known of one source's numbers.

    `reused` counts messages whose number another message had before them, `restarts` those of them that had number 1:
    a sender that lost its count. `given_up` counts numbers that are no longer waited for.
    """

    highest: int = 0
    gaps: tuple[Gap, ...] = ()
    reused: int = 0
    restarts: int = 0
    given_up: int = 0

    def has_seen(self, number: int) -> bool:
        """Say whether a message of this number has come."""
        return number <= self.highest and self._gap_of(number) is None

    def seen(self, number: int, at: datetime, *, is_new: bool) -> "Numbers":
        """Return what is known once a message of this number has come.

        Args:
            at: when the hub logged it: a gap that it shows is noticed then.
            is_new: whether the message itself had not come before; a copy uses no number twice.
        """
        if number > self.highest:
            return self._further(number, at)
        gap = self._gap_of(number)
        if gap is not None:
            return self._bounded(part for one in self.gaps for part in _parts(one, gap, number))
        if not is_new:
            return self
        return replace(self, reused=self.reused + 1, restarts=self.restarts + (number == 1))

    def _further(self, number: int, at: datetime) -> "Numbers":
        opened = (Gap(self.highest + 1, number - 1, at),) if number > self.highest + 1 else ()
        return replace(self._bounded((*self.gaps, *opened)), highest=number)

    def _bounded(self, gaps: Iterable[Gap]) -> "Numbers":
        found = tuple(gaps)
        lost, kept = found[:-MOST_GAPS], found[-MOST_GAPS:]
        return replace(self, gaps=kept, given_up=self.given_up + sum(gap.missing for gap in lost))

    def _gap_of(self, number: int) -> Gap | None:
        return next((gap for gap in self.gaps if gap.first <= number <= gap.last), None)


def _parts(one: Gap, filled: Gap, number: int) -> Iterable[Gap]:
    return one.without(number) if one is filled else (one,)
