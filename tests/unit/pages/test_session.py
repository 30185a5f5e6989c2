"""The signed cookie of a session."""

from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie

import pytest
from fastapi import Response

from hub.pages.session import COOKIE, LASTS_SECONDS, Session, Sessions, Why

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
SESSION = Session("u-1", Why("enquiry-s47", "Strategy discussion this afternoon", "", "s47"))


@pytest.fixture
def sessions() -> Sessions:
    return Sessions(b"k" * 32, secure=True)


def written(sessions: Sessions, session: Session = SESSION) -> SimpleCookie:
    response = Response()
    sessions.write(response, session, NOW)
    return SimpleCookie(response.headers["set-cookie"])


def test_a_session_is_read_back_as_it_was_written(sessions: Sessions) -> None:
    assert sessions.read(written(sessions)[COOKIE].value, NOW) == SESSION
    assert sessions.read(written(sessions, Session("u-2"))[COOKIE].value, NOW) == Session("u-2")


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
    assert sessions.read(written(Sessions(b"other" * 8, secure=True))[COOKIE].value, NOW) is None


@pytest.mark.parametrize("cookie", [None, "", ".", "nonsense", "e30.AAAA"])
def test_no_cookie_is_no_session(sessions: Sessions, cookie: str | None) -> None:
    assert sessions.read(cookie, NOW) is None


def test_the_longest_reason_fits_in_a_cookie(sessions: Sessions) -> None:
    longest = Session("u-1", Why("enquiry-s47", "長" * 250 + "x" * 250))
    assert len(written(sessions, longest).output()) < 4096
    assert sessions.read(written(sessions, longest)[COOKIE].value, NOW) == longest


def test_signing_out_removes_the_cookie(sessions: Sessions) -> None:
    response = Response()
    sessions.end(response)
    assert SimpleCookie(response.headers["set-cookie"])[COOKIE].value == ""
