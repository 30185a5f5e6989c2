"""What goes on a topic: a key, the exact value bytes, and headers; composed by a sender, checked by a reader."""

from dataclasses import dataclass, replace

from exchange.envelope import CONTENT_TYPE, Envelope, encode
from exchange.envelope_reading import decode
from exchange.errors import EnvelopeMalformed, Fault, SealedUnreadable, SignatureInvalid, TooLarge
from exchange.keys import Jwk
from exchange.limits import MAX_MESSAGE_BYTES
from exchange.sealing import open_sealed, seal
from exchange.signing import sign, verify
from exchange.strict_json import JsonObject, canonical, loads_object

Headers = tuple[tuple[str, bytes], ...]

SIGNATURE_HEADER = "jws"


@dataclass(frozen=True, slots=True)
class Message:
    """One message for a topic. `value` is what was signed: it is carried and kept byte for byte."""

    topic: str
    key: bytes
    value: bytes
    headers: Headers


def compose(envelope: Envelope, *, seal_to: Jwk, sign_with: Jwk) -> Message:
    """Return an agency's message: the open envelope's data sealed to the hub, the whole signed.

    Args:
        envelope: open, that is with the event as an object in `data`.
        seal_to: the hub's public X25519 key.
        sign_with: the agency's private Ed25519 key.

    Raises:
        EnvelopeMalformed: the attributes are not those of the contract.
        JsonMalformed: the event holds a number or text that the hub would refuse.
        TooLarge: over 1,000,000 bytes with headers, 64 levels or 50,000 values; send attachments by reference.
    """
    if not isinstance(envelope.data, dict):
        raise EnvelopeMalformed("the data is sealed already", (Fault("/data", "must be an object before sealing"),))
    plaintext = canonical(envelope.data)
    loads_object(plaintext)
    return compose_open(replace(envelope, data=seal(plaintext, seal_to)), sign_with=sign_with)


def compose_open(envelope: Envelope, *, sign_with: Jwk) -> Message:
    """Return a message whose data is carried as it stands: receipts and notices, or what is sealed already."""
    value = encode(envelope)
    require_size(value)
    decode(value)
    headers = signed_headers(sign(value, sign_with))
    message = Message(envelope.topic, envelope.subject.encode("ascii"), value, headers)
    require_size(message.value, message.headers)
    return message


def signed_headers(jws: str) -> Headers:
    """Return the two headers of every message."""
    return (("content-type", CONTENT_TYPE.encode("ascii")), (SIGNATURE_HEADER, jws.encode("ascii", "replace")))


def signature_of(headers: Headers) -> str:
    """Return the `jws` header; SignatureInvalid if there is none, or more than one."""
    found = [value for name, value in headers if name == SIGNATURE_HEADER]
    if len(found) != 1:
        raise SignatureInvalid("a message carries exactly one jws header")
    return found[0].decode("ascii", "replace")


def require_size(value: bytes, headers: Headers = ()) -> None:
    """Raise TooLarge where value and headers pass 1,000,000 bytes together."""
    size = len(value) + sum(len(name.encode("utf-8")) + len(content) for name, content in headers)
    if size > MAX_MESSAGE_BYTES:
        raise TooLarge(f"a message of {size} bytes; at most {MAX_MESSAGE_BYTES}: send attachments by reference")


def verified(value: bytes, headers: Headers, public_jwk: Jwk) -> Envelope:
    """Return the envelope in a message that this key signed; the signature is judged before anything is parsed."""
    require_size(value, headers)
    verify(value, signature_of(headers), public_jwk)
    return decode(value)


def open_data(envelope: Envelope, private_jwk: Jwk) -> JsonObject:
    """Return the JSON object sealed in an envelope.

    Raises:
        SealedUnreadable: nothing sealed there, or not to this key.
        JsonMalformed, DuplicateKey, TooLarge: what was sealed is no JSON object.
    """
    if not isinstance(envelope.data, str):
        raise SealedUnreadable("the data of this envelope is not sealed")
    return loads_object(open_sealed(envelope.data, private_jwk))
