"""A person at a browser while the hub is closed to readers: told why, whom to ring, and what still works."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from hub.bootstrap.watched import figures_of
from hub.bootstrap.web import build_web


@pytest.fixture
def browser(backed_up: Any) -> TestClient:
    life = backed_up.life
    life.sends("late", 0)
    life.reads_all()
    life.withholds("late", "w-late")
    backed_up.lost_and_restored()
    client = TestClient(build_web(life.hub.store, life.log, life.witness), base_url="http://127.0.0.1")
    client.post("/sign-in", data={"user": "sw"}, headers={"Sec-Fetch-Site": "same-origin"})
    return client


def test_a_page_of_records_says_that_the_hub_was_restored_and_whom_to_ring(browser: TestClient) -> None:
    told = browser.post(
        "/caseload/why",
        data={"purpose": "enquiry-s47", "reason": "Strategy discussion this afternoon", "threshold": "s47"},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert told.status_code == 503
    assert "restored from a backup" in told.text
    assert "01632 960 100" in told.text


def test_the_start_page_and_raising_a_concern_still_work(browser: TestClient) -> None:
    assert browser.get("/").status_code == 200
    assert browser.get("/concerns/new").status_code == 200


def test_the_operators_figures_name_the_witness_as_the_part_that_is_not_ready(
    browser: TestClient, backed_up: Any
) -> None:
    life = backed_up.life
    assert browser.get("/readyz").json()["parts"]["witness"] == "closed-after-restore"
    assert b'hub_part_ready{part="witness"} 0.0' in figures_of(life.hub.store, life.witness.must_be_open)()
