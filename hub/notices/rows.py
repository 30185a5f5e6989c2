"""Notices as they are stored: numbered for each agency apart, sealed, and marked once they are on their topic."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from exchange.instants import format_instant, parse_instant
from exchange.messages import Message
from exchange.notices import Notice, NoticeType
from exchange.strict_json import JsonObject
from hub.keys import KeyProvider, Secret, keyed_hash, open_sealed, seal
from hub.notices.tables import KEY
from hub.record.database import Cursor, Database, Row

Compose = Callable[[Notice], Message]


@dataclass(frozen=True, slots=True)
class NewNotice:
    """A notice to be. `cause` is what it follows from: the same cause makes the same notice, and only once.

    `subject` is the message key: a keyed hash that the agency itself knows, or one of ours.
    """

    agency_id: str
    type: NoticeType
    cause: tuple[str, ...]
    subject: str
    data: JsonObject


class Notices:
    """Writes and reads rows of notices, inside a transaction of the caller's."""

    def __init__(self, keys: KeyProvider, database: Database) -> None:
        self._keys = keys
        self._database = database
        keys.make([KEY])

    def write(self, cursor: Cursor, notices: Sequence[NewNotice], made: datetime) -> int:
        """Store notices, and return how many were new. Nobody else writes notices until the transaction ends."""
        if not notices:
            return 0
        self._database.hold_writers(cursor, "notice")
        return sum(self._write_one(cursor, one, made) for one in notices)

    def unsent(self, cursor: Cursor, limit: int) -> list[Notice]:
        """Return what is not on its topic yet: each agency's in order, and none of them far ahead of the others."""
        cursor.execute("SELECT * FROM notice WHERE sent=0 ORDER BY number, agency_id LIMIT ?", (limit,))
        return [self._open(row) for row in cursor.fetchall()]

    def note_sent(self, cursor: Cursor, notices: Sequence[Notice]) -> None:
        """Note that notices are on their topic."""
        cursor.executemany("UPDATE notice SET sent=1 WHERE notice_id=?", [(one.id,) for one in notices])

    def of_agency(self, cursor: Cursor, agency_id: str, after: int, limit: int) -> list[Notice]:
        """Return an agency's notices whose number is above `after`, in order."""
        cursor.execute(
            "SELECT * FROM notice WHERE agency_id=? AND number>? ORDER BY number LIMIT ?", (agency_id, after, limit)
        )
        return [self._open(row) for row in cursor.fetchall()]

    def last_number(self, cursor: Cursor, agency_id: str) -> int:
        """Return the number of an agency's newest notice, 0 where there is none."""
        cursor.execute("SELECT COALESCE(MAX(number), 0) AS last FROM notice WHERE agency_id=?", (agency_id,))
        return int(cursor.fetchall()[0]["last"])

    def id_of(self, notice: NewNotice) -> str:
        """Return the id of a notice: a keyed hash of its cause, which tells nobody how many there are."""
        secret = self._keys.secret(Secret.ENTRY_ID)
        return "n-" + keyed_hash(secret, "notice", notice.agency_id, notice.type, *notice.cause)[:32]

    def _write_one(self, cursor: Cursor, notice: NewNotice, made: datetime) -> int:
        notice_id, number = self.id_of(notice), self.last_number(cursor, notice.agency_id) + 1
        told = {"type": notice.type, "made": format_instant(made), "subject": notice.subject, "data": notice.data}
        body = seal(self._keys.cipher(KEY), json.dumps(told).encode(), *_place(notice_id, notice.agency_id, number))
        cursor.execute(
            "INSERT INTO notice VALUES (?,?,?,0,?) ON CONFLICT (notice_id) DO NOTHING",
            (notice_id, notice.agency_id, number, body),
        )
        return cursor.rowcount

    def _open(self, row: Row) -> Notice:
        place = (row["notice_id"], row["agency_id"], int(row["number"]))
        told = json.loads(open_sealed(self._keys.cipher(KEY), bytes(row["body"]), *_place(*place)))
        return Notice(*place, told["type"], parse_instant(told["made"]), told["subject"], told["data"])


def _place(notice_id: str, agency_id: str, number: int) -> tuple[str, ...]:
    return ("notice", notice_id, agency_id, str(number))
