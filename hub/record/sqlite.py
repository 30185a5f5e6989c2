"""The library's SQLite recorder with our own rows in the transaction of the events."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from eventsourcing.persistence import StoredEvent
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteCursor, SQLiteDatastore, SQLiteFactory

from hub.failpoints import Point, reach
from hub.record.companions import Companion
from hub.record.database import Cursor, PortableCursor

TAKE_WRITE_TURN = "UPDATE write_turn SET taken = taken + 1"


class SQLiteDatabase:
    """The embedded store. A write takes the one writer's turn at its start, so no lock can stop it half-way."""

    for_update = ""
    errors: tuple[type[Exception], ...] = (sqlite3.Error,)

    def __init__(self, datastore: SQLiteDatastore) -> None:
        self._datastore = datastore
        self.create(["CREATE TABLE IF NOT EXISTS write_turn (taken {int} NOT NULL)"])
        with self.write() as cursor:
            cursor.execute("INSERT INTO write_turn SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM write_turn)")

    def create(self, statements: Sequence[str]) -> None:
        with self._datastore.transaction(commit=True) as driver:
            for statement in statements:
                driver.execute(statement.format(bytes="BLOB", int="INTEGER"))

    @contextmanager
    def read(self) -> Iterator[Cursor]:
        with self._datastore.transaction(commit=False) as driver:
            yield PortableCursor(driver.sqlite_cursor, "?")

    @contextmanager
    def write(self) -> Iterator[Cursor]:
        with self._datastore.transaction(commit=True) as driver:
            driver.execute(TAKE_WRITE_TURN)
            yield PortableCursor(driver.sqlite_cursor, "?")

    def hold_writers(self, cursor: Cursor, table: str) -> None:  # noqa: ARG002 (a write has the one writer's turn)
        return


class Recorder(SQLiteApplicationRecorder):
    """Inserts events and companions' rows together, in the one writer's turn."""

    def _insert_events(
        self, c: SQLiteCursor, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int] | None:
        companions: Sequence[Companion] = kwargs.get("companions", ())
        c.execute(TAKE_WRITE_TURN)
        cursor = PortableCursor(c.sqlite_cursor, "?")
        for companion in companions:
            companion(cursor, stored_events)
        inserted = super()._insert_events(c, stored_events)
        reach(Point.AFTER_EVENTS)
        reach(Point.BEFORE_COMMIT)
        return inserted


class Factory(SQLiteFactory):
    """Found by the library through PERSISTENCE_MODULE."""

    application_recorder_class = Recorder

    def database(self) -> SQLiteDatabase:
        """The same store for our own tables."""
        return SQLiteDatabase(self.datastore)
