"""An OIDC issuer's keys over real HTTP: discovered, kept, rotated, and missed when the issuer is away."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from joserfc.jwk import OKPKey

from hub.api.errors import Unavailable
from hub.api.oidc import IssuerKeys
from hub.domain.errors import Misconfigured


class Issuer:
    """A small issuer that serves what a test put in it, and counts how often its keys were asked for."""

    def __init__(self) -> None:
        self.keys = [OKPKey.generate_key("Ed25519", auto_kid=True)]
        self.asked = 0
        self.server = HTTPServer(("127.0.0.1", 0), self._handler())
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        self.name = self.address

    def documents(self) -> dict[str, object]:
        return {
            "/.well-known/openid-configuration": {"issuer": self.name, "jwks_uri": f"{self.address}/keys"},
            "/keys": {"keys": [key.as_dict(private=False) for key in self.keys]},
        }

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        issuer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                issuer.asked += self.path == "/keys"
                self.send_response(200)
                self.end_headers()
                self.wfile.write(json.dumps(issuer.documents()[self.path]).encode())

            def log_message(self, *_: object) -> None:
                return

        return Handler


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    made = Issuer()
    thread = threading.Thread(target=made.server.serve_forever)
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join()


class Time:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_keys_are_discovered_once_and_kept(issuer: Issuer) -> None:
    keys = IssuerKeys(issuer.address, Time())
    kid = issuer.keys[0].kid
    assert keys(kid).keys[0].kid == keys(kid).keys[0].kid == kid
    assert issuer.asked == 1


def test_a_key_that_is_not_known_yet_is_fetched_but_not_at_every_request(issuer: Issuer) -> None:
    time = Time()
    keys = IssuerKeys(issuer.address, time)
    keys(issuer.keys[0].kid)
    issuer.keys.append(OKPKey.generate_key("Ed25519", auto_kid=True))
    rotated = issuer.keys[1].kid
    assert rotated not in {key.kid for key in keys(rotated).keys}
    time.now = 11.0
    assert rotated in {key.kid for key in keys(rotated).keys}


def test_keys_once_fetched_outlive_an_outage(issuer: Issuer) -> None:
    time = Time()
    keys = IssuerKeys(issuer.address, time)
    kid = issuer.keys[0].kid
    keys(kid)
    issuer.name = "http://elsewhere.example.org"
    time.now = 1000.0
    assert keys(kid).keys[0].kid == kid


def test_an_issuer_that_calls_itself_by_another_name_is_not_believed(issuer: Issuer) -> None:
    issuer.name = "https://elsewhere.example.org"
    with pytest.raises(Unavailable, match="another name"):
        IssuerKeys(issuer.address, Time())(None)


def test_an_issuer_that_is_away_is_named() -> None:
    with pytest.raises(Unavailable, match=r"127\.0\.0\.1:9"):
        IssuerKeys("http://127.0.0.1:9", Time())(None)


def test_an_issuer_is_an_http_address() -> None:
    with pytest.raises(Misconfigured, match="HUB_ISSUER"):
        IssuerKeys("file:///etc/passwd")
