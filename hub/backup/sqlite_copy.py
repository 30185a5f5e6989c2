"""SQLite stores, by SQLite's online backup: a copy of one moment, taken beside readers and writers."""

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from hub.backup.port import Checkpointing, Copied
from hub.domain.errors import Tampered
from hub.record.database import PortableCursor

_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
_BESIDE = ("", "-wal", "-shm")


class SqliteCopy:
    """One database file."""

    kind = "sqlite"

    def __init__(self, file: Path) -> None:
        self._file = file

    def copy(self, to: Path, checkpoint: Checkpointing) -> Copied:
        copy_online(self._file, to)
        with _opened(to) as connection:
            cursor = connection.cursor()
            return Copied(_rows(connection), checkpoint(PortableCursor(cursor, "?")))

    def is_empty(self) -> bool:
        return not any(self._file.with_name(self._file.name + ending).exists() for ending in _BESIDE)

    def set_aside(self, stamp: str) -> str:
        aside = self._file.with_name(f"{self._file.name}.before-{stamp}")
        for ending in _BESIDE:
            beside = self._file.with_name(self._file.name + ending)
            if beside.exists():
                beside.replace(aside.with_name(aside.name + ending))
        return str(aside)

    def bring_back(self, file: Path) -> Mapping[str, int]:
        draft = self._file.with_name(f"{self._file.name}.restoring")
        draft.unlink(missing_ok=True)
        copy_online(file, draft)
        with _opened(draft) as connection:
            found = connection.execute("PRAGMA integrity_check").fetchone()[0]
            if found != "ok":
                raise Tampered(f"SQLite does not find {file.name} sound: take another backup")
            rows = _rows(connection)
        draft.replace(self._file)
        _sync(self._file.parent)
        return rows


def copy_online(source: Path, to: Path) -> None:
    """Copy a database that is in use to a new file, durably and for its owner alone."""
    os.close(os.open(to, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True, timeout=30)) as reading, _opened(to) as writing:
        reading.backup(writing)
        writing.execute("PRAGMA journal_mode=DELETE")
    _sync(to)


def _sync(place: Path) -> None:
    """Make a file, or the names in a folder, outlive a power cut."""
    descriptor = os.open(place, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _opened(file: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(file, timeout=30)) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


def _rows(connection: sqlite3.Connection) -> Mapping[str, int]:
    tables = [row["name"] for row in connection.execute(_TABLES)]
    return {name: int(connection.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0]) for name in tables}  # noqa: S608 (a name out of the catalogue)
