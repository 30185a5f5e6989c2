"""What an outbox tells of its messages without opening one: their states, their ages, and which are late.

It reads beside the connector that writes, from a connection of its own, and needs no key: nothing that it gives holds
more of a message than its id. Times are passed in, aware UTC.
"""

import json
import sqlite3
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from exchange.receipts import ReceiptOutcome
from exchange.topics import Lane

MOST_NAMED = 200
"""The most late messages, and the most that await correction, that are named one by one."""

_UNANSWERED = (
    "SELECT topic GLOB '*.urgent', sent_at IS NOT NULL, put_at <= CASE WHEN topic GLOB '*.urgent' THEN ? ELSE ? END,"
    " count(*), min(put_at) FROM messages WHERE outcome IS NULL GROUP BY 1, 2, 3"
)
_LATE = (
    "SELECT source, id, topic GLOB '*.urgent', put_at, attempts FROM messages WHERE outcome IS NULL"
    " AND put_at <= CASE WHEN topic GLOB '*.urgent' THEN ? ELSE ? END"
    " ORDER BY topic NOT GLOB '*.urgent', put_at, position LIMIT ?"
)
_ANSWERED = "SELECT topic GLOB '*.urgent', outcome, count(*) FROM messages WHERE outcome IS NOT NULL GROUP BY 1, 2"
_HELD = (
    "SELECT source, id, topic GLOB '*.urgent', put_at, receipt FROM messages LEFT JOIN answers USING (source, id)"
    " WHERE outcome = ? ORDER BY topic NOT GLOB '*.urgent', position LIMIT ?"
)


class State(StrEnum):
    """How a message without a receipt stands; one with a receipt stands as the receipt's outcome says."""

    WAITING = "waiting"
    SENT = "sent"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Allowed:
    """How long after it was put a message's receipt may take before somebody must be told (security.md section 5)."""

    urgent: timedelta = timedelta(minutes=2)
    other: timedelta = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Named:
    """One message that somebody must look at: `since` is when it was put, `problem` the code of the hub's reason."""

    source: str
    id: str
    lane: Lane
    since: datetime
    attempts: int = 0
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """All messages of an outbox at a moment.

    Args:
        unanswered: how many have no receipt, by lane and state.
        answered: how many have one, by lane and outcome.
        oldest: when the oldest one without a receipt was put, by lane.
        late: the late ones, urgent first, then the oldest first; MOST_NAMED at most.
        held: those that the hub quarantined: they await the sender's correction; MOST_NAMED at most.
    """

    at: datetime
    unanswered: Counter[tuple[Lane, State]] = field(default_factory=Counter)
    answered: Counter[tuple[Lane, ReceiptOutcome]] = field(default_factory=Counter)
    oldest: dict[Lane, datetime] = field(default_factory=dict)
    late: tuple[Named, ...] = ()
    held: tuple[Named, ...] = ()

    @property
    def is_late(self) -> bool:
        return self.late_messages > 0

    @property
    def late_messages(self) -> int:
        """How many are late in all, named or not."""
        return sum(number for (_, state), number in self.unanswered.items() if state is State.LATE)

    @property
    def late_since(self) -> datetime | None:
        """When the oldest late message was put."""
        return min((one.since for one in self.late), default=None)

    @property
    def held_messages(self) -> int:
        """How many await correction in all."""
        found = ReceiptOutcome.QUARANTINED
        return sum(number for (_, outcome), number in self.answered.items() if outcome is found)


class OutboxView:
    """Reads one outbox. One thread uses it."""

    def __init__(self, path: Path, allowed: Allowed | None = None) -> None:
        self._connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=30)
        self._allowed = allowed or Allowed()

    def standing(self, now: datetime) -> Standing:
        """Return how everything stands, from one snapshot."""
        self._connection.execute("BEGIN")
        try:
            unanswered, oldest = self._unanswered(now)
            return Standing(now, unanswered, self._answered(), oldest, self._late(now), self._held())
        finally:
            self._connection.rollback()

    def late_messages(self, now: datetime) -> int:
        """Return how many are late, and nothing else: quick enough to ask every second."""
        unanswered, _ = self._unanswered(now)
        return Standing(now, unanswered).late_messages

    def close(self) -> None:
        self._connection.close()

    def _limits(self, now: datetime) -> tuple[float, float]:
        return (now - self._allowed.urgent).timestamp(), (now - self._allowed.other).timestamp()

    def _unanswered(self, now: datetime) -> tuple[Counter[tuple[Lane, State]], dict[Lane, datetime]]:
        counts: Counter[tuple[Lane, State]] = Counter()
        oldest: dict[Lane, datetime] = {}
        for urgent, was_sent, is_late, number, first in self._connection.execute(_UNANSWERED, self._limits(now)):
            state = State.LATE if is_late else State.SENT if was_sent else State.WAITING
            counts[_lane(urgent), state] += number
            oldest[_lane(urgent)] = min(_instant(first), oldest.get(_lane(urgent), now))
        return counts, oldest

    def _answered(self) -> Counter[tuple[Lane, ReceiptOutcome]]:
        rows = self._connection.execute(_ANSWERED).fetchall()
        return Counter({(_lane(urgent), ReceiptOutcome(outcome)): number for urgent, outcome, number in rows})

    def _late(self, now: datetime) -> tuple[Named, ...]:
        rows = self._connection.execute(_LATE, (*self._limits(now), MOST_NAMED)).fetchall()
        return tuple(Named(source, id, _lane(u), _instant(at), attempts) for source, id, u, at, attempts in rows)

    def _held(self) -> tuple[Named, ...]:
        rows = self._connection.execute(_HELD, (ReceiptOutcome.QUARANTINED.value, MOST_NAMED)).fetchall()
        return tuple(Named(source, id, _lane(u), _instant(at), problem=_code(said)) for source, id, u, at, said in rows)


def _lane(urgent: int) -> Lane:
    return Lane.URGENT if urgent else Lane.EVENTS


def _instant(timestamp: float) -> datetime:
    return datetime.fromtimestamp(timestamp, UTC)


def _code(receipt: str | None) -> str:
    """Return the code of the problem in a kept receipt; "" where there is none."""
    problem = (json.loads(receipt) if receipt else {}).get("problem") or {}
    return str(problem.get("type", "")).rpartition(":")[2]
