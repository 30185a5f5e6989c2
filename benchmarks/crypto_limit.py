"""The cryptographic limit of intake: verifying and opening the same messages by the same libraries, nothing else."""

import time
from collections.abc import Sequence

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from joserfc import jwe
from joserfc.jwk import OKPKey

from exchange import Jwk, Message, decode, signature_of
from exchange.encoding import from_base64url, to_base64url

REGISTRY = jwe.JWERegistry(algorithms=["ECDH-ES", "A256GCM"])


def verify_and_open(messages: Sequence[Message], signed_by: Jwk, sealed_to: OKPKey) -> float:
    """Return how many messages a second one core verifies and opens; what goes in is taken apart before the clock."""
    key = Ed25519PublicKey.from_public_bytes(from_base64url(signed_by["x"]))
    parts = [_parts(one) for one in messages]
    began = time.perf_counter()
    for header, signature, value, sealed in parts:
        key.verify(signature, f"{header}.{to_base64url(value)}".encode())
        jwe.decrypt_compact(sealed, sealed_to, registry=REGISTRY)
    return len(parts) / (time.perf_counter() - began)


def _parts(message: Message) -> tuple[str, bytes, bytes, str]:
    header, _, signature = signature_of(message.headers).split(".")
    return header, from_base64url(signature), message.value, str(decode(message.value).data)
