"""Who is signed in and what they said they are asking for, kept in a signed cookie and nowhere else.

The cookie is HttpOnly and SameSite=Strict, so that no script reads it and no other site's form is sent with it. It is
set only when somebody signs in or says why they ask, so that two readings of one page are the same bytes.
"""

from dataclasses import asdict, dataclass
from datetime import datetime

from fastapi import Response
from itsdangerous import BadData, Signer, URLSafeSerializer

COOKIE = "hub-session"
LASTS_SECONDS = 60 * 60


@dataclass(frozen=True, slots=True)
class Why:
    """What a practitioner said before they asked. `basis` and `threshold` are empty where none was given."""

    purpose: str
    reason: str
    basis: str = ""
    threshold: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in person: the user's id at the issuer, and why they are asking, once they have said."""

    user: str
    why: Why | None = None


@dataclass(frozen=True, slots=True)
class Sessions:
    """Reads and writes the cookie. `secret` is at least 32 random bytes; `secure` keeps the cookie to TLS."""

    secret: bytes
    secure: bool

    def write(self, response: Response, session: Session, now: datetime) -> None:
        value = self._serializer().dumps({"until": int(now.timestamp()) + LASTS_SECONDS, "session": asdict(session)})
        response.set_cookie(
            COOKIE, _text(value), max_age=LASTS_SECONDS, httponly=True, secure=self.secure, samesite="strict"
        )

    def read(self, cookie: str | None, now: datetime) -> Session | None:
        """The session of a cookie, or None where there is none, it was changed or it has run out."""
        try:
            content = self._serializer().loads(cookie or "")
        except BadData:
            return None
        return _session(content["session"]) if content["until"] > now.timestamp() else None

    def end(self, response: Response) -> None:
        response.delete_cookie(COOKIE, httponly=True, secure=self.secure, samesite="strict")

    def _serializer(self) -> URLSafeSerializer:
        return URLSafeSerializer(
            self.secret, salt="hub.pages.session", signer=Signer, signer_kwargs={"key_derivation": "hmac"}
        )


def _session(content: dict[str, object]) -> Session:
    why = content["why"]
    return Session(str(content["user"]), Why(**why) if isinstance(why, dict) else None)


def _text(value: str | bytes) -> str:
    return value if isinstance(value, str) else value.decode("ascii")
