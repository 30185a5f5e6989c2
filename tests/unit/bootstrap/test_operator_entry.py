"""Who may ask at the operator's port: no name that leads elsewhere, and beyond loopback nobody without the token."""

from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path

import pytest
from builders.processes import free_port

from hub.bootstrap.operator_entry import Entry
from hub.bootstrap.operator_port import operator_port
from hub.config import Settings
from hub.domain.errors import Misconfigured
from hub.health import Health

TOKEN = "0123456789abcdef" * 4
LED_ELSEWHERE, NO_TOKEN = HTTPStatus.MISDIRECTED_REQUEST, HTTPStatus.UNAUTHORIZED


def token_file(folder: Path, content: str = f"{TOKEN}\n", mode: int = 0o600) -> Path:
    file = folder / "operator-token"
    file.write_text(content)
    file.chmod(mode)
    return file


@pytest.fixture
def beyond(tmp_path: Path) -> Entry:
    """An entry of a port that others reach."""
    names = "hub.internal, Hub-Two.internal"
    return Entry.of(Settings(operator_host="0.0.0.0", operator_token_file=token_file(tmp_path), operator_names=names))


@pytest.mark.parametrize("host", ["0.0.0.0", "10.0.0.4", "::", "hub.internal"])
def test_a_port_that_others_reach_is_not_opened_without_a_token(host: str) -> None:
    with pytest.raises(Misconfigured, match="HUB_OPERATOR_TOKEN_FILE"):
        Entry.of(Settings(operator_host=host))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.0.0.2"])
def test_on_loopback_none_is_asked_for(host: str) -> None:
    assert Entry.of(Settings(operator_host=host)).refusal("localhost:9464", "") is None


@pytest.mark.parametrize(
    ("content", "mode", "told"), [(TOKEN, 0o640, "chmod 600"), ("short", 0o600, "fewer than 32"), ("", 0o600, "fewer")]
)
def test_a_token_that_would_keep_nobody_out_is_refused(tmp_path: Path, content: str, mode: int, told: str) -> None:
    with pytest.raises(Misconfigured, match=told):
        Entry.of(Settings(operator_token_file=token_file(tmp_path, content, mode)))


def test_a_token_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="cannot be read"):
        Entry.of(Settings(operator_token_file=tmp_path / "none"))


@pytest.mark.parametrize(
    "given", ["", "Bearer", f"Bearer {TOKEN[:-1]}", f"Bearer {TOKEN}x", TOKEN, f"bearer {TOKEN}", "Bearer \udcff"]
)
def test_beyond_loopback_nobody_is_answered_without_the_token(beyond: Entry, given: str) -> None:
    assert beyond.refusal("10.0.0.4:9464", given) is NO_TOKEN


@pytest.mark.parametrize(
    "host", ["10.0.0.4:9464", "10.0.0.4", "[fd00::4]:9464", "hub.internal:9464", "HUB-TWO.internal"]
)
def test_with_it_whoever_asks_by_number_or_a_name_that_is_listed_is_answered(beyond: Entry, host: str) -> None:
    assert beyond.refusal(host, f"Bearer {TOKEN}") is None


@pytest.mark.parametrize("host", ["evil.example:9464", "", "localhost.evil.example", "10.0.0.4.evil.example"])
def test_a_name_that_is_not_listed_leads_nowhere_even_with_the_token(beyond: Entry, host: str) -> None:
    assert beyond.refusal(host, f"Bearer {TOKEN}") is LED_ELSEWHERE


def test_a_token_that_is_set_is_asked_for_on_loopback_too(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, operator_port=free_port(), operator_token_file=token_file(tmp_path))
    with operator_port(settings, Health({}), lambda: b"figures"):
        answers = [asked(settings.operator_port, path, headers) for path, headers in ASKED]
    assert [status for status, _ in answers] == [401, 401, 200]
    assert [challenge for _, challenge in answers] == ["Bearer", "Bearer", None]


ASKED = (
    ("/metrics", {}),
    ("/healthz", {"Authorization": "Bearer nonsense"}),
    ("/metrics", {"Authorization": f"Bearer {TOKEN}"}),
)


def asked(port: int, path: str, headers: dict[str, str]) -> tuple[int, str | None]:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    return answer.status, answer.headers.get("WWW-Authenticate")
