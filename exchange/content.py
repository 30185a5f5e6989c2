"""One digest for what a message says, however often it is sealed anew."""

import hashlib

from exchange.envelope import SEALED, Envelope, attributes_of
from exchange.history import ANSWERS
from exchange.strict_json import JsonObject, canonical


def content_digest(envelope: Envelope, data: JsonObject) -> str:
    """Return SHA-256 (hex) of the RFC 8785 form of the attributes and the opened data.

    Two messages of one (source, id) with one digest are copies; with two digests they contradict each other.
    The sealed text, the traceparent and the notice that a resend answers are left out: they belong to one journey,
    not to what is said. The digest is the same whether `envelope` is given sealed or open.
    """
    attributes = {name: told for name, told in attributes_of(envelope).items() if name != ANSWERS}
    said = {**attributes, "datacontenttype": SEALED, "data": data}
    return hashlib.sha256(canonical(said)).hexdigest()
