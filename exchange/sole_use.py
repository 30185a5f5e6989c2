"""Sole use of something, between the processes of one machine: whoever dies lets go of it, however it dies."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def sole_use(place: Path) -> Iterator[bool]:
    """Give True to one holder at a time, in whatever process, until its block ends; False at once to any other.

    `place` becomes an empty file. The lock is SQLite's own on it, which the operating system ends with the process, and
    which is there on every system that an outbox is.
    """
    connection = sqlite3.connect(place, timeout=0, isolation_level=None)
    try:
        yield _taken(connection)
    finally:
        connection.close()


def _taken(connection: sqlite3.Connection) -> bool:
    """Return whether the lock is ours; an error that is no other holder's doing is raised."""
    try:
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return False
        raise
    return True
