"""Concerns raised on the hub's pages: sent the one way in, and kept by who raised them so that they can come back."""

import json
from collections.abc import Sequence
from datetime import datetime

import structlog
from eventsourcing.persistence import PersistenceError

from exchange.receipts import ReceiptOutcome
from hub.access import Viewer
from hub.bootstrap.entering import Entering
from hub.domain.chronology import SourceRef
from hub.intake.receipts import Answer, Receipts
from hub.keys import KeyProvider, Secret, keyed_hash, open_sealed, seal
from hub.pages import Concern, Progress, Raised
from hub.record.database import Cursor, Database, Row
from hub.record.instants import instant, stored

LOG = structlog.get_logger("hub.raised")
EVENT_TYPE = "safeguarding.concern-raised.v1"
KEY = "raised"
CREATE = (
    "CREATE TABLE IF NOT EXISTS raised_concern ("
    "person TEXT NOT NULL, concern TEXT NOT NULL, raised TEXT NOT NULL, body {bytes} NOT NULL, "
    "PRIMARY KEY (person, concern))",
)
"""`person` is a keyed hash; the body, sealed, holds the ids of the events and the children's initials, nothing more."""


class RaisedConcerns:
    """The pages' concerns over the store and the topic."""

    def __init__(self, database: Database, keys: KeyProvider, entering: Entering) -> None:
        self._database = database
        self._keys = keys
        self._entering = entering
        self._receipts = Receipts(keys)
        keys.make([KEY])
        database.create(CREATE)

    def send(self, viewer: Viewer, concern: Concern, at: datetime) -> None:
        """Append the concern, durably, and note who raised it. Raises: HubError, and nothing is lost by a second try.

        Once it is on the topic it is safe: a store that does not take the note only keeps it from the list.
        """
        self._entering.send(EVENT_TYPE, concern.events, at)
        try:
            with self._database.write() as cursor:
                cursor.execute(
                    "INSERT INTO raised_concern VALUES (?,?,?,?) ON CONFLICT (person, concern) DO NOTHING",
                    self._row(viewer, concern, at),
                )
        except PersistenceError as error:
            LOG.error("concern-not-listed", concern=concern.id, error=type(error).__name__)

    def one(self, viewer: Viewer, concern_id: str) -> Raised | None:
        """Return a concern that this person raised, or None."""
        person = self._person(viewer)
        with self._database.read() as cursor:
            cursor.execute("SELECT * FROM raised_concern WHERE person=? AND concern=?", (person, concern_id))
            row = cursor.fetchone()
            return self._opened(cursor, row) if row else None

    def of(self, viewer: Viewer) -> list[Raised]:
        """Return the concerns that this person raised, newest first."""
        with self._database.read() as cursor:
            cursor.execute(
                "SELECT * FROM raised_concern WHERE person=? ORDER BY raised DESC, concern", (self._person(viewer),)
            )
            return [self._opened(cursor, row) for row in cursor.fetchall()]

    def _person(self, viewer: Viewer) -> str:
        return keyed_hash(self._keys.secret(Secret.PRACTITIONER), "raised", viewer.agency, viewer.id)

    def _row(self, viewer: Viewer, concern: Concern, at: datetime) -> tuple[object, ...]:
        person = self._person(viewer)
        body = json.dumps({"events": list(concern.events), "about": concern.about}).encode()
        sealed = seal(self._keys.cipher(KEY), body, "raised_concern", person, concern.id)
        return (person, concern.id, stored(at), sealed)

    def _opened(self, cursor: Cursor, row: Row) -> Raised:
        bound = ("raised_concern", row["person"], row["concern"])
        body = json.loads(open_sealed(self._keys.cipher(KEY), bytes(row["body"]), *bound))
        origins = tuple(self._entering.origin(event_id) for event_id in body["events"])
        return Raised(row["concern"], instant(row["raised"]), body["about"], self._progress(cursor, origins), origins)

    def _progress(self, cursor: Cursor, origins: Sequence[SourceRef]) -> Progress:
        return progress_of([self._receipts.find(cursor, origin) for origin in origins])


def progress_of(answers: Sequence[Answer | None]) -> Progress:
    """Return how far all of a concern's messages have come: what waits for a person counts before what is on its way.

    A message that is held until somebody says which child is meant has the receipt `accepted`, like any other.
    """
    outcomes = {answer.receipt.outcome if answer else None for answer in answers}
    if ReceiptOutcome.CLOSED in outcomes:
        return Progress.CLOSED
    if outcomes <= {ReceiptOutcome.ACCEPTED}:
        return Progress.TAKEN
    return Progress.ON_ITS_WAY if outcomes <= {ReceiptOutcome.ACCEPTED, None} else Progress.WITH_A_PERSON
