"""By whom an agency may be asked for what was not admitted: keyed hashes beside the receipt, gone within a year.

Nothing of such a message is kept but its receipt; these hashes say only which receipts to look at once a child is
admitted (docs/adr/0017). A child whose record changes while some wait for it is put down to be looked at, in the
transaction of the change; so is one for whom they come later than that.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from exchange.history import KEPT_FOR
from hub.domain.child import Child
from hub.identity.claims import Claims
from hub.record.database import AMONG_AT_ONCE, Cursor
from hub.record.instants import stored

PUT_DOWN = (
    "INSERT INTO history_due SELECT DISTINCT identity_key.child_id, 1 FROM identity_key "
    "JOIN not_admitted ON not_admitted.hash = identity_key.hash WHERE {wanted} IN (?*) "
    "ON CONFLICT (child_id) DO UPDATE SET turn = history_due.turn + 1"
)
OF_CHILDREN = PUT_DOWN.format(wanted="identity_key.child_id")
OF_HASHES = PUT_DOWN.format(wanted="not_admitted.hash")


class Marks:
    """What one transaction notes of messages that were not admitted, or were after all."""

    def __init__(self) -> None:
        self._rows: list[tuple[str, str, str, str]] = []
        self._dropped: list[str] = []

    def note(self, message: str, agency_id: str, claims: Iterable[Claims], logged: datetime) -> None:
        """Note whom a message was about, by every hash that would lead to a child by itself."""
        until = stored(logged + KEPT_FOR)
        hashes = {hashed for one in claims for hashed in (*one.identifiers.values(), *one.whole)}
        self._rows += [(hashed, message, agency_id, until) for hashed in sorted(hashes)]

    def drop(self, message: str) -> None:
        """Note that a message was admitted after all."""
        self._rows = [row for row in self._rows if row[1] != message]
        self._dropped.append(message)

    def write(self, cursor: Cursor) -> None:
        """Write what was noted."""
        if self._dropped:
            cursor.executemany("DELETE FROM not_admitted WHERE message=?", [(one,) for one in self._dropped])
        if self._rows:
            cursor.executemany(
                "INSERT INTO not_admitted VALUES (?,?,?,?) ON CONFLICT (hash, message) DO UPDATE SET "
                "until=excluded.until",
                self._rows,
            )
            _put_down(cursor, OF_HASHES, {row[0] for row in self._rows})


def put_down_changed(cursor: Cursor, events: Sequence[Any]) -> None:
    """Put down the children of these events for whom something waits; a writer of rows of the record."""
    kinds = (Child.EntryRecorded, Child.WithholdingApproved, Child.WithholdingReleased)
    changed = {str(event.originator_id) for event in events if isinstance(event, kinds)}
    _put_down(cursor, OF_CHILDREN, changed)


def _put_down(cursor: Cursor, statement: str, values: Iterable[str]) -> None:
    wanted = sorted(values)
    for begin in range(0, len(wanted), AMONG_AT_ONCE):
        part = wanted[begin : begin + AMONG_AT_ONCE]
        cursor.execute(statement.replace("?*", ",".join("?" * len(part))), part)
