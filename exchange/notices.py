"""What the hub tells an agency unasked: signed like a receipt, in plain JSON that names only the agency's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from exchange.envelope import Envelope
from exchange.errors import Fault, KeyUnknown, NoticeMalformed
from exchange.keys import Jwk
from exchange.messages import Headers, Message, compose_open, signature_of, verified
from exchange.names import hub_of
from exchange.signing import key_id
from exchange.strict_json import JsonObject
from exchange.topics import for_agency


class NoticeType(StrEnum):
    """The types of notices that are sent by now. A reader passes over one that it does not know."""

    HISTORY_REQUESTED = "safeguarding.history-requested.v1"
    DAY_STATED = "safeguarding.day-stated.v1"


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice to one agency.

    `number` counts the notices to this agency from 1, so that a reader knows where it was; `subject` is the message
    key, a keyed hash; `made` an aware UTC instant.
    """

    id: str
    agency_id: str
    number: int
    type: str
    made: datetime
    subject: str
    data: JsonObject


def compose_notice(notice: Notice, *, hub_id: str, sign_with: Jwk) -> Message:
    """Return the signed message for the agency's notices topic: the same bytes each time for the same notice."""
    envelope = Envelope(
        id=notice.id,
        source=f"urn:hub:{hub_id}",
        type=notice.type,
        time=notice.made,
        subject=notice.subject,
        topic=for_agency(notice.agency_id).notices,
        audience=notice.agency_id,
        sequence=notice.number,
        data=notice.data,
    )
    return compose_open(envelope, sign_with=sign_with)


def read_notice(value: bytes, headers: Headers, agency_id: str, hub_keys: Mapping[str, Jwk]) -> Notice:
    """Return the notice in a message that one of the hub's keys, by `kid`, signed for this agency.

    Raises:
        KeyUnknown, SignatureInvalid: not signed by the hub.
        NoticeMalformed: signed, but no notice, or another agency's.
    """
    key = hub_keys.get(key_id(signature_of(headers)))
    if key is None:
        raise KeyUnknown("the notice is signed with a key that is not among the hub's")
    envelope = verified(value, headers, key)
    hub_of(envelope.source)
    if envelope.topic != for_agency(agency_id).notices or envelope.audience != agency_id:
        raise _malformed("/audience", "is not this agency: the notice is somebody else's")
    if envelope.sequence is None or not isinstance(envelope.data, dict):
        raise _malformed("/sequence", "is missing: a notice has a number")
    sent = (envelope.sequence, envelope.type, envelope.time, envelope.subject, envelope.data)
    return Notice(envelope.id, agency_id, *sent)


def _malformed(pointer: str, detail: str) -> NoticeMalformed:
    return NoticeMalformed(f"{pointer} {detail}", (Fault(pointer, detail),))
