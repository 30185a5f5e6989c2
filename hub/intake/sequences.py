"""The numbers of sources' messages, kept in the transaction of the messages: what is missing of each feed is known.

A number counts once its message's signature holds, whatever became of the message: nobody but the agency fills a gap.
The rows tell of feeds, not of children; who is shown what of them is for access to say.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from exchange.envelope import Envelope
from exchange.names import agency_of
from hub.domain.sequences import Gap, Numbers
from hub.record.database import Cursor, Database, rows_among
from hub.record.instants import instant, stored
from hub.views.gaps import OpenGap, open_gaps

LOG: structlog.stdlib.BoundLogger = structlog.get_logger("hub.intake", level=logging.INFO)
KEEP_NUMBERS = (
    "INSERT INTO sequence_row VALUES (?,?,?,?,?,?) ON CONFLICT (source) DO UPDATE SET highest=excluded.highest, "
    "reused=excluded.reused, restarts=excluded.restarts, given_up=excluded.given_up"
)


@dataclass(frozen=True, slots=True)
class Numbered:
    """A message whose number counts. `is_new`: the message itself had not come before."""

    source: str
    number: int
    logged: datetime
    is_new: bool


def numbered(envelope: Envelope, logged: datetime, *, is_new: bool) -> list[Numbered]:
    """Return a message's number, where its sender counts."""
    return [] if envelope.sequence is None else [Numbered(envelope.source, envelope.sequence, logged, is_new)]


def keep_numbers(cursor: Cursor, came: Iterable[Numbered]) -> None:
    """Note the numbers of a batch, as part of its transaction: both stores let one writer at a time do so."""
    by_source: defaultdict[str, list[Numbered]] = defaultdict(list)
    for one in came:
        by_source[one.source].append(one)
    known = _known(cursor, by_source)
    for source, many in sorted(by_source.items()):
        _keep(cursor, source, known.get(source, Numbers()), many)


def tell_of_gaps(database: Database, now: datetime) -> list[OpenGap]:
    """Log each gap that has been open for more than 15 minutes, once, whichever process is first; returns them."""
    with database.write() as cursor:
        due = [gap for gap in open_gaps(cursor) if gap.is_overdue(now) and not gap.is_told]
        cursor.executemany(
            "UPDATE gap_row SET told=1 WHERE source=? AND first_missing=?", [(one.source, one.first) for one in due]
        )
    for one in due:
        LOG.error("sequence-gap", agency=one.agency_id, source=one.source, first=one.first, last=one.last)
    return due


def _keep(cursor: Cursor, source: str, before: Numbers, came: Iterable[Numbered]) -> None:
    now = before
    for one in came:
        now = _counted(source, now, one)
    if now == before:
        return
    row = (source, agency_of(source), now.highest, now.reused, now.restarts, now.given_up)
    cursor.execute(KEEP_NUMBERS, row)
    if now.gaps != before.gaps:
        cursor.execute("DELETE FROM gap_row WHERE source=?", (source,))
        cursor.executemany("INSERT INTO gap_row VALUES (?,?,?,?,?)", [_row(source, gap) for gap in now.gaps])


def _counted(source: str, numbers: Numbers, one: Numbered) -> Numbers:
    after = numbers.seen(one.number, one.logged, is_new=one.is_new)
    if after.reused > numbers.reused:
        LOG.warning("sequence-number-used-twice", source=source, number=one.number)
    return after


def _known(cursor: Cursor, sources: Iterable[str]) -> Mapping[str, Numbers]:
    wanted = list(sources)
    rows = rows_among(cursor, "SELECT * FROM sequence_row WHERE source IN (?*)", wanted)
    known = {
        row["source"]: Numbers(row["highest"], (), row["reused"], row["restarts"], row["given_up"]) for row in rows
    }
    missing = rows_among(cursor, "SELECT * FROM gap_row WHERE source IN (?*) ORDER BY first_missing", known)
    for row in missing:
        gap = Gap(row["first_missing"], row["last_missing"], instant(row["since"]), bool(row["told"]))
        known[row["source"]] = replace(known[row["source"]], gaps=(*known[row["source"]].gaps, gap))
    return known


def _row(source: str, gap: Gap) -> tuple[object, ...]:
    return (source, gap.first, gap.last, stored(gap.since), int(gap.is_told))
