"""An OPA that is down, slow, garbled, lax or of another policy discloses nothing (G8)."""

import json
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest

from enginelab.oracle.questions import asking, entry, question, relation, viewer
from hub.domain.errors import Misconfigured
from hub.policy import OpaEngine, PolicyUnavailable, decide_document

DIGEST = "sha256:expected"
SHOWN = {
    "shown": "full",
    "fields": ["narrative"],
    "masks": [],
    "grounds": ["some-rule"],
    "rules": ["some-rule"],
    "route": "none",
}
ALLOWED = {"outcome": "allow", "rules": ["some-rule"], "entries": [SHOWN]}
PROVENANCE = {"bundles": {"hub": {"revision": DIGEST}}}


class _Answering(BaseHTTPRequestHandler):
    status: ClassVar[int] = 200
    body: ClassVar[bytes] = b""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(self.status)
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


class FalseOpa:
    """A server that answers every question with the bytes it was told."""

    def __init__(self) -> None:
        self._handler = type("Answering", (_Answering,), {})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.engine = OpaEngine(f"http://127.0.0.1:{self._server.server_port}", DIGEST, timeout=2)

    def answers(self, body: bytes, status: int = 200) -> None:
        self._handler.body, self._handler.status = body, status

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture(scope="module")
def opa() -> Iterator[FalseOpa]:
    server = FalseOpa()
    yield server
    server.close()


def one_entry() -> dict[str, object]:
    reader = viewer("social-worker", "childrens-social-care")
    allocated = relation("allocated", "northshire-csc")
    return question(reader, asking("enquiry-s47"), [allocated], entry("health", "health-contact", fields=["narrative"]))


def result(decision: object, provenance: object = PROVENANCE) -> bytes:
    return json.dumps({"result": decision, "provenance": provenance}).encode()


def changed(**parts: object) -> dict[str, object]:
    return ALLOWED | parts


def entry_changed(**parts: object) -> bytes:
    return result(changed(entries=[SHOWN | parts]))


def test_a_well_formed_decision_of_the_expected_policy_is_taken(opa: FalseOpa) -> None:
    opa.answers(result(ALLOWED))
    assert decide_document(opa.engine, one_entry())["decisions"][0]["shown"] == "full"


BAD_ANSWERS = {
    "nothing": b"",
    "a page": b"<html><body>Sign in</body></html>",
    "half an answer": result(ALLOWED)[:-9],
    "bytes that are no text": b"\xff\xfe{}",
    "null": b"null",
    "a list": b"[]",
    "the word true": b"true",
    "an undefined decision": json.dumps({"provenance": PROVENANCE}).encode(),
    "a null decision": result(None),
    "a decision that is true": result(True),
    "an empty decision": result({}),
    "a decision in a list": result([ALLOWED]),
    "no provenance": json.dumps({"result": ALLOWED}).encode(),
    "no bundles": result(ALLOWED, {"version": "1"}),
    "no revision": result(ALLOWED, {"bundles": {"hub": {}}}),
    "another policy": result(ALLOWED, {"bundles": {"hub": {"revision": "sha256:older"}}}),
    "two policies": result(ALLOWED, {"bundles": {"hub": {"revision": DIGEST}, "b": {"revision": DIGEST}}}),
    "an outcome of another name": result(changed(outcome="permit")),
    "an outcome that is true": result(changed(outcome=True)),
    "an outcome missing": result({"rules": ["r"], "entries": []}),
    "one part too many": result(changed(note="hello")),
    "no rules": result(changed(rules=[])),
    "rules that are no words": result(changed(rules=[1])),
    "too few entries": result(changed(entries=[])),
    "too many entries": result(changed(entries=[SHOWN, SHOWN])),
    "entries by name": result(changed(entries={"0": SHOWN})),
    "entries with a refusal": result(changed(outcome="refuse")),
    "shown in another way": entry_changed(shown="everything"),
    "a ground missing": entry_changed(grounds=[]),
    "a rule missing": entry_changed(rules=[]),
    "a hidden entry with fields": entry_changed(shown="hidden"),
    "a marked entry with fields": entry_changed(shown="marked"),
    "a full entry with masks": entry_changed(masks=["persons"]),
    "a masked entry without masks": entry_changed(shown="masked"),
    "fields that are no words": entry_changed(fields=[["narrative"]]),
    "a field that was never stated": entry_changed(fields=["narrative", "addresses"]),
    "a field both shown and masked": entry_changed(shown="masked", masks=["narrative"]),
    "a field twice": entry_changed(fields=["narrative", "narrative"]),
    "deep nesting": b"[" * 200_000,
}


@pytest.mark.parametrize("kind", BAD_ANSWERS)
def test_a_bad_answer_discloses_nothing(opa: FalseOpa, kind: str) -> None:
    opa.answers(BAD_ANSWERS[kind])
    with pytest.raises(PolicyUnavailable):
        decide_document(opa.engine, one_entry())


@pytest.mark.parametrize("status", [204, 301, 400, 401, 404, 429, 500, 503])
def test_another_status_than_200_discloses_nothing_whatever_it_carries(opa: FalseOpa, status: int) -> None:
    opa.answers(result(ALLOWED), status)
    with pytest.raises(PolicyUnavailable):
        decide_document(opa.engine, one_entry())


def test_an_opa_that_is_down_discloses_nothing() -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        engine = OpaEngine(f"http://127.0.0.1:{reserved.getsockname()[1]}", DIGEST)
        with pytest.raises(PolicyUnavailable, match="did not answer"):
            decide_document(engine, one_entry())


def test_an_opa_that_never_answers_discloses_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        engine = OpaEngine(f"http://127.0.0.1:{silent.getsockname()[1]}", DIGEST, timeout=0.2)
        with pytest.raises(PolicyUnavailable, match="did not answer"):
            decide_document(engine, one_entry())


def test_an_address_that_is_none_is_a_setting_to_correct() -> None:
    with pytest.raises(Misconfigured, match="HUB_POLICY"):
        OpaEngine("localhost:8181", DIGEST)
