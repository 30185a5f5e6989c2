"""One way to speak SQL to either store: `?` placeholders, rows by column name, a snapshot to read, a turn to write."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

Row = Mapping[str, Any]


class Cursor(Protocol):
    """What a statement runs on, inside one transaction.

    Unique violations surface as `eventsourcing.persistence.IntegrityError` once the transaction ends.
    """

    @property
    def rowcount(self) -> int: ...

    def execute(self, sql: str, params: Sequence[object] = ()) -> None: ...

    def executemany(self, sql: str, params: Sequence[Sequence[object]]) -> None: ...

    def fetchone(self) -> Row | None: ...

    def fetchall(self) -> list[Row]: ...


class Database(Protocol):
    """The store's own tables, beside the events. `create` takes DDL with `{bytes}` and `{int}` for column types."""

    for_update: str
    errors: tuple[type[Exception], ...]
    """What the driver raises inside a transaction; outside it is an `eventsourcing.persistence.PersistenceError`."""

    def create(self, statements: Sequence[str]) -> None: ...

    def read(self) -> AbstractContextManager[Cursor]:
        """One snapshot: every statement sees the same committed state."""
        ...

    def write(self) -> AbstractContextManager[Cursor]:
        """One transaction, committed and durable when the block ends without an error."""
        ...

    def hold_writers(self, cursor: Cursor, table: str) -> None:
        """Let nobody else write to a table until the transaction of `cursor` ends; readers go on."""
        ...


AMONG_AT_ONCE = 500
"""How many values one statement lists; both stores take more."""


def rows_among(cursor: Cursor, sql: str, values: Iterable[str]) -> list[Row]:
    """Return the rows of a query in which `(?*)` stands for a list of values, however many they are."""
    wanted = sorted(set(values))
    found: list[Row] = []
    for begin in range(0, len(wanted), AMONG_AT_ONCE):
        part = wanted[begin : begin + AMONG_AT_ONCE]
        cursor.execute(sql.replace("?*", ",".join("?" * len(part))), part)
        found += cursor.fetchall()
    return found


class PortableCursor:
    """A driver's cursor behind the one spelling of placeholders."""

    def __init__(self, driver: Any, placeholder: str) -> None:
        self._driver = driver
        self._placeholder = placeholder

    @property
    def rowcount(self) -> int:
        return int(self._driver.rowcount)

    def execute(self, sql: str, params: Sequence[object] = ()) -> None:
        self._driver.execute(sql.replace("?", self._placeholder), tuple(params))

    def executemany(self, sql: str, params: Sequence[Sequence[object]]) -> None:
        self._driver.executemany(sql.replace("?", self._placeholder), [tuple(row) for row in params])

    def fetchone(self) -> Row | None:
        row: Row | None = self._driver.fetchone()
        return row

    def fetchall(self) -> list[Row]:
        return list(self._driver.fetchall())
