"""The caps of the wire (security.md T7), in one place."""

from dataclasses import dataclass

MAX_MESSAGE_BYTES = 1_000_000
"""Value and headers together, as on the topic."""

MAX_SIGNATURE_CHARACTERS = 2_048
"""A detached JWS of ours is about 200 characters; header and signature of others fit well in this."""

MAX_SAFE_INTEGER = 2**53 - 1
"""The largest integer that every JSON reader holds exactly (RFC 7493 section 2.2)."""


@dataclass(frozen=True, slots=True)
class JsonLimits:
    """How much JSON is read at all; each is checked before anything is parsed."""

    max_bytes: int = MAX_MESSAGE_BYTES
    max_depth: int = 64
    max_nodes: int = 50_000


LIMITS = JsonLimits()
