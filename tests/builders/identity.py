"""An identity index over a real table, told of children one message at a time."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from eventsourcing.sqlite import SQLiteDatastore

from hub.identity.claims import Claims, Hasher
from hub.identity.index import CREATE, Index
from hub.identity.match import Known, Match, New, match
from hub.keys import LocalKeys
from hub.record.sqlite import SQLiteDatabase


class Register:
    """Children as the index knows them: named `c1`, `c2`... in the order in which they were first heard of."""

    def __init__(self, folder: Path, keys: LocalKeys | None = None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._datastore = SQLiteDatastore(str(folder / "identity.db"))
        self.database = SQLiteDatabase(self._datastore)
        self.database.create(CREATE)
        self.hasher = Hasher(keys or LocalKeys(folder / "keys"))
        self._count = 0

    def ask(self, told: Mapping[str, Any]) -> Match:
        """Which child does this message mean? Nothing is learned."""
        with self.database.read() as cursor:
            return match(Index(cursor), self.hasher.claims(told))

    def hear(self, told: Mapping[str, Any]) -> str | None:
        """Take a message as intake does; the child on whom it is filed, or None where it is held for a person."""
        claims = self.hasher.claims(told)
        with self.database.read() as cursor:
            index = Index(cursor)
            child = self._child(match(index, claims))
            if child is not None:
                index.learn(child, claims)
        with self.database.write() as cursor:
            index.write(cursor)
        return child

    def claims(self, told: Mapping[str, Any]) -> Claims:
        return self.hasher.claims(told)

    def close(self) -> None:
        self._datastore.close()

    def _child(self, found: Match) -> str | None:
        if isinstance(found, New):
            self._count += 1
            return f"c{self._count}"
        return found.child_id if isinstance(found, Known) else None
