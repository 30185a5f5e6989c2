"""The application: children, people and agencies, saved with everything that must share the transaction."""

import os
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from functools import partial
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.persistence import JSONTranscoder, Mapper, Recording, StoredEvent

from hub.domain.child import Child
from hub.domain.errors import Misconfigured
from hub.keys import KeyProvider
from hub.record.companions import Companion
from hub.record.database import Cursor, Database
from hub.record.kept import KeptAggregates
from hub.record.mapper import SealingMapper
from hub.record.transcoding import register

DomainEvent = Any
RowWriter = Callable[[Cursor, Sequence[DomainEvent]], None]
"""Writes the rows that follow from domain events, inside their transaction."""


class _HasDatabase(Protocol):
    def database(self) -> Database: ...


class ChildRecord(Application[UUID]):
    """Loads and saves aggregates. `writers` and `companions` write in the transaction of every save."""

    name = "hub"

    def __init__(
        self,
        env: Mapping[str, str],
        keys: KeyProvider,
        writers: Sequence[RowWriter] = (),
        companions: Sequence[Companion] = (),
    ) -> None:
        self._keys = keys
        self._writers = tuple(writers)
        self._companions = tuple(companions)
        super().__init__(env=dict(env))
        self.repository.cache = KeptAggregates()
        factory: Any = self.factory
        self.database: Database = _database_of(factory)

    def construct_mapper(self) -> Mapper[UUID]:
        return SealingMapper(self.construct_transcoder(), self._keys)

    def register_transcodings(self, transcoder: JSONTranscoder) -> None:
        super().register_transcodings(transcoder)
        register(transcoder)

    @property
    def events_table(self) -> str:
        """The name of the table of stored events, which the library chooses for each store."""
        recorder: Any = self.recorder
        return str(recorder.events_table_name)

    def also_write(self, writers: Sequence[RowWriter], companions: Sequence[Companion]) -> None:
        """Hand in the rooms above, whose tables live in the same store."""
        self._writers += tuple(writers)
        self._companions += tuple(companions)

    def save(self, *objs: Any, **kwargs: Any) -> list[Recording[UUID]]:
        """Save aggregates' new events, the given `companions` and everything handed in, in one transaction.

        Raises:
            IntegrityError: somebody else wrote first (a version, an offset or a unique row).
        """
        given: Sequence[Companion] = kwargs.pop("companions", ())
        events = [event for aggregate in objs for event in aggregate.pending_events]
        rows = [_as_companion(writer, events) for writer in self._writers]
        recordings = super().save(*objs, companions=(*given, *rows, *self._companions), **kwargs)
        self._keep(objs)
        return recordings

    def _keep(self, saved: Sequence[Any]) -> None:
        """Keep copies of what was saved, so that its own events need not be read back and opened.

        The library would read them at the next load; it still reads from there what others saved since.
        """
        if self.repository.cache is not None:
            for aggregate in saved:
                self.repository.cache.put(aggregate.id, deepcopy(aggregate))

    def child(self, child_id: str) -> Child:
        """Load a child; raises AggregateNotFoundError if there is none."""
        child: Child = self.repository.get(UUID(child_id))
        return child

    def change_children(
        self, child_ids: Sequence[str], command: Callable[[Child], None], also: Sequence[Companion] = ()
    ) -> None:
        """Give a command to each of these children, and save them in one transaction with `also` (the audit record)."""
        children = [self.child(child_id) for child_id in child_ids]
        for child in children:
            command(child)
        self.save(*children, companions=also)


def _as_companion(writer: RowWriter, events: Sequence[DomainEvent]) -> Companion:
    return partial(_write_rows, writer, events)


def _write_rows(
    writer: RowWriter, events: Sequence[DomainEvent], cursor: Cursor, stored: Sequence[StoredEvent]
) -> None:
    if stored:
        writer(cursor, events)


def _database_of(factory: _HasDatabase) -> Database:
    return factory.database()


def store_environment(store: str, folder: Path) -> dict[str, str]:
    """Return the library's settings for a store of ours: `sqlite`, or `postgresql://user@host:port/db?schema=name`.

    Raises:
        Misconfigured: the address is not one of these, or a setting is on that would break the one transaction.
    """
    if os.environ.get("POSTGRES_ENABLE_DB_FUNCTIONS"):
        raise Misconfigured("unset POSTGRES_ENABLE_DB_FUNCTIONS: it skips the table lock and drops our own rows")
    if store == "sqlite":
        return {
            "PERSISTENCE_MODULE": "hub.record.sqlite:Factory",
            "SQLITE_DBNAME": str(folder / "hub.db"),
            "SQLITE_LOCK_TIMEOUT": "30",
        }
    if store.startswith("postgresql://"):
        return _postgres_environment(store)
    raise Misconfigured("HUB_STORE is neither `sqlite` nor `postgresql://user@host:port/database`")


def _postgres_environment(store: str) -> dict[str, str]:
    address = urlsplit(store)
    schema = parse_qs(address.query).get("schema", ["public"])[0]
    return {
        "PERSISTENCE_MODULE": "hub.record.postgres:Factory",
        "POSTGRES_DBNAME": address.path.lstrip("/"),
        "POSTGRES_HOST": address.hostname or "127.0.0.1",
        "POSTGRES_PORT": str(address.port or 5432),
        "POSTGRES_USER": address.username or "",
        "POSTGRES_PASSWORD": address.password or "",
        "POSTGRES_SCHEMA": schema,
        "POSTGRES_LOCK_TIMEOUT": "30",
        "POSTGRES_IDLE_IN_TRANSACTION_SESSION_TIMEOUT": "30",
    }
