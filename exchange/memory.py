"""What a connector remembers beside its outbox: encrypted, and written in one transaction with a message."""

import json
import sqlite3
from datetime import datetime

from exchange.at_rest import RestCipher
from exchange.strict_json import JsonObject, canonical

TABLE = "CREATE TABLE IF NOT EXISTS memory (name TEXT PRIMARY KEY, content BLOB NOT NULL, until REAL NOT NULL)"
_RECALL = "SELECT content FROM memory WHERE name = ?"
_REMEMBER = (
    "INSERT INTO memory (name, content, until) VALUES (?, ?, ?)"
    " ON CONFLICT (name) DO UPDATE SET content = excluded.content, until = excluded.until"
)
_FORGET = "DELETE FROM memory WHERE name = ?"
_FORGET_OLD = "DELETE FROM memory WHERE until < ?"


class Memory:
    """Small documents by name. A name lies open on the disk: give a keyed hash where it could tell of a child."""

    def __init__(self, connection: sqlite3.Connection, cipher: RestCipher) -> None:
        self._connection = connection
        self._cipher = cipher

    def recall(self, name: str) -> JsonObject | None:
        """Return what is remembered under a name; None where nothing is."""
        row = self._connection.execute(_RECALL, (name,)).fetchone()
        if row is None:
            return None
        content: JsonObject = json.loads(self._cipher.decrypt(row[0], _row_name(name)))
        return content

    def remember(self, name: str, content: JsonObject, until: datetime) -> None:
        """Keep a document under a name until a moment, in the place of any before."""
        kept = self._cipher.encrypt(canonical(content), _row_name(name))
        self._connection.execute(_REMEMBER, (name, kept, until.timestamp()))

    def forget(self, name: str) -> None:
        """Drop what is remembered under a name, if anything is."""
        self._connection.execute(_FORGET, (name,))

    def forget_old(self, now: datetime) -> int:
        """Drop what was to be kept no longer than until now; return how much that was."""
        return self._connection.execute(_FORGET_OLD, (now.timestamp(),)).rowcount


def _row_name(name: str) -> bytes:
    return f"memory\0{name}".encode()
