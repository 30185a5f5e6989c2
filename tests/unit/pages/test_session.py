"""The sealed cookie of a session, and its end."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie
from itertools import count

import pytest
from fastapi import Response

from exchange.encoding import from_base64url
from hub.pages.session import COOKIE, LASTS_SECONDS, Session, Sessions, Why

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
SESSION = Session("u-1", Why("enquiry-s47", "Strategy discussion this afternoon", "", "s47"), id="0a1b")


@dataclass
class Ended:
    """The sessions that were ended, and until when that matters."""

    until: dict[str, datetime] = field(default_factory=dict)

    def end(self, session_id: str, until: datetime) -> None:
        self.until[session_id] = until

    def has_ended(self, session_id: str) -> bool:
        return session_id in self.until


def sessions_under(secret: bytes) -> Sessions:
    numbers = count(1)
    return Sessions(secret, secure=True, ended=Ended(), random=lambda size: next(numbers).to_bytes(size, "big"))


@pytest.fixture
def sessions() -> Sessions:
    return sessions_under(b"k" * 32)


def written(sessions: Sessions, session: Session = SESSION) -> SimpleCookie:
    response = Response()
    sessions.write(response, session, NOW)
    return SimpleCookie(response.headers["set-cookie"])


def test_a_session_is_read_back_as_it_was_written(sessions: Sessions) -> None:
    assert sessions.read(written(sessions)[COOKIE].value, NOW) == SESSION
    without_why = Session("u-2", id="0c0d")
    assert sessions.read(written(sessions, without_why)[COOKIE].value, NOW) == without_why


def test_a_session_gets_its_id_with_the_first_cookie_and_keeps_it(sessions: Sessions) -> None:
    begun = sessions.read(written(sessions, Session("u-1"))[COOKIE].value, NOW)
    assert begun is not None
    assert begun.id
    again = sessions.read(written(sessions, begun.asking(Why("audit", "Review of the month")))[COOKIE].value, NOW)
    assert again is not None
    assert again.id == begun.id


def test_nobody_reads_in_a_cookie_who_asks_and_why(sessions: Sessions) -> None:
    value = written(sessions)[COOKIE].value
    opened = from_base64url(value)
    assert b"Strategy" not in opened
    assert b"u-1" not in opened


def test_the_cookie_is_out_of_reach_of_scripts_other_sites_and_plain_http(sessions: Sessions) -> None:
    cookie = written(sessions)[COOKIE]
    assert cookie["httponly"]
    assert cookie["secure"]
    assert cookie["samesite"] == "strict"


def test_a_session_runs_out(sessions: Sessions) -> None:
    value = written(sessions)[COOKIE].value
    assert sessions.read(value, NOW + timedelta(seconds=LASTS_SECONDS - 1)) == SESSION
    assert sessions.read(value, NOW + timedelta(seconds=LASTS_SECONDS)) is None


def test_a_changed_cookie_is_no_session(sessions: Sessions) -> None:
    value = written(sessions)[COOKIE].value
    for place in range(0, len(value), 7):
        changed = value[:place] + ("A" if value[place] != "A" else "B") + value[place + 1 :]
        assert sessions.read(changed, NOW) is None


def test_a_cookie_signed_with_another_key_is_no_session(sessions: Sessions) -> None:
    assert sessions.read(written(sessions_under(b"other" * 8))[COOKIE].value, NOW) is None


@pytest.mark.parametrize("cookie", [None, "", ".", "nonsense", "e30.AAAA"])
def test_no_cookie_is_no_session(sessions: Sessions, cookie: str | None) -> None:
    assert sessions.read(cookie, NOW) is None


def test_the_longest_reason_fits_in_a_cookie(sessions: Sessions) -> None:
    longest = Session("u-1", Why("enquiry-s47", "長" * 250 + "x" * 250), id="0a1b")
    assert len(written(sessions, longest).output()) < 4096
    assert sessions.read(written(sessions, longest)[COOKIE].value, NOW) == longest


def test_signing_out_removes_the_cookie(sessions: Sessions) -> None:
    response = Response()
    sessions.end(response, None, NOW)
    assert SimpleCookie(response.headers["set-cookie"])[COOKIE].value == ""


def test_a_cookie_that_was_kept_is_no_session_once_somebody_signed_out(sessions: Sessions) -> None:
    value = written(sessions)[COOKIE].value
    sessions.end(Response(), value, NOW)
    assert sessions.read(value, NOW) is None
    assert sessions.read(written(sessions, Session("u-1", id="another"))[COOKIE].value, NOW) is not None


def test_that_a_session_ended_is_kept_as_long_as_its_cookie_could_last(sessions: Sessions) -> None:
    sessions.end(Response(), written(sessions)[COOKIE].value, NOW)
    assert sessions.ended.until == {"0a1b": NOW + timedelta(seconds=LASTS_SECONDS)}
