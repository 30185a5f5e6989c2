"""Alive, ready: open to anyone and about no child."""

from builders.api import SampleInterface


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


def test_the_published_keys_are_public(api: SampleInterface) -> None:
    (key,) = api.client.get("/.well-known/jwks.json").json()["keys"]
    assert key["kty"] == "OKP"
    assert "d" not in key
