"""Whoever goes astray in a browser gets a page that says what to do; it tells nothing of any child."""

from dataclasses import replace
from typing import Any, NoReturn

import pytest
from eventsourcing.persistence import OperationalError
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

from hub.domain.vocabulary import Mode
from hub.pages import add_pages

NOBODY = "00000000-0000-4000-8000-000000000000"
CHILD = "5f0c2a4e-6a51-4c3e-9a54-1f7b6a0f9d21"
CHILD_PAGES = (
    "",
    "?significance=all",
    "?known-by=2026-02-28",
    "/household",
    "/print",
    "/withholdings/w-1",
    "/withhold",
)
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def opens(visitor: Any, address: str) -> Response:
    """Open an address as a browser does."""
    answer: Response = visitor.client.get(address, headers=BROWSER)
    return answer


@pytest.mark.parametrize(
    "address", ["/nowhere", "/children", "/children/not-an-id", f"/children/{CHILD}/nothing", "/waiting/identity/..x"]
)
@pytest.mark.parametrize("user", [None, "sw-1"])
def test_a_mistyped_address_is_a_page_not_found(visitor: Any, user: str | None, address: str) -> None:
    if user:
        visitor.signs_in(user)
    answer = opens(visitor, address)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "Page not found" in answer.text
    assert "01632 960 100" in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert ("Sign out" in answer.text) == (user is not None)


def test_the_address_of_a_form_that_is_opened_by_itself_says_where_to_go(social_worker: Any) -> None:
    answer = opens(social_worker, "/sign-out")
    assert answer.status_code == 405
    assert "This page cannot be opened from its address" in answer.text


def test_a_stale_address_is_the_same_page_when_the_store_does_not_answer(services: Any, visitor: Any) -> None:
    visitor.signs_in("sw-1")
    app = FastAPI()
    add_pages(app, replace(services, viewer=_is_down))
    with TestClient(app, cookies=visitor.client.cookies) as client:
        answer = client.get("/nowhere", headers=BROWSER)
    assert (answer.status_code, "Page not found" in answer.text) == (404, True)


def _is_down(_: str) -> NoReturn:
    raise OperationalError("the store is down")


def test_a_program_is_told_as_a_program(visitor: Any) -> None:
    answer = visitor.client.get("/nowhere", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/json")


@pytest.mark.parametrize("part", CHILD_PAGES)
def test_a_child_one_may_not_know_of_is_to_the_byte_a_child_who_is_not_there(
    visitor: Any, rows: Any, withheld_from: Any, part: str
) -> None:
    hidden = withheld_from("childrens-social-care", Mode.SILENT)
    rows.withholdings = {row.labels.entry_id: (hidden,) for row in rows.entries}
    visitor.signs_in("sw-1").says_why()
    there, nobody = (opens(visitor, f"/children/{child}{part}") for child in (CHILD, NOBODY))
    assert there.status_code == nobody.status_code == 404
    assert there.content == nobody.content
    assert dict(there.headers) == dict(nobody.headers)
