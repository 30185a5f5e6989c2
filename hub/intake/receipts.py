"""Receipts as they are stored: one row for each (source, id), sealed, with a revision; and those to be delivered."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from exchange.receipts import Problem, Receipt, ReceiptOutcome
from exchange.telemetry import current
from hub.domain.chronology import SourceRef
from hub.intake.tables import KEY
from hub.keys import KeyProvider, Secret, keyed_hash, open_sealed, seal
from hub.record.database import Cursor, Row, rows_among
from hub.record.instants import stored


@dataclass(frozen=True, slots=True)
class Answer:
    """A receipt and where it goes: `subject` is the key of the message answered, `traceparent` the step that did it.

    `value` is the digest of the value that was accepted, by which the day is stated (`exchange.statements`).
    """

    receipt: Receipt
    agency_id: str
    subject: str
    traceparent: str | None = None
    value: str = ""


class Receipts:
    """Reads and writes rows of receipts, inside a transaction of the caller's."""

    def __init__(self, keys: KeyProvider) -> None:
        self._keys = keys

    def name(self, origin: SourceRef) -> str:
        """Return the keyed hash under which a message is known."""
        return keyed_hash(self._keys.secret(Secret.ENTRY_ID), "message", origin.source, origin.id)

    def find(self, cursor: Cursor, origin: SourceRef) -> Answer | None:
        """Return the stored receipt of a message."""
        name = self.name(origin)
        row = self.rows(cursor, [name]).get(name)
        return self.open(row) if row is not None else None

    def rows(self, cursor: Cursor, names: Iterable[str]) -> dict[str, Row]:
        """Return the rows of messages' receipts, still sealed, by the hashes under which the messages are known."""
        rows = rows_among(cursor, "SELECT message, agency_id, body FROM receipt WHERE message IN (?*)", names)
        return {row["message"]: row for row in rows}

    def open(self, row: Row) -> Answer:
        """Open a row of receipts."""
        return self._open(row, "receipt", row["message"])

    def of_agency(self, cursor: Cursor, agency_id: str, after: tuple[str, str], limit: int) -> list[Answer]:
        """Return an agency's receipts after (recorded, message), in that order."""
        cursor.execute(
            "SELECT message, agency_id, body FROM receipt WHERE agency_id=? AND (recorded > ? OR (recorded = ? "
            "AND message > ?)) ORDER BY recorded, message LIMIT ?",
            (agency_id, after[0], after[0], after[1], limit),
        )
        return [self.open(row) for row in cursor.fetchall()]

    def between(self, cursor: Cursor, agency_id: str, begin: datetime, end: datetime) -> list[Answer]:
        """Return an agency's receipts recorded from `begin` and before `end`, in the order of their writing."""
        cursor.execute(
            "SELECT message, agency_id, body FROM receipt WHERE agency_id=? AND recorded>=? AND recorded<? "
            "ORDER BY recorded, message",
            (agency_id, stored(begin), stored(end)),
        )
        return [self.open(row) for row in cursor.fetchall()]

    def signed_by(self, cursor: Cursor, kid: str, since: datetime) -> list[Answer]:
        """Return the receipts of what was accepted with this key's signature from that instant on, oldest first."""
        cursor.execute(
            "SELECT receipt.message, agency_id, body FROM signature JOIN receipt "
            "ON receipt.message = signature.message WHERE kid=? AND logged>=? ORDER BY logged, receipt.message",
            (kid, stored(since)),
        )
        return [self.open(row) for row in cursor.fetchall()]

    def write(self, cursor: Cursor, answers: Mapping[str, Answer]) -> None:
        """Store answers by the hashes of their messages; a later revision takes the place of an earlier one."""
        cursor.executemany(
            "INSERT INTO receipt VALUES (?,?,?,?,?,?) ON CONFLICT (message) DO UPDATE SET "
            "revision=excluded.revision, outcome=excluded.outcome, recorded=excluded.recorded, body=excluded.body",
            [self._row(name, answer) for name, answer in answers.items()],
        )

    def _row(self, name: str, answer: Answer) -> tuple[object, ...]:
        receipt = answer.receipt
        body = self.seal(answer, "receipt", name)
        return (name, answer.agency_id, receipt.revision, receipt.outcome.value, stored(receipt.recorded), body)

    def seal(self, answer: Answer, *bound: str) -> bytes:
        """Seal an answer for a row."""
        told = {"receipt": answer.receipt.to_data(), "subject": answer.subject, "traceparent": answer.traceparent}
        plain = json.dumps({**told, "value": answer.value}).encode()
        return seal(self._keys.cipher(KEY), plain, *bound)

    def _open(self, row: Row, *bound: str) -> Answer:
        plain = json.loads(open_sealed(self._keys.cipher(KEY), bytes(row["body"]), *bound))
        receipt = Receipt.from_data(plain["receipt"])
        return Answer(receipt, row["agency_id"], plain["subject"], plain.get("traceparent"), plain.get("value", ""))

    def open_deliveries(self, rows: Iterable[Row]) -> list[Answer]:
        """Open answers that wait for delivery, in their order."""
        with self._keys.at_once():
            return [self._open(row, "delivery", *map(str, _queue_place(row))) for row in rows]


def _queue_place(row: Row) -> tuple[object, ...]:
    return (row["topic"], row["part"], row["record_offset"])


def repeated(answer: Answer, problem: Problem | None = None) -> Answer:
    """Return the same answer as a resend gets it, with what is wrong with the resend if anything is."""
    told = replace(answer.receipt, duplicate=True)
    return replace(answer, receipt=replace(told, problem=problem) if problem is not None else told)


def traced(answer: Answer) -> Answer:
    """Return the same answer with the step of the trace that we are in, which its receipt carries back."""
    here = current()
    return replace(answer, traceparent=here.traceparent) if here is not None else answer


def is_taken(answer: Answer) -> bool:
    """Say whether the message's (source, id) is taken; one that was quarantined or not admitted is judged anew."""
    return answer.receipt.outcome not in (ReceiptOutcome.QUARANTINED, ReceiptOutcome.NOT_ADMITTED)
