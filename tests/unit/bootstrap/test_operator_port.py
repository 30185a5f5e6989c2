"""The operator's own port: alive, ready and figures; closed to a page that was led to this machine."""

import json
import socket
from collections.abc import Callable, Iterator
from http.client import HTTPConnection, RemoteDisconnected
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from hub.bootstrap.operator_port import operator_port
from hub.config import Settings
from hub.domain.errors import Misconfigured, PolicyError
from hub.health import Health, IntakeStale

Ask = Callable[..., tuple[int, str]]


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture
def checks() -> dict[str, Callable[[], object]]:
    return {"store": lambda: None, "intake": lambda: None}


@pytest.fixture
def ask(tmp_path: Path, checks: dict[str, Callable[[], object]]) -> Iterator[Ask]:
    settings = Settings(data=tmp_path, operator_port=free_port())

    def asked(path: str, host: str = "127.0.0.1") -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", settings.operator_port, timeout=10)
        connection.request("GET", path, headers={"Host": f"{host}:{settings.operator_port}"})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()

    with operator_port(settings, Health(checks, frozenset({"intake"})), lambda: b"figures"):
        yield asked


def test_it_tells_that_it_is_alive_and_its_figures(ask: Ask) -> None:
    assert ask("/healthz") == (200, '{"status": "alive"}')
    assert ask("/metrics") == (200, "figures")
    assert ask("/v1/children")[0] == 404


def test_it_is_ready_where_every_part_is(ask: Ask) -> None:
    assert json.loads(ask("/readyz")[1]) == {"status": "ready", "parts": {"store": "ready", "intake": "ready"}}


def test_it_names_the_reason_of_each_part_that_is_not_and_no_more(
    ask: Ask, checks: dict[str, Callable[[], object]]
) -> None:
    def fails() -> None:
        raise PolicyError("OPA at 10.0.0.4 said Rowan")

    checks["policy"] = fails
    status, told = ask("/readyz")
    assert (status, json.loads(told)["parts"]["policy"]) == (503, "policy-unavailable")
    assert "Rowan" not in told


def test_what_is_tolerated_is_told_and_keeps_nobody_from_asking(
    ask: Ask, checks: dict[str, Callable[[], object]]
) -> None:
    def stands_still() -> None:
        raise IntakeStale("no process takes messages")

    checks["intake"] = stands_still
    status, told = ask("/readyz")
    assert (status, json.loads(told)["parts"]["intake"]) == (200, "intake-stale")


def test_a_page_that_was_led_here_under_another_name_is_not_answered(ask: Ask) -> None:
    assert ask("/metrics", host="evil.example")[0] == 421


def test_an_error_in_its_figures_is_told_by_kind_alone(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    def fails() -> bytes:
        raise ValueError("Rowan Ashdown")

    settings = Settings(data=tmp_path, operator_port=free_port())
    with capture_logs() as logged, operator_port(settings, Health({}), fails):
        connection = HTTPConnection("127.0.0.1", settings.operator_port, timeout=10)
        connection.request("GET", "/metrics")
        with pytest.raises(RemoteDisconnected):
            connection.getresponse()
    assert [one["event"] for one in logged] == ["operator-port-failed"]
    assert "Rowan" not in "".join(capfd.readouterr())


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        one.listen()
        settings = Settings(data=tmp_path, operator_port=one.getsockname()[1])
        with (
            pytest.raises(Misconfigured, match="HUB_OPERATOR_PORT"),
            operator_port(settings, Health({}), bytes),
        ):
            pass


def test_no_port_is_opened_where_none_is_set(tmp_path: Path) -> None:
    with operator_port(Settings(data=tmp_path), Health({}), bytes):
        pass
