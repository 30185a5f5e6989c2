"""The hub's signed answer to one message: `safeguarding.receipt.v1`, in plain JSON that repeats nothing it was sent."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from exchange.envelope import Envelope
from exchange.errors import Fault, ReceiptMalformed
from exchange.instants import format_instant, parse_instant
from exchange.keys import Jwk
from exchange.messages import Headers, Message, compose_open, verified
from exchange.names import hub_of
from exchange.strict_json import JsonObject
from exchange.topics import for_agency

RECEIPT_TYPE = "safeguarding.receipt.v1"


class ReceiptOutcome(StrEnum):
    """What became of a message, as far as its sender may know."""

    ACCEPTED = "accepted"
    QUARANTINED = "quarantined"
    NOT_ADMITTED = "not-admitted"
    REFUSED = "refused"
    CLOSED = "closed"

    @property
    def is_final(self) -> bool:
        """Whether the sender need keep the message no longer: a quarantined or not-admitted one may be sent again."""
        return self in (ReceiptOutcome.ACCEPTED, ReceiptOutcome.REFUSED, ReceiptOutcome.CLOSED)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a message was not accepted (RFC 9457): `type` is a URI reference, `errors` point into the message."""

    type: str
    title: str
    detail: str = ""
    errors: tuple[Fault, ...] = ()

    @property
    def code(self) -> str:
        """The last part of the type, by which it is explained to integrators."""
        return self.type.rpartition(":")[2]


@dataclass(frozen=True, slots=True)
class FiledEntry:
    """One entry of the chronology to be, for one child of the message. The id tells nothing of any child."""

    id: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the hub did with (source, id); `revision` counts from 1 and rises when the outcome changes.

    `entries` are in the order of the event's `children` (one entry where it is about an adult only): their place says
    which child is meant, since a receipt lies open on the broker's disk and holds no reference to a child.
    """

    source: str
    id: str
    revision: int
    outcome: ReceiptOutcome
    recorded: datetime
    entries: tuple[FiledEntry, ...] = ()
    problem: Problem | None = None
    duplicate: bool = False

    def to_data(self) -> JsonObject:
        data: JsonObject = {
            "source": self.source,
            "id": self.id,
            "revision": self.revision,
            "outcome": self.outcome.value,
            "duplicate": self.duplicate,
            "recorded": format_instant(self.recorded),
            "entries": [{"id": entry.id} for entry in self.entries],
        }
        return data if self.problem is None else {**data, "problem": _problem_data(self.problem)}

    @classmethod
    def from_data(cls, data: JsonObject) -> "Receipt":
        """Return the receipt in a data object, whatever else it holds.

        Raises:
            ReceiptMalformed: a member is missing or of another kind.
        """
        try:
            return cls(
                source=_text(data["source"]),
                id=_text(data["id"]),
                revision=_count(data["revision"]),
                outcome=ReceiptOutcome(data["outcome"]),
                duplicate=data.get("duplicate") is True,
                recorded=parse_instant(_text(data["recorded"])),
                entries=tuple(FiledEntry(_text(e["id"])) for e in data.get("entries", [])),
                problem=_problem_from(data.get("problem")),
            )
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            detail = "not a receipt of the contract: a member is missing or of another kind"
            raise ReceiptMalformed(detail, (Fault("/data", detail),)) from error


def receipt_id(source: str, message_id: str, revision: int) -> str:
    """Return the CloudEvents id of one revision: the same however often it is delivered."""
    return hashlib.sha256(f"{source}\0{message_id}\0{revision}".encode()).hexdigest()[:32]


def compose_receipt(
    receipt: Receipt, *, agency_id: str, hub_id: str, key: str, sign_with: Jwk, traceparent: str | None = None
) -> Message:
    """Return the signed message for the agency's receipts topic.

    Args:
        key: the subject of the message answered, so that a child's receipts keep their order.
        sign_with: the hub's private Ed25519 key.
        traceparent: the step of the sender's trace in which the hub answered.
    """
    envelope = Envelope(
        id=receipt_id(receipt.source, receipt.id, receipt.revision),
        source=f"urn:hub:{hub_id}",
        type=RECEIPT_TYPE,
        time=receipt.recorded,
        subject=key,
        topic=for_agency(agency_id).receipts,
        audience=agency_id,
        data=receipt.to_data(),
        traceparent=traceparent,
    )
    return compose_open(envelope, sign_with=sign_with)


def read_receipt(value: bytes, headers: Headers, hub_public_jwk: Jwk) -> Receipt:
    """Return the receipt in a message that the hub signed.

    Raises:
        SignatureInvalid: not signed by this key.
        ReceiptMalformed: signed, but no receipt.
    """
    envelope = verified(value, headers, hub_public_jwk)
    hub_of(envelope.source)
    if envelope.type != RECEIPT_TYPE or not isinstance(envelope.data, dict):
        raise ReceiptMalformed("a signed message of the hub, but no receipt", (Fault("/type", "not a receipt"),))
    return Receipt.from_data(envelope.data)


def _problem_data(problem: Problem) -> JsonObject:
    errors = [{"pointer": fault.pointer, "detail": fault.detail} for fault in problem.errors]
    return {"type": problem.type, "title": problem.title, "detail": problem.detail, "errors": errors}


def _problem_from(data: JsonObject | None) -> Problem | None:
    if data is None:
        return None
    errors = tuple(Fault(_text(e["pointer"]), _text(e["detail"])) for e in data.get("errors", []))
    return Problem(_text(data["type"]), _text(data["title"]), _text(data.get("detail", "")), errors)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("text is wanted")
    return value


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ValueError("a count from 1 is wanted")
    return value
