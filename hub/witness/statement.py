"""How far the hub had come, in its own signature: what a restored store must reach before anybody reads."""

import base64
import json
from dataclasses import dataclass
from typing import Any

from exchange import signing
from exchange.errors import ExchangeError
from exchange.keys import Jwk
from hub.domain.errors import Tampered
from hub.keys import KeyProvider
from hub.witness.veil import unveil, veil

_OPEN = ("hub", "number", "at", "checkpoint", "leaves", "leaves_bytes")
_SEALED = ("acts", "acts_digest")
_SEALED_BYTES = 256


@dataclass(frozen=True, slots=True)
class Statement:
    """What one witness was told last.

    `number` only grows. `acts` is how many the witness keeps, `acts_digest` the SHA-256 (hex) over their names in
    order: both are sealed, since what changes tells whoever keeps it that something was done. `checkpoint` is the audit
    log's signed note, `leaves` how many of its leaves the witness mirrors, in so many `leaves_bytes`. `at` is an
    RFC 3339 instant.
    """

    hub: str
    number: int
    at: str
    acts: int
    acts_digest: str
    checkpoint: str
    leaves: int
    leaves_bytes: int


def signed(statement: Statement, keys: KeyProvider) -> bytes:
    """Return the statement and its detached JWS, as one line of JSON."""
    sealed = json.dumps({name: getattr(statement, name) for name in _SEALED}).encode()
    veiled = veil(keys, sealed, _SEALED_BYTES, "statement", str(statement.number))
    plain = {name: getattr(statement, name) for name in _OPEN} | {"acts": base64.b64encode(veiled).decode()}
    told = json.dumps(plain, sort_keys=True)
    jws = signing.sign(told.encode(), keys.signing_key.as_dict(private=True))
    return json.dumps({"statement": told, "signature": jws}).encode() + b"\n"


def opened(raw: bytes, keys: KeyProvider, hub_id: str) -> Statement:
    """Return what the hub signed; Tampered if it did not sign this."""
    try:
        told = _verified(raw, keys.signing_key.as_dict(private=False))
        veiled = base64.b64decode(told.pop("acts"))
        found = Statement(**told, **json.loads(unveil(keys, veiled, "statement", str(told["number"]))))
    except (ValueError, KeyError, TypeError, AttributeError, ExchangeError):
        raise Tampered(
            "the witness's statement is not one that this hub's key signed: see that keys and witness belong together"
        ) from None
    if found.hub != hub_id:
        raise Tampered(f"the witness's statement is of {found.hub}, not of {hub_id}: correct HUB_WITNESSES or HUB_ID")
    return found


def _verified(raw: bytes, public_jwk: Jwk) -> dict[str, Any]:
    envelope: dict[str, Any] = json.loads(raw)
    signing.verify(envelope["statement"].encode(), envelope["signature"], public_jwk)
    told: dict[str, Any] = json.loads(envelope["statement"])
    return told
