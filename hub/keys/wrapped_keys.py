"""The table of wrapped keys: 32 bytes under each name, sealed by the master key and bound to that name."""

import json
import os
import secrets
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from eventsourcing.persistence import OperationalError

from exchange.instants import format_instant
from hub.domain.errors import KeyMissing
from hub.keys.master_key import KEY_BYTES
from hub.keys.sealing import open_sealed, seal

# EXTRA: a commit outlives a power cut also where the journal's removal is what commits.
# No write-ahead log and secure_delete: nothing of a destroyed key stays behind in the file or beside it.
_PRAGMAS = ("PRAGMA journal_mode=DELETE", "PRAGMA synchronous=EXTRA", "PRAGMA secure_delete=ON")
_TABLE = "CREATE TABLE IF NOT EXISTS keys (name TEXT PRIMARY KEY, wrapped BLOB, made TEXT NOT NULL, destroyed TEXT)"
_LOCK_TIMEOUT = 30.0


class WrappedKeys:
    """Safe for several threads and several processes; whoever commits a name first has made it for all.

    Where the disk is full or fails, every call raises the store's own OperationalError: it is no message's fault.
    """

    def __init__(self, file: Path, master: bytes, clock: Callable[[], datetime]) -> None:
        self._master = AESGCM(master)
        self._clock = clock
        self._turn = threading.Lock()
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
        self._connection = sqlite3.connect(file, _LOCK_TIMEOUT, isolation_level=None, check_same_thread=False)
        for statement in (*_PRAGMAS, _TABLE):
            self._connection.execute(statement)

    def make(self, names: Iterable[str]) -> None:
        """Make those that are not there, in one durable commit; KeyMissing, and none made, if one was destroyed."""
        wanted = sorted(set(names))
        with self._asking():
            if all(self._present(wanted)):
                return
            rows = [(name, self._fresh(name), format_instant(self._clock())) for name in wanted]
            with self._writing():
                self._connection.executemany("INSERT OR IGNORE INTO keys (name, wrapped, made) VALUES (?, ?, ?)", rows)
                self._present(wanted)

    def read(self, name: str) -> bytes:
        """Return the 32 bytes; KeyMissing if there are none, Tampered if they were changed or moved."""
        with self._asking():
            row = self._connection.execute("SELECT wrapped FROM keys WHERE name = ?", (name,)).fetchone()
        if row is None:
            raise KeyMissing(f"no key is named {name}: make it before it is used, or restore the keys from backup")
        if row[0] is None:
            raise _destroyed(name)
        return open_sealed(self._master, row[0], name)

    def destroy(self, name: str) -> None:
        """Overwrite the key and keep the name as a tombstone, also where there was no key."""
        now = format_instant(self._clock())
        with self._asking(), self._writing():
            self._connection.execute(
                "INSERT INTO keys (name, made, destroyed) VALUES (?, ?, ?) ON CONFLICT (name)"
                " DO UPDATE SET wrapped = NULL, destroyed = COALESCE(destroyed, excluded.destroyed)",
                (name, now, now),
            )

    def living(self) -> list[str]:
        """Return the names that have a key, in order."""
        with self._asking():
            rows = self._connection.execute("SELECT name FROM keys WHERE wrapped IS NOT NULL ORDER BY name").fetchall()
        return [name for (name,) in rows]

    def destroyed(self) -> list[str]:
        """Return the names that are tombstones, in order."""
        with self._asking():
            rows = self._connection.execute("SELECT name FROM keys WHERE wrapped IS NULL ORDER BY name").fetchall()
        return [name for (name,) in rows]

    def changes(self) -> int:
        """Return a number that differs once another process has committed."""
        with self._asking():
            return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    def destroyed_count(self) -> int:
        """Return how many names are tombstones."""
        with self._asking():
            return int(self._connection.execute("SELECT count(*) FROM keys WHERE wrapped IS NULL").fetchone()[0])

    def close(self) -> None:
        self._connection.close()

    @contextmanager
    def _asking(self) -> Iterator[None]:
        with self._turn:
            try:
                yield
            except sqlite3.OperationalError as error:
                raise OperationalError("the table of keys cannot be used: see its disk") from error

    def _fresh(self, name: str) -> bytes:
        return seal(self._master, secrets.token_bytes(KEY_BYTES), name)

    def _present(self, names: Sequence[str]) -> list[bool]:
        """Tell of each name whether it has a key; KeyMissing if one was destroyed."""
        query = "SELECT name, wrapped IS NOT NULL FROM keys WHERE name IN (SELECT value FROM json_each(?))"
        alive: dict[str, bool] = dict(self._connection.execute(query, (json.dumps(names),)).fetchall())
        for name, living in alive.items():
            if not living:
                raise _destroyed(name)
        return [name in alive for name in names]

    @contextmanager
    def _writing(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.rollback()
            raise
        self._connection.commit()


def _destroyed(name: str) -> KeyMissing:
    return KeyMissing(f"the key {name} was destroyed and is never made again: what it sealed is erased")
