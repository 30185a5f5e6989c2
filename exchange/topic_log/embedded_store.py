"""The tables of the embedded log, and how they are opened and written: SQLite, WAL, every commit on disk."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from exchange.errors import TransportError

_BUSY_S = 30.0
_SCHEMA = (
    """CREATE TABLE IF NOT EXISTS partitions (
        id INTEGER PRIMARY KEY, topic TEXT NOT NULL, partition INTEGER NOT NULL,
        beginning INTEGER NOT NULL DEFAULT 0, next INTEGER NOT NULL DEFAULT 0, UNIQUE (topic, partition))""",
    """CREATE TABLE IF NOT EXISTS records (
        log INTEGER NOT NULL, offset INTEGER NOT NULL, timestamp_ms INTEGER NOT NULL,
        key BLOB NOT NULL, value BLOB NOT NULL, headers BLOB NOT NULL, UNIQUE (log, offset))""",
    """CREATE TABLE IF NOT EXISTS groups (name TEXT PRIMARY KEY, revision INTEGER NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS members (
        grp TEXT NOT NULL, member TEXT NOT NULL, topics TEXT NOT NULL, pattern TEXT, deadline REAL NOT NULL,
        PRIMARY KEY (grp, member))""",
    """CREATE TABLE IF NOT EXISTS assignments (
        grp TEXT NOT NULL, topic TEXT NOT NULL, partition INTEGER NOT NULL, target TEXT NOT NULL, owner TEXT,
        epoch INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (grp, topic, partition))""",
    """CREATE TABLE IF NOT EXISTS committed (
        grp TEXT NOT NULL, topic TEXT NOT NULL, partition INTEGER NOT NULL, next INTEGER NOT NULL,
        PRIMARY KEY (grp, topic, partition))""",
)


def open_store(path: Path) -> sqlite3.Connection:
    """Open the file, making it and its tables where they are not there; TransportError if that cannot be.

    A connection may be handed to another thread, but two must not use it at once.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=_BUSY_S, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        with transaction(connection):
            for statement in _SCHEMA:
                connection.execute(statement)
    except (sqlite3.Error, OSError) as error:
        raise TransportError(f"cannot open the topic log {path}: {error}") from error
    return connection


@contextmanager
def translated() -> Iterator[None]:
    """Give SQLite's errors as ours."""
    try:
        yield
    except sqlite3.Error as error:
        raise TransportError(f"the topic log could not be read or written: {error}") from error


@contextmanager
def transaction(connection: sqlite3.Connection, kind: str = "IMMEDIATE") -> Iterator[None]:
    """Do all or nothing. IMMEDIATE waits for the one writer's place; DEFERRED reads one snapshot."""
    with translated():
        connection.execute(f"BEGIN {kind}")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
