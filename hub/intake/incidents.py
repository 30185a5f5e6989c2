"""Incidents of the way in: records that were gone from a topic before the hub had read them. A person closes each.

The hub goes on with what there is; what was lost is sent again by its sender, who keeps each message until its
receipt. The incident is written in one transaction with the partition's new offset: each is noted once, by whichever
process moves on, and never without the move.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from exchange.errors import OffsetLost
from exchange.topic_log.port import Partition
from hub.domain.errors import Conflict, Fault, Invalid, NotFound
from hub.intake.offsets import moved, stored_offsets
from hub.record.database import Cursor
from hub.record.instants import instant, stored

MOST_CHARACTERS = 500
LEAST_CHARACTERS = 10


class IncidentKind(StrEnum):
    """What happened to the log."""

    LOST_RANGE = "LOST RANGE"
    LOG_MADE_ANEW = "LOG MADE ANEW"


@dataclass(frozen=True, slots=True)
class Incident:
    """Records of a partition that were never read.

    `first` to `last` are offsets, both lost; a log that was made anew has no `last`, since nobody knows how much was
    written to it after `first`. `closed_by` and `reason` are None while it is open.
    """

    incident_id: str
    kind: IncidentKind
    partition: Partition
    first: int
    last: int | None
    noticed: datetime
    closed_at: datetime | None = None
    closed_by: str | None = None
    reason: str | None = None

    @property
    def range(self) -> str:
        """The range in words, as it is listed and logged."""
        return f"offsets {self.first} to {self.last}" if self.last is not None else f"offset {self.first} and after"


def go_on_after(cursor: Cursor, lost: OffsetLost, at: datetime) -> tuple[int, Incident | None]:
    """Move a partition to where its log begins; returns where to read on, and the incident if anything was lost.

    What counts is how far the hub has taken the partition, not where this consumer stood: where another process has
    moved on already, there is nothing to note.

    Raises:
        Conflict: another process moves the same partition at this moment.
    """
    partition = (lost.topic, lost.partition)
    taken = stored_offsets(cursor, [partition]).get(partition)
    incident = _incident(partition, taken or 0, lost, at)
    if incident is None:
        return taken or 0, None
    if not moved(cursor, partition, taken, lost.beginning):
        raise Conflict("another process has moved on in this partition: read its offset again")
    cursor.execute(
        "INSERT INTO incident VALUES (?,?,?,?,?,?,?,?,?,?)",
        (
            incident.incident_id,
            incident.kind,
            *partition,
            incident.first,
            incident.last,
            stored(at),
            None,
            None,
            None,
        ),
    )
    return lost.beginning, incident


def _incident(partition: Partition, taken: int, lost: OffsetLost, at: datetime) -> Incident | None:
    if taken < lost.beginning:
        last = lost.beginning - 1
        return Incident(_id(partition, taken, at), IncidentKind.LOST_RANGE, partition, taken, last, at)
    if lost.wanted > lost.beginning and taken >= lost.wanted:
        return Incident(_id(partition, taken, at), IncidentKind.LOG_MADE_ANEW, partition, taken, None, at)
    return None


def _id(partition: Partition, first: int, at: datetime) -> str:
    named = f"{partition[0]} {partition[1]} {first} {stored(at)}"
    return "i-" + hashlib.sha256(named.encode()).hexdigest()[:16]


def incidents(cursor: Cursor, *, closed: bool = False) -> list[Incident]:
    """Return the open incidents, oldest first; with `closed` those that were closed too."""
    cursor.execute("SELECT * FROM incident ORDER BY noticed, incident_id")
    found = [_from_row(row) for row in cursor.fetchall()]
    return [one for one in found if closed or one.closed_at is None]


def close_incident(cursor: Cursor, incident_id: str, by: str, reason: str, at: datetime) -> None:
    """Close an incident: somebody has seen to it that what was lost has come again, or need not.

    Raises:
        Invalid: the reason is shorter than 10 or longer than 500 characters, or nobody is named.
        NotFound: no open incident has that id.
    """
    if not by.strip() or not LEAST_CHARACTERS <= len(reason.strip()) <= MOST_CHARACTERS:
        detail = f"say who closes it, and why in {LEAST_CHARACTERS} to {MOST_CHARACTERS} characters"
        raise Invalid(detail, (Fault("/reason", detail),))
    cursor.execute(
        "UPDATE incident SET closed_at=?, closed_by=?, reason=? WHERE incident_id=? AND closed_at IS NULL",
        (stored(at), by.strip(), reason.strip(), incident_id),
    )
    if cursor.rowcount != 1:
        raise NotFound(f"no open incident is called {incident_id}: see `hub incidents list`")


def _from_row(row: Any) -> Incident:
    return Incident(
        incident_id=row["incident_id"],
        kind=IncidentKind(row["kind"]),
        partition=(row["topic"], row["part"]),
        first=row["first_offset"],
        last=row["last_offset"],
        noticed=instant(row["noticed"]),
        closed_at=instant(row["closed_at"]) if row["closed_at"] else None,
        closed_by=row["closed_by"],
        reason=row["reason"],
    )
