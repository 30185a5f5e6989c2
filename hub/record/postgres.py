"""The library's PostgreSQL recorder with our own rows in the transaction of the events."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore, PostgresFactory
from psycopg import Cursor
from psycopg.rows import DictRow
from psycopg.sql import SQL, Identifier

from hub.domain.errors import Misconfigured
from hub.failpoints import Point, reach
from hub.record.companions import Companion
from hub.record.database import Cursor as SqlCursor
from hub.record.database import PortableCursor

REQUIRED = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "data_checksums": "on"}
"""Without these a receipt could be sent for what a power cut takes back (`security.md` G4)."""


class PostgresDatabase:
    """The production store."""

    for_update = " FOR UPDATE"
    errors: tuple[type[Exception], ...] = (psycopg.Error,)

    def __init__(self, datastore: PostgresDatastore) -> None:
        self._datastore = datastore
        self._search_path = SQL("SET LOCAL search_path TO {}").format(Identifier(datastore.schema))
        self._require_durable()

    def _require_durable(self) -> None:
        with self.read() as cursor:
            for setting, wanted in REQUIRED.items():
                cursor.execute("SELECT current_setting(?) AS found", (setting,))
                found = cursor.fetchall()[0]["found"]
                if found != wanted:
                    raise Misconfigured(f"PostgreSQL has {setting}={found}; the hub needs {setting}={wanted}")

    def create(self, statements: Sequence[str]) -> None:
        with self._datastore.get_connection() as connection, connection.transaction(), connection.cursor() as driver:
            driver.execute("SELECT pg_advisory_xact_lock(4702)")
            driver.execute(self._search_path)
            for statement in statements:
                driver.execute(statement.format(bytes="BYTEA", int="BIGINT").encode())

    @contextmanager
    def read(self) -> Iterator[SqlCursor]:
        with self._datastore.get_connection() as connection, connection.transaction(), connection.cursor() as driver:
            driver.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            driver.execute(self._search_path)
            yield PortableCursor(driver, "%s")

    @contextmanager
    def write(self) -> Iterator[SqlCursor]:
        with self._datastore.get_connection() as connection, connection.transaction(), connection.cursor() as driver:
            driver.execute(self._search_path)
            yield PortableCursor(driver, "%s")

    def hold_writers(self, cursor: SqlCursor, table: str) -> None:
        cursor.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")


class Recorder(PostgresApplicationRecorder):
    """Inserts events and companions' rows together, under the library's table lock.

    The lock keeps notification ids in commit order, so that no reader skips an event that commits late. Events go by
    COPY, not through the driver's pipeline, in which large saves were seen to hang with the lock held.
    """

    def create_table(self) -> None:
        """Make the tables, one process at a time: of several that start at once all but one were seen to fail."""
        with self.datastore.get_connection() as connection, connection.transaction(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(4702)")
            super().create_table()

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> None:
        companions: Sequence[Companion] = kwargs.get("companions", ())
        with self.datastore.get_connection() as connection, connection.transaction(), connection.cursor() as cursor:
            cursor.execute(SQL("SET LOCAL search_path TO {}").format(Identifier(self.datastore.schema)))
            self._lock_table(cursor)
            for companion in companions:
                companion(PortableCursor(cursor, "%s"), stored_events)
            self._copy(cursor, stored_events)
            reach(Point.AFTER_EVENTS)
            self._notify_channel(cursor)
            reach(Point.BEFORE_COMMIT)

    def _copy(self, cursor: Cursor[DictRow], stored_events: Sequence[StoredEvent]) -> None:
        statement = SQL("COPY {}.{} (originator_id, originator_version, topic, state) FROM STDIN").format(
            Identifier(self.datastore.schema), Identifier(self.events_table_name)
        )
        if not stored_events:
            return
        with cursor.copy(statement) as copy:
            for event in stored_events:
                copy.write_row((event.originator_id, event.originator_version, event.topic, event.state))


class Factory(PostgresFactory):
    """Found by the library through PERSISTENCE_MODULE."""

    application_recorder_class = Recorder

    def database(self) -> PostgresDatabase:
        """The same store for our own tables."""
        return PostgresDatabase(self.datastore)
