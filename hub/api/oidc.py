"""The public keys of an OpenID Connect issuer: discovered, kept for a while, fetched anew when a key is rotated."""

import json
import threading
import time
from collections.abc import Callable
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from joserfc.jwk import KeySet

from hub.api.errors import Unavailable
from hub.domain.errors import Misconfigured

KEEP_SECONDS = 600
AGAIN_SECONDS = 10
TIMEOUT_SECONDS = 5
MOST_BYTES = 262_144


class IssuerKeys:
    """Fetches an issuer's keys at most every 10 minutes, or every 10 seconds for a `kid` that is not known yet."""

    def __init__(self, issuer: str, monotonic: Callable[[], float] = time.monotonic) -> None:
        if urlsplit(issuer).scheme not in ("https", "http"):
            raise Misconfigured("HUB_ISSUER is neither `development` nor the http(s) address of an OIDC issuer")
        self._issuer = issuer.rstrip("/")
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._kept: KeySet | None = None
        self._fetched = 0.0

    def __call__(self, kid: str | None) -> KeySet:
        """Return the keys. Raises: Unavailable, when the issuer can't be reached and none are kept."""
        with self._lock:
            if self._kept is None or self._is_stale(kid):
                self._kept = self._fetch_or(self._kept)
                self._fetched = self._monotonic()
            return self._kept

    def _is_stale(self, kid: str | None) -> bool:
        age = self._monotonic() - self._fetched
        known = {key.kid for key in self._kept.keys} if self._kept else set()
        return age > KEEP_SECONDS or (kid not in known and age > AGAIN_SECONDS)

    def _fetch_or(self, kept: KeySet | None) -> KeySet:
        """Keys once fetched outlive an outage of the issuer."""
        try:
            return self._fetch()
        except Unavailable:
            if kept is None:
                raise
            return kept

    def _fetch(self) -> KeySet:
        discovered = read_json(f"{self._issuer}/.well-known/openid-configuration")
        if discovered.get("issuer", "").rstrip("/") != self._issuer:
            raise Unavailable(f"the issuer at {self._issuer} calls itself by another name: check HUB_ISSUER")
        return KeySet.import_key_set(_keys_in(read_json(str(discovered.get("jwks_uri")))))


def _keys_in(document: Any) -> Any:
    if not isinstance(document.get("keys"), list):
        raise Unavailable("the issuer's key set holds no keys")
    return document


def read_json(address: str) -> dict[str, Any]:
    """Read a JSON object over http(s). Raises: Unavailable, saying which address did not answer."""
    if urlsplit(address).scheme not in ("https", "http"):
        raise Unavailable(f"the issuer names an address that is not http(s): {address}")
    try:
        with urlopen(Request(address), timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310 (scheme checked above)
            document = json.loads(answer.read(MOST_BYTES))
    except (URLError, OSError, ValueError) as error:
        raise Unavailable(f"the issuer cannot be reached at {address} ({type(error).__name__})") from None
    if not isinstance(document, dict):
        raise Unavailable(f"{address} does not hold a JSON object")
    return document
