"""Stores for the log to live in, and builders for what goes into it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest
from builders.audit import make_access
from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteDatastore
from psycopg.conninfo import conninfo_to_dict

from hub.audit import AccessRecord, AuditLog, Report, event_rows, verify
from hub.keys import LocalKeys
from hub.record.database import Database
from hub.record.postgres import PostgresDatabase
from hub.record.postgres import Recorder as PostgresRecorder
from hub.record.sqlite import Recorder as SQLiteRecorder
from hub.record.sqlite import SQLiteDatabase

HUB_ID = "hub-northshire"


@dataclass(frozen=True)
class Store:
    """One store with the library's recorder and the log in it."""

    database: Database
    recorder: SQLiteApplicationRecorder | PostgresApplicationRecorder
    keys: LocalKeys
    log: AuditLog

    def save(self, count: int, originator: UUID | None = None) -> UUID:
        """Save events of one aggregate as the record room does, each with its leaf."""
        child = originator or uuid4()
        events = [StoredEvent(child, version + 1, "hub:Happened", b"sealed %d" % version) for version in range(count)]
        self.recorder.insert_events(events, companions=[self.log.companion])
        return child

    def verify(self, *kept: str) -> Report:
        return verify(self.database, self.keys, event_rows("stored_events"), HUB_ID, kept)

    def run(self, sql: str, *values: object) -> None:
        """What somebody with the database's password may do."""
        with self.database.write() as cursor:
            cursor.execute(sql, values)


@pytest.fixture
def an_access() -> Callable[..., AccessRecord]:
    """Makes a record of that audit id, changed as asked."""
    return make_access


@pytest.fixture
def sqlite_store(tmp_path: Path) -> Iterator[Store]:
    datastore = SQLiteDatastore(str(tmp_path / "hub.db"), lock_timeout=30)
    recorder = SQLiteRecorder(datastore)
    recorder.create_table()
    yield store_of(SQLiteDatabase(datastore), recorder, tmp_path)
    datastore.close()


@pytest.fixture
def postgres_store(postgres_address: str, tmp_path: Path) -> Iterator[Store]:
    given = conninfo_to_dict(postgres_address)
    schema = f"audit_{uuid4().hex}"
    with psycopg.connect(postgres_address, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {schema}")
        place = {name: str(given.get(name, "")) for name in ("dbname", "host", "port", "user", "password")}
        with PostgresDatastore(**place, schema=schema, pool_size=2, max_overflow=8) as datastore:
            recorder = PostgresRecorder(datastore)
            recorder.create_table()
            yield store_of(PostgresDatabase(datastore), recorder, tmp_path)
        connection.execute(f"DROP SCHEMA {schema} CASCADE")


def store_of(
    database: Database, recorder: SQLiteApplicationRecorder | PostgresApplicationRecorder, folder: Path
) -> Store:
    keys = LocalKeys(folder / "keys")
    return Store(database, recorder, keys, AuditLog(database, keys, HUB_ID))
