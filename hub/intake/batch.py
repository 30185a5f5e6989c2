"""One transaction's worth of messages: each filed or kept, and answered; all written with the offsets, or nothing."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from eventsourcing.persistence import StoredEvent

from exchange.receipts import FiledEntry, Problem, Receipt, ReceiptOutcome
from exchange.statements import value_digest
from exchange.topic_log.port import Record
from hub.domain.chronology import SourceRef
from hub.failpoints import Point, reach
from hub.intake.arrivals import PROBLEMS, Arrival, Rejection
from hub.intake.filing import Admitted, Decision, Filing, ForAPerson, NotAdmitted, corrected_or_withdrawn
from hub.intake.kept import Held, Kept, Quarantined
from hub.intake.marks import Marks
from hub.intake.offsets import Advance, advance
from hub.intake.receipts import Answer, Receipts, is_taken, repeated, traced
from hub.intake.sequences import Numbered, keep_numbers, numbered
from hub.keys import KeyProvider, Secret, keyed_hash
from hub.record.database import Cursor, Row
from hub.record.instants import stored

DELIVER = (
    "INSERT INTO delivery VALUES (?,?,?,?,?) ON CONFLICT (topic, part, record_offset) DO UPDATE SET "
    "agency_id=excluded.agency_id, body=excluded.body"
)
"""A place comes twice only where the log was made anew; the answer that waited there is kept as a receipt."""
CONTRADICTION = Problem(
    PROBLEMS + "content-conflict",
    "Content conflict",
    "this source and id were accepted before with other content; both are kept and a person will look",
)
NOT_ADMITTED = Problem(
    PROBLEMS + "not-admitted",
    "Not admitted",
    "the child is not open to the hub; nothing of this message is kept",
)


@dataclass(frozen=True, slots=True)
class Delivery:
    """An answer on its way to the agency; the record it answers gives it its place in the queue."""

    record: Record
    answer: Answer


class Batch:
    """Collects what one transaction will write."""

    def __init__(self, cursor: Cursor, filing: Filing, keys: KeyProvider) -> None:
        self._cursor = cursor
        self._keys = keys
        self._receipts = Receipts(keys)
        self._kept = Kept(keys)
        self.filing = filing
        self.answers: dict[str, Answer] = {}
        self.digests: dict[str, str] = {}
        self.signatures: list[tuple[str, str, str]] = []
        self.deliveries: list[Delivery] = []
        self.quarantined: list[Quarantined] = []
        self.held: list[Held] = []
        self._numbers: list[Numbered] = []
        self.marks = Marks()
        self._names: dict[SourceRef, str] = {}
        self._stored: dict[str, Row | None] = {}
        self._expected: list[str] = []

    def expect(self, arrival: Arrival) -> None:
        """Note what taking a message will ask the store for, so that `look_up` reads it for all of them at once."""
        self._expected.append(self._name(arrival.origin))
        self.filing.expect(arrival)

    def look_up(self) -> None:
        """Read what is expected. What was not is read when it is asked for."""
        self._read(self._expected)
        self.filing.look_up()

    def take(self, arrival: Arrival, logged: datetime) -> None:
        """Take a message that passed the gate."""
        prior = self.prior(arrival.origin)
        self._numbers += numbered(arrival.envelope, logged, is_new=prior is None)
        if prior is not None and is_taken(prior):
            self._take_again(arrival, prior, logged)
        else:
            self._take_first(arrival, prior, logged)

    def reject(self, rejection: Rejection, logged: datetime, *, answered: bool = True) -> None:
        """Keep a message that did not pass, and tell its sender why; `answered` is False where nobody is known."""
        self._quarantine(rejection.record, rejection.agency_id, rejection.problem, logged)
        origin, subject = named(rejection)
        prior = self.prior(origin)
        if rejection.is_signed and rejection.envelope is not None:
            self._numbers += numbered(rejection.envelope, logged, is_new=prior is None)
        if not answered:
            return
        if prior is not None and is_taken(prior):
            self.deliver(rejection.record, repeated(prior, rejection.problem))
        else:
            receipt = next_receipt(origin, prior, ReceiptOutcome.QUARANTINED, logged, problem=rejection.problem)
            self.answer(rejection.record, Answer(receipt, rejection.agency_id, subject))

    def _take_first(self, arrival: Arrival, prior: Answer | None, logged: datetime) -> None:
        decision = self._decision(arrival)
        if isinstance(decision, NotAdmitted):
            self.turn_away(arrival, prior, logged)
        else:
            self.accept(arrival, prior, self._file(arrival, decision, logged), logged)

    def turn_away(self, arrival: Arrival, prior: Answer | None, logged: datetime) -> None:
        """Answer that a message is not admitted, and mark by whom its agency may be asked for it later.

        What was entered on the hub's own pages has no connector that could send it again.
        """
        receipt = next_receipt(arrival.origin, prior, ReceiptOutcome.NOT_ADMITTED, logged, problem=NOT_ADMITTED)
        name = self._name(arrival.origin)
        if arrival.voice == arrival.agency:
            self.marks.note(name, arrival.agency.agency_id, self.filing.claims(arrival), logged)
        self.answer(arrival.record, Answer(receipt, arrival.agency.agency_id, arrival.envelope.subject))

    def accept(self, arrival: Arrival, prior: Answer | None, entries: tuple[FiledEntry, ...], logged: datetime) -> None:
        """Answer that a message is accepted; its source and id are taken."""
        receipt = next_receipt(arrival.origin, prior, ReceiptOutcome.ACCEPTED, logged, entries=entries)
        digest = value_digest(arrival.record.value)
        self.note_taken(arrival)
        if prior is not None and prior.receipt.outcome is ReceiptOutcome.NOT_ADMITTED:
            self.marks.drop(self._name(arrival.origin))
        self.answer(arrival.record, Answer(receipt, arrival.agency.agency_id, arrival.envelope.subject, value=digest))

    def note_taken(self, arrival: Arrival) -> None:
        """Note that a message's source and id are taken, by what content, and which key signed it when."""
        name = self._name(arrival.origin)
        self.digests[name] = self.hidden(arrival.digest)
        self.signatures.append((name, arrival.kid, stored(arrival.logged)))

    def _decision(self, arrival: Arrival) -> Decision:
        """Judge what corrects or withdraws an event by what became of that event, whether it was filed or is held.

        A concern is kept whatever it names. A dispute is never judged so: the event is another agency's, and the answer
        would tell what became of it.
        """
        target = corrected_or_withdrawn(arrival)
        prior = self.prior(target) if target is not None else None
        if prior is None or target is None:
            return self.filing.decide(arrival)
        is_needless = arrival.notes.amends is not None or arrival.notes.admission == "contextual"
        if prior.receipt.outcome is ReceiptOutcome.NOT_ADMITTED and is_needless:
            return NotAdmitted()
        taken = {entry.id for entry in prior.receipt.entries}
        return self.filing.decide(arrival, amends_taken=not taken.isdisjoint(self.filing.named(arrival, target)))

    def _file(self, arrival: Arrival, decision: Admitted | ForAPerson, logged: datetime) -> tuple[FiledEntry, ...]:
        if isinstance(decision, Admitted):
            return self.filing.file(arrival, decision, logged)
        name = self._name(arrival.origin)
        agency = arrival.agency.agency_id
        self.held.append(Held(name, agency, logged, decision.doubt.value, decision.candidates, arrival.record))
        return self.filing.entries_to_be(arrival, logged)

    def _take_again(self, arrival: Arrival, prior: Answer, logged: datetime) -> None:
        """Answer a resend as before; where it contradicts what was taken, keep both and say so."""
        again = repeated(prior)
        name = self._name(SourceRef(prior.receipt.source, prior.receipt.id))
        if self.digest(name) != self.hidden(arrival.digest):
            self._quarantine(arrival.record, arrival.agency.agency_id, CONTRADICTION, logged)
            again = repeated(prior, CONTRADICTION)
        self.deliver(arrival.record, again)

    def prior(self, origin: SourceRef) -> Answer | None:
        """Return the answer that a message has been given."""
        name = self._name(origin)
        if name in self.answers:
            return self.answers[name]
        if name not in self._stored:
            self._read([name])
        row = self._stored[name]
        return self._receipts.open(row) if row is not None else None

    def _read(self, names: Sequence[str]) -> None:
        self._stored |= dict.fromkeys(names) | self._receipts.rows(self._cursor, names)

    def _name(self, origin: SourceRef) -> str:
        """Return the keyed hash under which a message is known, made once however often it is asked for."""
        if origin not in self._names:
            self._names[origin] = self._receipts.name(origin)
        return self._names[origin]

    def digest(self, name: str) -> str | None:
        """Return the stored digest of a message's content, if its source and id are taken."""
        if name in self.digests:
            return self.digests[name]
        self._cursor.execute("SELECT digest FROM message WHERE message=?", (name,))
        row = self._cursor.fetchone()
        return row["digest"] if row else None

    def hidden(self, digest: str) -> str:
        """Return the digest of a message's content as it is stored."""
        return keyed_hash(self._keys.secret(Secret.ENTRY_ID), "content", digest)

    def _quarantine(self, record: Record, agency_id: str, problem: Problem, logged: datetime) -> None:
        place = (record.topic, str(record.partition), str(record.offset), logged.isoformat())
        quarantine_id = "q-" + keyed_hash(self._keys.secret(Secret.ENTRY_ID), "quarantine", *place)[:32]
        self.quarantined.append(Quarantined(quarantine_id, agency_id, logged, record, problem))

    def answer(self, record: Record, answer: Answer) -> None:
        """Store an answer as the receipt of its message, and deliver it."""
        self.answers[self._name(SourceRef(answer.receipt.source, answer.receipt.id))] = traced(answer)
        self.deliver(record, answer)

    def deliver(self, record: Record, answer: Answer) -> None:
        """Deliver an answer to a record; what is stored stays."""
        self.deliveries.append(Delivery(record, traced(answer)))

    def write(self, moves: Sequence[Advance], cursor: Cursor, _: Sequence[StoredEvent]) -> None:
        """Write everything but the events, as a companion of their save."""
        reach(Point.BEFORE_OFFSETS)
        advance(cursor, moves)
        self.filing.standing.require_unchanged(cursor)
        reach(Point.BEFORE_DEDUPE)
        cursor.executemany("INSERT INTO message VALUES (?,?)", list(self.digests.items()))
        reach(Point.AFTER_DEDUPE)
        cursor.executemany("INSERT INTO signature VALUES (?,?,?)", self.signatures)
        self._receipts.write(cursor, self.answers)
        cursor.executemany(DELIVER, [self._delivery_row(d) for d in self.deliveries])
        self._kept.write_quarantined(cursor, self.quarantined)
        self._kept.write_held(cursor, self.held)
        keep_numbers(cursor, self._numbers)
        self.filing.index.write(cursor)
        self.marks.write(cursor)

    def _delivery_row(self, delivery: Delivery) -> tuple[object, ...]:
        place = (delivery.record.topic, delivery.record.partition, delivery.record.offset)
        body = self._receipts.seal(delivery.answer, "delivery", *(str(part) for part in place))
        return (*place, delivery.answer.agency_id, body)


def next_receipt(
    origin: SourceRef,
    prior: Answer | None,
    outcome: ReceiptOutcome,
    logged: datetime,
    *,
    entries: tuple[FiledEntry, ...] = (),
    problem: Problem | None = None,
) -> Receipt:
    """Return the first receipt of a message, or the next revision of the one it has."""
    revision = prior.receipt.revision + 1 if prior is not None else 1
    return Receipt(origin.source, origin.id, revision, outcome, logged, entries=entries, problem=problem)


def named(rejection: Rejection) -> tuple[SourceRef, str]:
    """Return the identity and subject to answer to: those of the envelope, or a name made of the bytes."""
    if rejection.envelope is not None:
        return SourceRef(rejection.envelope.source, rejection.envelope.id), rejection.envelope.subject
    fingerprint = hashlib.sha256(rejection.record.value).hexdigest()
    return SourceRef(f"urn:agency:{rejection.agency_id}:unreadable", fingerprint), fingerprint
