"""Alive, ready: open to anyone and about no child."""

import threading
from collections.abc import Callable

from builders.api import SampleInterface

from hub.health import Health, OneLook


def test_it_is_ready_when_every_part_answers(api: SampleInterface) -> None:
    answer = api.client.get("/readyz")
    assert (answer.status_code, answer.json()["parts"]) == (200, {"store": "ready"})


def test_it_names_the_part_that_is_not_ready_and_no_more(api: SampleInterface) -> None:
    def broken() -> None:
        raise OSError("password of operator@10.0.0.4 is wrong")

    api.checks["policy"] = broken
    answer = api.client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["parts"] == {"store": "ready", "policy": "failed"}
    assert "password" not in answer.text


def test_a_part_that_hangs_holds_one_caller_and_the_others_are_told_what_was_found_before() -> None:
    begun, let_go = threading.Event(), threading.Event()

    def hangs() -> None:
        begun.set()
        let_go.wait(10)

    checks: dict[str, Callable[[], object]] = {"store": lambda: None}
    look = OneLook(Health(checks))
    assert look.document() == (True, {"parts": {"store": "ready"}})
    checks["transport"] = hangs
    first = threading.Thread(target=look.document)
    first.start()
    assert begun.wait(10)
    assert look.document() == (True, {"parts": {"store": "ready"}})
    let_go.set()
    first.join()
    assert look.document()[1] == {"parts": {"store": "ready", "transport": "ready"}}


def test_the_published_keys_are_public(api: SampleInterface) -> None:
    (key,) = api.client.get("/.well-known/jwks.json").json()["keys"]
    assert key["kty"] == "OKP"
    assert "d" not in key
