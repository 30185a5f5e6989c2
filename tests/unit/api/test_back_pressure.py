"""More than can be taken is answered by when to come again, and is not read into memory first."""

import asyncio
from typing import NoReturn

import pytest
from builders.access import DETECTIVE
from builders.api import SampleInterface
from builders.loops import in_a_thread
from httpx2 import Response
from starlette.requests import Request

from hub.api import events
from hub.api.errors import TooLarge, TooSlow
from hub.api.events import body_of
from hub.api.hands import Hands
from hub.domain.errors import TooMany

HEADERS = {"Content-Type": "application/cloudevents+json", "Hub-JWS": "a..b"}


def send(api: SampleInterface, value: bytes = b"{}", lane: str = "") -> Response:
    headers = HEADERS | {"Authorization": f"Bearer {api.token(DETECTIVE)}"} | ({"Hub-Lane": lane} if lane else {})
    return api.client.post("/v1/events", content=value, headers=headers)


def test_who_sends_too_much_is_told_when_to_come_again(api: SampleInterface) -> None:
    api.mailbox.refusal = TooMany("this is more than 60 messages a minute on the events lane", 12)
    answer = send(api)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "12")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == "urn:safeguarding:problem:too-many"
    assert "60 messages a minute" in answer.json()["detail"]


async def never() -> NoReturn:
    """A body that does not come."""
    await asyncio.sleep(60)
    raise AssertionError("somebody waited for it")


def a_request(length: int) -> Request:
    return Request({"type": "http", "headers": [(b"content-length", str(length).encode())]}, never)


def test_a_body_that_says_it_is_too_large_is_refused_before_any_of_it_is_read() -> None:
    with pytest.raises(TooLarge):
        in_a_thread(body_of(a_request(1_000_001), 1_000_000))


def test_a_body_that_does_not_come_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "BODY_SECONDS", 0.05)
    with pytest.raises(TooSlow):
        in_a_thread(body_of(a_request(10), 1_000_000))


def test_what_is_said_to_be_urgent_is_read_while_all_other_hands_are_full(api: SampleInterface) -> None:
    api.app.state.hands = Hands(at_once=0, of_one_agency=0, wait_s=0.05)
    assert send(api).status_code == 429
    assert send(api, lane="events").status_code == 429
    assert send(api, lane="urgent").status_code == 202


def test_a_lane_that_there_is_not_is_refused(api: SampleInterface) -> None:
    assert send(api, lane="receipts").status_code == 400


def test_hands_hold_no_more_at_once_than_they_are_let() -> None:
    async def most_at_once() -> int:
        hands, held, most = Hands(at_once=3, of_one_agency=3), 0, 0

        async def one() -> None:
            nonlocal held, most
            async with hands.taking("northshire-police"):
                held += 1
                most = max(most, held)
                await asyncio.sleep(0.01)
                held -= 1

        await asyncio.gather(*(one() for _ in range(12)))
        return most

    assert in_a_thread(most_at_once()) == 3


def test_an_agency_that_trickles_keeps_no_other_out_and_its_next_message_waits_only_so_long() -> None:
    async def told() -> str:
        hands = Hands(at_once=4, of_one_agency=2, wait_s=0.05)
        async with hands.taking("slow"), hands.taking("slow"):
            async with hands.taking("quick"):
                pass
            try:
                async with hands.taking("slow"):
                    return "taken"
            except TooMany as refusal:
                return refusal.detail

    assert "hands full" in in_a_thread(told())
