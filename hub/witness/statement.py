"""How far the hub had come, in its own signature: what a restored store must reach before anybody reads."""

import json
from dataclasses import asdict, dataclass
from typing import Any

from exchange import signing
from exchange.errors import ExchangeError
from exchange.keys import Jwk
from hub.domain.errors import Tampered


@dataclass(frozen=True, slots=True)
class Statement:
    """What one witness was told last.

    `number` only grows. `acts` is how many the witness keeps, `acts_digest` the SHA-256 (hex) over their names in
    order. `checkpoint` is the audit log's signed note, `leaves` how many of its leaves the witness mirrors, in so many
    `leaves_bytes`. `at` is an RFC 3339 instant.
    """

    hub: str
    number: int
    at: str
    acts: int
    acts_digest: str
    checkpoint: str
    leaves: int
    leaves_bytes: int


def signed(statement: Statement, private_jwk: Jwk) -> bytes:
    """Return the statement and its detached JWS, as one line of JSON."""
    told = json.dumps(asdict(statement), sort_keys=True)
    jws = signing.sign(told.encode(), private_jwk)
    return json.dumps({"statement": told, "signature": jws}).encode() + b"\n"


def opened(raw: bytes, public_jwk: Jwk, hub_id: str) -> Statement:
    """Return what the hub signed; Tampered if it did not sign this."""
    try:
        envelope: dict[str, Any] = json.loads(raw)
        signing.verify(envelope["statement"].encode(), envelope["signature"], public_jwk)
        found = Statement(**json.loads(envelope["statement"]))
    except (ValueError, KeyError, TypeError, AttributeError, ExchangeError):
        raise Tampered(
            "the witness's statement is not one that this hub's key signed: see that keys and witness belong together"
        ) from None
    if found.hub != hub_id:
        raise Tampered(f"the witness's statement is of {found.hub}, not of {hub_id}: correct HUB_WITNESSES or HUB_ID")
    return found
