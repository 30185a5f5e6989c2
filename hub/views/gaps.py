"""What is missing of agencies' feeds: numbers that a source gave and that never came, and numbers it gave twice."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from hub.domain.sequences import Gap
from hub.record.database import Cursor
from hub.record.instants import instant


@dataclass(frozen=True, slots=True)
class OpenGap(Gap):
    """A gap of one source of an agency."""

    agency_id: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Counting:
    """How a source counts: its highest number, and what is wrong with its counting as a whole.

    `reused` messages have a number that another had before, `restarts` of them the number 1; `given_up` numbers are no
    longer waited for.
    """

    source: str
    agency_id: str
    highest: int
    reused: int
    restarts: int
    given_up: int


def open_gaps(cursor: Cursor) -> list[OpenGap]:
    """Return every open gap, the one that was noticed first before the others."""
    cursor.execute(
        "SELECT gap_row.*, agency_id FROM gap_row JOIN sequence_row ON sequence_row.source = gap_row.source "
        "ORDER BY since, gap_row.source, first_missing"
    )
    return [
        OpenGap(
            first=row["first_missing"],
            last=row["last_missing"],
            since=instant(row["since"]),
            is_told=bool(row["told"]),
            agency_id=row["agency_id"],
            source=row["source"],
        )
        for row in cursor.fetchall()
    ]


def gaps_by_agency(cursor: Cursor) -> Mapping[str, int]:
    """Return the number of open gaps of each agency that counts its messages, 0 included: for metrics."""
    cursor.execute(
        "SELECT agency_id, COUNT(first_missing) AS gaps FROM sequence_row "
        "LEFT JOIN gap_row ON gap_row.source = sequence_row.source GROUP BY agency_id ORDER BY agency_id"
    )
    return {row["agency_id"]: int(row["gaps"]) for row in cursor.fetchall()}


def first_missing(cursor: Cursor) -> Mapping[str, datetime]:
    """Return for each agency of whose feed something is missing since when it was noticed.

    Every reading asks this, so the store picks the first: a sender may leave as many gaps as it likes.
    """
    cursor.execute(
        "SELECT agency_id, MIN(since) AS since FROM gap_row JOIN sequence_row ON sequence_row.source = gap_row.source "
        "GROUP BY agency_id"
    )
    return {row["agency_id"]: instant(row["since"]) for row in cursor.fetchall()}


def miscounted(cursor: Cursor) -> list[Counting]:
    """Return the sources that used a number twice, or of which so much is missing that the hub gave some up."""
    cursor.execute("SELECT * FROM sequence_row WHERE reused > 0 OR given_up > 0 ORDER BY source")
    return [Counting(**row) for row in map(dict, cursor.fetchall())]
