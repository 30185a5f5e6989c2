"""Where an event stands, noted when it is looked up and asked again in the transaction of what was made of it.

A withholding that is placed, or an entry that is filed, between the look and the save would else be missed by the
other (`security.md` G23): whoever commits second finds that something changed and begins anew.
"""

from hub.domain.chronology import SourceRef
from hub.domain.errors import Conflict
from hub.keys import KeyProvider
from hub.record.database import Cursor
from hub.views.read import children_of, people_of

Found = frozenset[tuple[str, int]]


class Standing:
    """The records on which events, or what derives from them, were found, each with its number of withholdings."""

    def __init__(self, keys: KeyProvider) -> None:
        self._keys = keys
        self._found: dict[SourceRef, Found] = {}

    def note(self, cursor: Cursor, origin: SourceRef) -> None:
        """Note where an event stands now, in the snapshot of `cursor`."""
        if origin not in self._found:
            self._found[origin] = self._look(cursor, origin)

    def require_unchanged(self, cursor: Cursor) -> None:
        """Raise Conflict where an event that was noted stands elsewhere too by now, or something more is withheld."""
        for origin, before in self._found.items():
            if self._look(cursor, origin) != before:
                raise Conflict("what is derived from one another, or withheld of it, has just changed: look again")

    def _look(self, cursor: Cursor, origin: SourceRef) -> Found:
        children = children_of(cursor, self._keys, origin)
        people = [(name, 0) for name in people_of(cursor, self._keys, origin)]
        return frozenset([*people, *((name, _withheld(cursor, name)) for name in children)])


def _withheld(cursor: Cursor, child_id: str) -> int:
    cursor.execute("SELECT COUNT(*) AS placed FROM withholding_row WHERE child_id=?", (child_id,))
    row = cursor.fetchone()
    return int(row["placed"]) if row else 0
