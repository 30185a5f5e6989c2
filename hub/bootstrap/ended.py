"""Sessions that people signed out of, kept in the store so that every process of the hub knows of each."""

from collections.abc import Callable
from datetime import datetime

from hub.keys import KeyProvider, Secret, keyed_hash
from hub.record.database import Database
from hub.record.instants import stored

CREATE = ("CREATE TABLE IF NOT EXISTS ended_session (session TEXT PRIMARY KEY, until TEXT NOT NULL)",)


class EndedSessions:
    """The pages' ended sessions; each is forgotten once its cookie has run out anyway."""

    def __init__(self, database: Database, keys: KeyProvider, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock
        database.create(CREATE)

    def end(self, session_id: str, until: datetime) -> None:
        """Keep that a session has ended, and forget those that would have run out by now."""
        with self._database.write() as cursor:
            cursor.execute("DELETE FROM ended_session WHERE until < ?", (stored(self._clock()),))
            cursor.execute(
                "INSERT INTO ended_session VALUES (?,?) ON CONFLICT (session) DO NOTHING",
                (self._hidden(session_id), stored(until)),
            )

    def has_ended(self, session_id: str) -> bool:
        """Say whether somebody signed out of this session."""
        with self._database.read() as cursor:
            cursor.execute("SELECT 1 AS found FROM ended_session WHERE session=?", (self._hidden(session_id),))
            return cursor.fetchone() is not None

    def _hidden(self, session_id: str) -> str:
        return keyed_hash(self._keys.secret(Secret.SESSION), "ended", session_id)
