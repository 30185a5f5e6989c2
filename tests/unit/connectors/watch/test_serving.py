"""The status is served on this machine alone, to be looked at and no more."""

from collections.abc import Iterator

import httpx2
import pytest
from builders.kept import NOON

from connectors.watch import Place, PlaceUnusable, Reach, place_of, serving
from exchange.outbox_view import Standing


@pytest.fixture
def client(standing: Standing) -> Iterator[httpx2.Client]:
    with (
        serving(Place("127.0.0.1", 0), "meadow-primary", lambda: (standing, Reach(NOON))) as place,
        httpx2.Client(base_url=str(place), timeout=10) as client,
    ):
        yield client


def test_the_page_is_at_the_root(client: httpx2.Client) -> None:
    answer = client.get("/")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "2 messages have no receipt" in answer.text


def test_prometheus_scrapes_the_metrics(client: httpx2.Client) -> None:
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert 'hub_connect_receipts_late{agency="meadow-primary",lane="urgent"} 1.0' in answer.text


def test_a_browser_is_told_to_run_nothing_and_to_keep_nothing(client: httpx2.Client) -> None:
    headers = client.get("/").headers
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert (headers["cache-control"], headers["x-content-type-options"]) == ("no-store", "nosniff")


@pytest.mark.parametrize(
    ("method", "path", "host", "status"),
    [
        ("GET", "/other", "", 404),
        ("POST", "/", "", 405),
        ("DELETE", "/metrics", "", 405),
        ("GET", "/", "status.example", 421),
        ("GET", "/", "status.example:2576", 421),
    ],
)
def test_all_else_is_refused(client: httpx2.Client, method: str, path: str, host: str, status: int) -> None:
    answer = client.request(method, path, headers={"Host": host} if host else {})
    assert answer.status_code == status
    assert "SL-" not in answer.text


@pytest.mark.parametrize("text", ["0.0.0.0:2576", "hub.example:2576", "2576", "127.0.0.1", "127.0.0.1:70000", ":1", ""])
def test_a_place_that_others_could_reach_or_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(PlaceUnusable):
        place_of(text)


@pytest.mark.parametrize("text", ["127.0.0.1:2576", "localhost:2576"])
def test_a_place_of_this_machine_is_taken(text: str) -> None:
    assert place_of(text) == Place("127.0.0.1", 2576)
