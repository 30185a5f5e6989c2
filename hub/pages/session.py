"""Who is signed in and what they said they are asking for, kept in a sealed cookie and nowhere else.

The cookie is HttpOnly and SameSite=Strict, so that no script reads it and no other site's form is sent with it; sealed,
so that a reason stands readable on nobody's disk. It is set only when somebody signs in or says why they ask, so that
two readings of one page are the same bytes. Signing out ends the session here too: a cookie that was copied is no more.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

from fastapi import Response

from hub.pages.sealed import Sealer

COOKIE = "hub-session"
LASTS_SECONDS = 60 * 60
RANDOM_BYTES = 16


@dataclass(frozen=True, slots=True)
class Why:
    """What a practitioner said before they asked. `basis` and `threshold` are empty where none was given."""

    purpose: str
    reason: str
    basis: str = ""
    threshold: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in person: the user's id at the issuer, and why they are asking, once they have said.

    `id` is random, made with the first cookie, and stays the same until they sign out.
    """

    user: str
    why: Why | None = None
    id: str = ""

    def asking(self, why: Why) -> "Session":
        """Return the same session with another reason to ask."""
        return replace(self, why=why)


class Ended(Protocol):
    """The sessions that ended before their time; every process of the hub knows of each."""

    def end(self, session_id: str, until: datetime) -> None:
        """Keep that a session has ended; from `until` (aware UTC) on, its cookie has run out anyway."""
        ...

    def has_ended(self, session_id: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class Sessions:
    """Reads, writes and ends sessions. `secret` is 32 random bytes or more; `secure` keeps the cookie to TLS."""

    secret: bytes = field(repr=False)
    secure: bool
    ended: Ended
    random: Callable[[int], bytes]

    def write(self, response: Response, session: Session, now: datetime) -> None:
        named = session if session.id else replace(session, id=self.random(RANDOM_BYTES).hex())
        value = self._sealer().seal({"until": int(now.timestamp()) + LASTS_SECONDS, "session": asdict(named)})
        response.set_cookie(COOKIE, value, max_age=LASTS_SECONDS, httponly=True, secure=self.secure, samesite="strict")

    def read(self, cookie: str | None, now: datetime) -> Session | None:
        """The session of a cookie, or None where there is none, it was changed, has run out or was ended."""
        session = self._standing(cookie, now)
        return None if session is None or self.ended.has_ended(session.id) else session

    def end(self, response: Response, cookie: str | None, now: datetime) -> None:
        """End the session of a cookie for good, and remove the cookie."""
        session = self._standing(cookie, now)
        if session is not None:
            self.ended.end(session.id, now.astimezone(UTC) + timedelta(seconds=LASTS_SECONDS))
        response.delete_cookie(COOKIE, httponly=True, secure=self.secure, samesite="strict")

    def _standing(self, cookie: str | None, now: datetime) -> Session | None:
        content = self._sealer().open(cookie)
        if content is None or content["until"] <= now.timestamp():
            return None
        return _session(content["session"])

    def _sealer(self) -> Sealer:
        return Sealer(self.secret, "session")


def _session(content: dict[str, object]) -> Session:
    why = content["why"]
    return Session(str(content["user"]), Why(**why) if isinstance(why, dict) else None, str(content["id"]))
