"""Taking messages: a batch is judged from one snapshot and committed whole; whoever lost a race starts it anew."""

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Protocol
from uuid import UUID

import structlog
from eventsourcing.persistence import DataError, IntegrityError, PersistenceError
from eventsourcing.utils import retry

from exchange.envelope import Envelope
from exchange.keys import Jwk
from exchange.receipts import Problem
from exchange.schemas import EventSchemas
from exchange.telemetry import SpanName, Trace, begin, places, read_trace, span
from exchange.topic_log.port import Record
from exchange.topics import agency_of_topic, lane_of_topic
from hub.domain.errors import Conflict
from hub.domain.skew import is_dated_ahead
from hub.failpoints import Point, reach
from hub.intake.arrivals import PROBLEMS, Arrival, Gate, Rejection, readable
from hub.intake.attempts import Attempts, Place
from hub.intake.batch import Batch
from hub.intake.filing import Filing, IdPool
from hub.intake.offsets import advances, stored_offsets
from hub.intake.recorded_time import RecordedTime
from hub.intake.registry import Registry
from hub.intake.tables import KEY
from hub.keys import KeyProvider
from hub.record.children import ChildRecord
from hub.record.database import Cursor

LOG: structlog.stdlib.BoundLogger = structlog.get_logger("hub.intake", level=logging.INFO)
HUB_FAULT = Problem(
    PROBLEMS + "hub-fault", "Hub fault", "the hub could not deal with this message; it is kept and a person will look"
)
MOST_TRIES = 3
"""How often the hub may fail on a message before it is put in quarantine (`security.md` T6)."""

UNWRITABLE = (DataError, ValueError, TypeError)
"""What is raised of what a store is given, whenever it is given it; one message of a batch is then at fault."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a batch did: how many records were new to the hub, and how many of them went to quarantine or are held."""

    records: int = 0
    accepted: int = 0
    quarantined: int = 0
    held: int = 0


class Poisoned(Exception):
    """A message that no gate refused and that the hub fails on all the same."""

    def __init__(self, record: Record) -> None:
        super().__init__(f"{record.topic} {record.partition} {record.offset}")
        self.place = _place(record)


class Takes(Protocol):
    """What the stream consumer hands records to: intake, or intake with something around it."""

    def take(self, records: Sequence[Record]) -> Taken: ...


class Intake:
    """The use case: records from topics in, everything they cause committed with their offsets."""

    def __init__(
        self,
        record: ChildRecord,
        keys: KeyProvider,
        schemas: EventSchemas,
        hub_id: str,
        opening_key: Jwk,
        area: str,
        clock: Callable[[], datetime],
        new_id: Callable[[], UUID],
        attempts: Attempts,
    ) -> None:
        self._record = record
        self._keys = keys
        self._gate = Gate(hub_id, opening_key, schemas, area)
        self._pool = IdPool(keys, new_id)
        self._time = RecordedTime(clock)
        self._failures: Counter[Place] = Counter()
        self._attempts = attempts
        keys.make([KEY])

    def take(self, records: Sequence[Record]) -> Taken:
        """Take records, in order within each partition; those taken before are passed over.

        Raises:
            Conflict: another process keeps taking the same partitions.
        """
        while True:
            try:
                with self._keys.at_once():
                    taken: Taken = self._take(records)
                return taken
            except Poisoned as poisoned:
                self._failures[poisoned.place] += 1
            except IntegrityError as error:
                raise Conflict("another process keeps writing what this batch would write: take it again") from error
            except UNWRITABLE as error:
                LOG.error("batch-not-written", error=type(error).__name__, where=places(error.__traceback__))
                if len(records) > 1:
                    return _total(self.take([record]) for record in records)
                self._failures[_place(records[0])] += 1

    @retry((Conflict, IntegrityError), max_attempts=6, wait=0.02, stall=0)
    def _take(self, records: Sequence[Record]) -> Taken:
        with self._record.database.read() as cursor:
            known = stored_offsets(cursor, {(record.topic, record.partition) for record in records})
            fresh = [one for one in records if one.offset >= known.get((one.topic, one.partition), 0)]
            if not fresh:
                return Taken()
            self._time.catch_up(cursor)
            batch = self._judge(cursor, fresh)
        moves = advances(fresh, known)
        self._record.save(*batch.filing.changed.values(), companions=[partial(batch.write, moves), self._time.keep])
        reach(Point.AFTER_COMMIT)
        _tell(batch)
        return _counted(fresh, batch)

    def _judge(self, cursor: Cursor, records: Sequence[Record]) -> Batch:
        registry = Registry(cursor)
        batch = Batch(cursor, Filing(cursor, self._record, self._keys, self._pool), self._keys)
        judged = [self._judge_one(batch, registry, record) for record in records]
        batch.look_up()
        for one, logged in judged:
            with (
                self._blaming(one.record),
                span(SpanName.MESSAGE, trace_of(one), agency=agency_of_topic(one.record.topic)),
            ):
                self._settle(batch, registry, one, logged)
        return batch

    def _judge_one(self, batch: Batch, registry: Registry, record: Record) -> tuple[Arrival | Rejection, datetime]:
        logged = self._time.next()
        if self._attempts.ended_at(_place(record)) >= MOST_TRIES:
            LOG.error("message-poisoned", topic=record.topic, offset=record.offset, error="ProcessEnded")
            return _poison(record, None), logged
        with self._blaming(record):
            sound = self._is_sound(record)
            judged = self._gate.judge(record, registry, logged) if sound else _poison(record, readable(record))
            if isinstance(judged, Arrival):
                batch.expect(judged)
        return judged, logged

    def _settle(self, batch: Batch, registry: Registry, judged: Arrival | Rejection, logged: datetime) -> None:
        if isinstance(judged, Rejection):
            LOG.warning("message-quarantined", agency=judged.agency_id, problem=judged.problem.type)
            batch.reject(judged, logged, answered=registry.knows(judged.agency_id))
        else:
            if is_dated_ahead(judged.envelope.time, logged):
                LOG.warning("sender-clock-ahead", agency=judged.agency.agency_id, source=judged.envelope.source)
            batch.take(judged, logged)

    @contextmanager
    def _blaming(self, record: Record) -> Iterator[None]:
        """Raise Poisoned for whatever the hub fails on with this message, unless the store or a race is at fault."""
        try:
            with self._attempts.at(_place(record)):
                yield
        except (Conflict, PersistenceError):
            raise
        except self._record.database.errors:
            raise
        except Exception as error:
            if not self._is_sound(record):
                raise
            where = places(error.__traceback__)
            LOG.error(
                "message-poisoned", topic=record.topic, offset=record.offset, error=type(error).__name__, where=where
            )
            raise Poisoned(record) from error

    def _is_sound(self, record: Record) -> bool:
        return self._failures[_place(record)] < MOST_TRIES


def trace_of(judged: Arrival | Rejection) -> Trace:
    """Return the trace that the sender began, or one of the message's own: never that of others in its batch."""
    sent = read_trace(judged.envelope.traceparent) if judged.envelope is not None else None
    return sent or begin()


def _tell(batch: Batch) -> None:
    """Log that each message was answered, once it is: by whose trace, and nothing of what was said."""
    for one in batch.deliveries:
        trace = read_trace(one.answer.traceparent)
        LOG.info(
            "message-taken",
            agency=one.answer.agency_id,
            lane=lane_of_topic(one.record.topic).value,
            trace_id=trace.trace_id if trace is not None else None,
        )


def _total(parts: Iterable[Taken]) -> Taken:
    counts = [(one.records, one.accepted, one.quarantined, one.held) for one in parts]
    return Taken(*(sum(column) for column in zip(*counts, strict=True)))


def _counted(records: Sequence[Record], batch: Batch) -> Taken:
    return Taken(len(records), len(batch.digests), len(batch.quarantined), len(batch.held))


def _place(record: Record) -> Place:
    return (record.topic, record.partition, record.offset)


def _poison(record: Record, envelope: Envelope | None) -> Rejection:
    """What a message comes to on which the hub fails; one that ended the process is not so much as read again."""
    return Rejection(record, agency_of_topic(record.topic), envelope, HUB_FAULT)
