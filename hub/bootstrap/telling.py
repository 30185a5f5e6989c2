"""How the hub speaks to agencies unasked: the daily statement and requests for history, written, sent and read back."""

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

import structlog
from eventsourcing.persistence import PersistenceError

from exchange import Message, signature_of
from exchange.errors import TransportError
from exchange.notices import Notice, compose_notice
from exchange.topic_log.port import TopicLog
from hub.cli import Store
from hub.domain.errors import HubError
from hub.intake.receipts import Receipts
from hub.intake.turned_away import NotAdmitted
from hub.notices import Answered, DayStatements, HistoryRequests, NoticeDeliverer, Notices
from hub.record.database import Cursor, Database
from hub.record.instants import stored
from hub.witness import Witness

LOG = structlog.get_logger("hub.telling")
IDLE_SECONDS = 0.5
TROUBLE_SECONDS = 1.0
Json = Mapping[str, object]


class AnsweredMessages:
    """The receipts of an agency, as the daily statement reads them."""

    def __init__(self, receipts: Receipts) -> None:
        self._receipts = receipts

    def of_day(self, cursor: Cursor, agency_id: str, begin: datetime, end: datetime) -> Iterable[Answered]:
        for answer in self._receipts.between(cursor, agency_id, begin, end):
            receipt = answer.receipt
            yield Answered(receipt.source, receipt.id, receipt.outcome, answer.value)

    def has_any(self, cursor: Cursor, agency_id: str, end: datetime) -> bool:
        cursor.execute(
            "SELECT 1 AS one FROM receipt WHERE agency_id=? AND recorded<? LIMIT 1", (agency_id, stored(end))
        )
        return cursor.fetchone() is not None


class StoredNotices:
    """Notices for the interface: each as it stands on the topic, byte for byte."""

    def __init__(self, database: Database, notices: Notices, compose: Callable[[Notice], Message]) -> None:
        self._database = database
        self._notices = notices
        self._compose = compose

    def of(self, agency: str, after: int, limit: int) -> tuple[Sequence[Json], int]:
        with self._database.read() as cursor:
            found = self._notices.of_agency(cursor, agency, after, limit)
            last = self._notices.last_number(cursor, agency)
        return [self._told(notice) for notice in found], last

    def _told(self, notice: Notice) -> Json:
        message = self._compose(notice)
        envelope = {"value": message.value.decode("utf-8"), "jws": signature_of(message.headers)}
        return {"id": notice.id, "number": notice.number, "type": notice.type, **envelope}


def open_notices(store: Store) -> Notices:
    """Return the notices of a store."""
    return Notices(store.keys, store.record.database)


def open_days(store: Store) -> DayStatements:
    """Return what states days to agencies."""
    receipts = AnsweredMessages(Receipts(store.keys))
    return DayStatements(store.record.database, open_notices(store), receipts, store.clock)


def open_history(store: Store) -> HistoryRequests:
    """Return what asks agencies for history."""
    not_admitted = NotAdmitted(store.keys)
    return HistoryRequests(store.record, store.keys, open_notices(store), not_admitted, store.audit, store.clock)


def open_stored_notices(store: Store) -> StoredNotices:
    """Return the notices of a store as the interface gives them."""
    return StoredNotices(store.record.database, open_notices(store), notice_composer(store))


def notice_composer(store: Store) -> Callable[[Notice], Message]:
    """Return what signs this hub's notices."""
    signing_key = store.keys.signing_key.as_dict(private=True)
    return lambda notice: compose_notice(notice, hub_id=store.settings.id, sign_with=signing_key)


def tell_agencies(store: Store, log: TopicLog, stop: threading.Event, witness: Witness) -> None:
    """State days, ask for history and send what waits, until told to stop; trouble is logged and tried again.

    After a restore nobody is asked for history until the store has what the witness saw: a withholding that is lost
    still would hide nothing.
    """
    while not stop.is_set():
        try:
            _tell(store, log, stop, witness)
        except (TransportError, PersistenceError, HubError) as error:
            LOG.error("notices-wait", error=type(error).__name__)
            stop.wait(TROUBLE_SECONDS)


def _tell(store: Store, log: TopicLog, stop: threading.Event, witness: Witness) -> None:
    producer = log.producer()
    deliverer = NoticeDeliverer(store.record.database, open_notices(store), producer, notice_composer(store))
    days, history = open_days(store), open_history(store)
    steps: tuple[Callable[[], int], ...] = (
        days.state_what_is_due,
        lambda: 0 if witness.gaps else history.ask(),
        deliverer.deliver,
    )
    try:
        while not stop.is_set():
            if not sum(step() for step in steps):
                stop.wait(IDLE_SECONDS)
    finally:
        producer.close()
