"""Who is calling: a bearer token of the configured issuer, verified on each request."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.util import urlsafe_b64decode

from hub.api.errors import Unauthenticated

ALGORITHMS = ["Ed25519", "EdDSA", "RS256", "PS256", "ES256"]
LEEWAY_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Caller:
    """Who a token says is calling. What kind of agency it is, and where, is looked up in the directory instead."""

    id: str
    name: str
    agency: str
    role: str
    conflicts: tuple[str, ...] = ()


class Authenticator(Protocol):
    """Turns a bearer token into a caller."""

    def caller(self, token: str) -> Caller:
        """Raises: Unauthenticated, for a token that does not hold; Unavailable, where that can't be told now."""
        ...


KeySource = Callable[[str | None], KeySet]
"""Returns the issuer's public keys, fetched anew where the wanted `kid` is not among those at hand."""


class TokenAuthenticator:
    """Verifies JWTs: signature by the issuer's keys, issuer, audience, expiry, and the claims that the hub needs."""

    def __init__(self, issuer: str, audience: str, keys: KeySource, clock: Callable[[], datetime]) -> None:
        self._issuer = issuer
        self._audience = audience
        self._keys = keys
        self._clock = clock

    def caller(self, token: str) -> Caller:
        """Return the caller, or raise Unauthenticated saying what is wrong with the token, never quoting it."""
        claims = self._claims(token)
        told = {name: claims.get(name) for name in ("sub", "name", "agency", "role")}
        if not all(isinstance(value, str) and value for value in told.values()):
            raise Unauthenticated("the token lacks one of the claims sub, name, agency and role")
        conflicts = tuple(str(conflict) for conflict in claims.get("conflicts") or ())
        return Caller(str(told["sub"]), str(told["name"]), str(told["agency"]), str(told["role"]), conflicts)

    def _claims(self, token: str) -> Mapping[str, Any]:
        keys = self._keys(kid_of(token))
        try:
            claims = jwt.decode(token, keys, algorithms=ALGORITHMS).claims
            self._registry().validate(claims)
        except (JoseError, ValueError) as error:
            raise Unauthenticated(f"the token does not hold: {reason(error)}") from None
        return claims

    def _registry(self) -> jwt.JWTClaimsRegistry:
        return jwt.JWTClaimsRegistry(
            now=int(self._clock().timestamp()),
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": self._issuer},
            aud={"essential": True, "value": self._audience},
            exp={"essential": True},
        )


def kid_of(token: str) -> str | None:
    """Return the key id that a token's header names, unverified: it only chooses among keys that are trusted."""
    try:
        header = json.loads(urlsafe_b64decode(token.partition(".")[0].encode()))
    except ValueError:
        raise Unauthenticated("the token is not a signed JWT") from None
    kid = header.get("kid") if isinstance(header, dict) else None
    return kid if isinstance(kid, str) else None


def reason(error: Exception) -> str:
    """Return the kind of fault in words: the library's own code, such as `expired_token`."""
    return str(getattr(error, "error", "")) or "it is not a signed JWT of the issuer"
