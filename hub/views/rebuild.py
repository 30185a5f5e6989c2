"""Throwing the rows away and writing them again from the events."""

from collections.abc import Iterator
from typing import Any

from hub.record.children import ChildRecord
from hub.views.rows import Rows
from hub.views.tables import REBUILT

SECTION = 500


def rebuild(record: ChildRecord, rows: Rows) -> int:
    """Rebuild every row in one transaction; returns the number of events replayed.

    Writers wait meanwhile; readers see the old rows until it is done.
    """
    with record.database.write() as cursor:
        record.database.hold_writers(cursor, record.events_table)
        for table in REBUILT:
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608
        replayed = 0
        for section in _sections(record):
            rows(cursor, section)
            replayed += len(section)
    return replayed


def _sections(record: ChildRecord) -> Iterator[list[Any]]:
    position = 0
    while notifications := record.recorder.select_notifications(start=position, limit=SECTION):
        yield [record.mapper.to_domain_event(notification) for notification in notifications]
        position = notifications[-1].id + 1
