"""Who may ask at the operator's port: by the names that lead there honestly, and with the token where one is needed."""

import hmac
import ipaddress
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Self

from hub.config import Settings
from hub.domain.errors import Misconfigured

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
LEAST_TOKEN = 32
_OTHERS = 0o077
_BEARER = "Bearer "


@dataclass(frozen=True, slots=True)
class Entry:
    """What a request must bring. Beyond loopback (not `is_private`) a number does as well as one of the names `listed`.

    A browser that was led to this machine under another site's name says that name in `Host` (DNS rebinding); an
    address in numbers is no name, so nobody was led by it.
    """

    token: bytes | None
    is_private: bool
    listed: frozenset[str] = frozenset()

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Return what the settings ask for. Misconfigured where the port is open beyond loopback without a token."""
        is_private = is_loopback(settings.operator_host)
        file = settings.operator_token_file
        if file is None and not is_private:
            raise Misconfigured(
                f"others reach HUB_OPERATOR_HOST {settings.operator_host}: set HUB_OPERATOR_TOKEN_FILE or use 127.0.0.1"
            )
        listed = frozenset(one.strip().lower() for one in settings.operator_names.split(",") if one.strip())
        return cls(_token(file) if file is not None else None, is_private, listed)

    def refusal(self, host: str, authorization: str) -> HTTPStatus | None:
        """Return why a request with these two headers is not answered; None where it is."""
        if not self._is_led_honestly(host):
            return HTTPStatus.MISDIRECTED_REQUEST
        return None if self._brings_token(authorization) else HTTPStatus.UNAUTHORIZED

    def _is_led_honestly(self, host: str) -> bool:
        name = _without_port(host.strip().lower())
        if self.is_private:
            return name in LOOPBACK
        return name in self.listed or _is_number(name)

    def _brings_token(self, authorization: str) -> bool:
        if self.token is None:
            return True
        given = authorization.removeprefix(_BEARER) if authorization.startswith(_BEARER) else ""
        return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), self.token)


def is_loopback(host: str) -> bool:
    """Say whether an address is reached from this machine alone."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _without_port(host: str) -> str:
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0]


def _is_number(name: str) -> bool:
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


def _token(file: Path) -> bytes:
    """Return the token in a file, its owner's alone; Misconfigured where it would keep nobody out."""
    try:
        is_open, token = bool(file.stat().st_mode & _OTHERS), file.read_bytes().strip()
    except OSError as error:
        raise Misconfigured(f"HUB_OPERATOR_TOKEN_FILE {file} cannot be read ({type(error).__name__})") from None
    if is_open:
        raise Misconfigured(f"{file} is open to other users: chmod 600 it")
    if len(token) < LEAST_TOKEN:
        raise Misconfigured(f"{file} holds fewer than {LEAST_TOKEN} characters: fill it by `openssl rand -hex 32`")
    return token
