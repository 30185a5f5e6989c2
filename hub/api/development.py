"""The development issuer: a few named users and short-lived tokens, for one machine's loopback only."""

import contextlib
import ipaddress
import json
import os
import tempfile
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from joserfc import jwt
from joserfc.jwk import KeySet, OKPKey

from hub.config import Settings
from hub.domain.errors import Misconfigured, NotFound

NAME = "development"
LIFETIME = timedelta(minutes=15)
SEEDED = Path(__file__).with_name("users.toml")


@dataclass(frozen=True, slots=True)
class User:
    """A made-up person who may sign in; `id` is the staff id on which allocation rests, `about` says who they are."""

    id: str
    name: str
    agency: str
    role: str
    about: str = ""


class DevelopmentIssuer:
    """Signs tokens of at most 15 minutes for the users of `users.toml` with a key of its own in the data folder."""

    def __init__(self, settings: Settings, clock: Callable[[], datetime]) -> None:
        must_be_for_development(settings)
        self._audience = settings.id
        self._clock = clock
        self._key = _kept_key(settings.data / "issuer.jwk")
        own = settings.data / "users.toml"
        self.users: Mapping[str, User] = read_users(own if own.is_file() else SEEDED)

    def token(self, user_id: str) -> str:
        """Return a token for a user. Raises: NotFound, naming the command that lists them."""
        user = self.users.get(user_id)
        if user is None:
            raise NotFound("there is no such user: `hub users` lists them")
        claims = {"sub": user.id, "name": user.name, "agency": user.agency, "role": user.role}
        return jwt.encode({"alg": "Ed25519", "kid": self._key.kid}, claims | self._standing(), self._key, ["Ed25519"])

    def keys(self, _: str | None) -> KeySet:
        """Return the public half of the issuer's one key."""
        return KeySet([OKPKey.import_key(self._key.as_dict(private=False))])

    def _standing(self) -> dict[str, object]:
        now = self._clock()
        return {
            "iss": NAME,
            "aud": self._audience,
            "iat": int(now.timestamp()),
            "exp": int((now + LIFETIME).timestamp()),
        }


def must_be_for_development(settings: Settings) -> None:
    """Raise Misconfigured unless the development issuer was chosen and the hub serves on loopback."""
    if settings.issuer != NAME:
        raise Misconfigured("the development issuer is off: HUB_ISSUER names another issuer")
    if not is_loopback(settings.host):
        raise Misconfigured("the development issuer serves loopback only: set HUB_HOST=127.0.0.1, or HUB_ISSUER")


def is_loopback(host: str) -> bool:
    """Say whether an address to serve on is reached from this machine alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def read_users(path: Path) -> dict[str, User]:
    """Return the users of a file by id. Raises: Misconfigured, saying which file and what is wrong."""
    try:
        users = [User(**row) for row in tomllib.loads(path.read_text("utf-8"))["user"]]
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise Misconfigured(
            f"{path} is not a list of [[user]] with id, name, agency, role and perhaps about ({error})"
        ) from None
    return {user.id: user for user in users}


def _kept_key(path: Path) -> OKPKey:
    """Return the key in `path`, made there at the first start; the first of several processes makes it for all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=path.parent, encoding="utf-8") as whole:
        whole.write(json.dumps(_new_key().as_dict(private=True)))
        whole.flush()
        with contextlib.suppress(FileExistsError):
            os.link(whole.name, path)
    return OKPKey.import_key(json.loads(path.read_text("utf-8")))


def _new_key() -> OKPKey:
    key = OKPKey.generate_key("Ed25519", {"use": "sig"})
    key.ensure_kid()
    return key
