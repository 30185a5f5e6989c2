"""How intake stands: how far behind each feed is, what waits and since when. Counts by agency and code, no child.

Read by those who run the hub: `/metrics`, `/readyz`, `hub doctor`.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from exchange.topic_log.port import Partition, TopicLog
from exchange.topics import INBOUND, agency_of_topic, lane_of_topic
from hub.health import IntakeStale
from hub.intake.incidents import incidents
from hub.intake.recorded_time import EPOCH, STEP
from hub.record.database import Cursor
from hub.record.instants import instant
from hub.views.gaps import gaps_by_agency

STALE_AFTER = timedelta(minutes=3)
"""Intake notes at least each half minute, to the minute, that it is at a feed's end, or takes what is there."""
QUARANTINED = (
    "SELECT agency_id, problem, COUNT(*) AS n, MIN(received) AS oldest FROM quarantine WHERE state='waiting' "
    "GROUP BY agency_id, problem"
)
HELD = "SELECT agency_id, COUNT(*) AS n, MIN(received) AS oldest FROM held WHERE state='waiting' GROUP BY agency_id"
Feed = tuple[str, str]
"""An agency and a lane."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many wait, by agency (and code of the problem), and since when the oldest does."""

    counts: Mapping[tuple[str, ...], int]
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class Standing:
    """What the store says at one moment. `receipts` are on their way, `heads` the first of them on each partition.

    `feeds` is when each was last read to its end, `answered` when a message of each agency was last answered. `gaps`
    are the open ones of each agency that counts its messages, `incidents` those that nobody has closed, and `notices`
    are on their way.
    """

    quarantine: Waiting
    held: Waiting
    receipts: int
    heads: Mapping[Partition, int]
    offsets: Mapping[Partition, int]
    feeds: Mapping[Feed, datetime]
    answered: Mapping[str, datetime]
    gaps: Mapping[str, int]
    incidents: int
    notices: int


def standing(cursor: Cursor) -> Standing:
    """Read how intake stands, from one snapshot."""
    return Standing(
        quarantine=_waiting(cursor, QUARANTINED, "agency_id", "problem"),
        held=_waiting(cursor, HELD, "agency_id"),
        receipts=_number(cursor, "SELECT COUNT(*) AS n FROM delivery"),
        heads=_places(cursor, "SELECT topic, part, MIN(record_offset) AS place FROM delivery GROUP BY topic, part"),
        offsets=_places(cursor, "SELECT topic, part, next_offset AS place FROM topic_offset"),
        feeds=_feeds(cursor),
        answered=_answered(cursor),
        gaps=gaps_by_agency(cursor),
        incidents=len(incidents(cursor)),
        notices=_number(cursor, "SELECT COUNT(*) AS n FROM notice WHERE sent=0"),
    )


def require_live(now: datetime, cursor: Cursor) -> None:
    """Read the least there is to it, since anybody may ask this of `/readyz`, however much waits.

    Raises:
        IntakeStale: intake has given no sign of life for too long; never where it has never had a feed to read.
    """
    sign = last_sign(cursor)
    if sign is not None and sign < now - STALE_AFTER:
        raise IntakeStale("no process has taken messages for some minutes: see that `hub intake` runs")


def last_sign(cursor: Cursor) -> datetime | None:
    """Return when intake last read a feed to its end or took a message; None where it never did."""
    recorded = _last_recorded(cursor)
    return max([*_feeds(cursor).values(), *([recorded] if recorded else [])], default=None)


def lag(log: TopicLog, offsets: Mapping[Partition, int]) -> dict[Feed, int]:
    """Return how many records of each feed are not yet taken, from the ends that the transport reports."""
    read = {topic: parts for topic, parts in log.topics().items() if re.match(INBOUND, topic)}
    places = [(topic, part) for topic, parts in read.items() for part in range(parts)]
    beginnings, found = log.beginning_offsets(places), Counter[Feed]()
    for place, end in log.end_offsets(places).items():
        found[feed_of(place[0])] += max(0, end - offsets.get(place, beginnings[place]))
    return dict(found)


def feed_of(topic: str) -> Feed:
    """Return the agency and the lane of a topic that intake reads."""
    return agency_of_topic(topic), lane_of_topic(topic).value


def _waiting(cursor: Cursor, sql: str, *labels: str) -> Waiting:
    cursor.execute(sql)
    rows = cursor.fetchall()
    oldest = min((row["oldest"] for row in rows), default=None)
    counts = {tuple(row[name] for name in labels): int(row["n"]) for row in rows}
    return Waiting(counts, instant(oldest) if oldest is not None else None)


def _number(cursor: Cursor, sql: str) -> int:
    cursor.execute(sql)
    return int(cursor.fetchall()[0]["n"])


def _places(cursor: Cursor, sql: str) -> dict[Partition, int]:
    cursor.execute(sql)
    return {(row["topic"], row["part"]): int(row["place"]) for row in cursor.fetchall()}


def _feeds(cursor: Cursor) -> dict[Feed, datetime]:
    """The instant as of which each feed was read to its end: of its partitions, the one longest ago."""
    cursor.execute("SELECT topic, MIN(current_as_of) AS at FROM feed_row GROUP BY topic")
    return {feed_of(row["topic"]): instant(row["at"]) for row in cursor.fetchall()}


def _answered(cursor: Cursor) -> dict[str, datetime]:
    """Asked for one agency at a time, since the index then gives each answer at once."""
    cursor.execute("SELECT DISTINCT agency_id FROM feed_row")
    found = {}
    for agency in [row["agency_id"] for row in cursor.fetchall()]:
        cursor.execute("SELECT MAX(recorded) AS at FROM receipt WHERE agency_id=?", (agency,))
        at = cursor.fetchall()[0]["at"]
        if at is not None:
            found[agency] = instant(at)
    return found


def _last_recorded(cursor: Cursor) -> datetime | None:
    cursor.execute("SELECT at FROM last_recorded")
    row = cursor.fetchone()
    return EPOCH + row["at"] * STEP if row is not None else None
