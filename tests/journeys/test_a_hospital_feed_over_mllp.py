"""A hospital's integrator points a feed at `hub-connect`: the social worker reads it, and what is cancelled is seen."""

import os
from collections.abc import Iterator

import httpx2
import pytest
from builders.hospital import Listener, RunningHub, adt, wait_until
from playwright.sync_api import sync_playwright

LATER = "20260118203000"


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    hub = RunningHub(tmp_path_factory.mktemp("hub"))
    hub.refers()
    yield hub
    hub.close()


@pytest.fixture
def listener(hub: RunningHub) -> Iterator[Listener]:
    listener = hub.listener()
    yield listener
    listener.kill()


def test_what_the_hospital_sends_is_read_with_its_corrections_and_withdrawals(
    hub: RunningHub, listener: Listener
) -> None:
    answers = [
        listener.said(adt("M-1", "V-1", reason="Fall")),
        listener.said(adt("M-2", "V-2")),
        listener.said(adt("M-3", "V-2", "A11", at=LATER)),
        listener.said(adt("M-4", "V-1", "A08", at=LATER, reason="Assault")),
        listener.said(b"hello"),
    ]
    assert answers == ["AA", "AA", "AA", "AA", "AR"]
    wait_until(lambda: hub.receipts_at("northshire-hospital") == {"accepted": 4}, "every receipt came")
    attended = {
        entry["record_ref"]: entry for entry in hub.chronology() if entry["category"] == "emergency-department-attended"
    }
    assert {number: entry["state"] for number, entry in attended.items()} == {"V-1": "corrected", "V-2": "withdrawn"}
    assert attended["V-1"]["narrative"] == "Reason for visit: Assault."


def test_it_stops_when_told_to_and_leaves_nothing_unsent(hub: RunningHub, listener: Listener) -> None:
    with listener.client() as client:
        for number in range(20):
            client.send_message(adt(f"S-{number}", f"V-9{number}"))
        assert listener.stop() == 0
    again = hub.listener()
    wait_until(lambda: not hub.receipts_at("northshire-hospital")["waiting"], "every receipt came")
    assert again.stop() == 0
    assert "Ashdown" not in (hub.folder / "listener.log").read_text()


def test_an_address_in_use_is_told(hub: RunningHub, listener: Listener) -> None:
    ran = hub.connect("hl7", "--from", "mllp://{}:{}".format(*listener.address), agency="northshire-csc")
    assert ran.returncode == 1
    assert ran.stderr.startswith("hub-connect: cannot listen on mllp://")


def test_how_messages_stand_is_served_on_the_connectors_own_machine(hub: RunningHub, chromium: str) -> None:
    listener = Listener(hub.folder, hub.agency("northshire-csc"), hub.topics, "--status-on", "127.0.0.1:0")
    metrics = httpx2.get(f"{listener.status}metrics").text
    assert 'hub_connect_receipts_late{agency="northshire-csc",lane="urgent"} 0.0' in metrics
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_context(bypass_csp=True).new_page()
        page.goto(listener.status)
        assert page.get_by_text("No receipt is late.").is_visible()
        page.add_script_tag(path=os.environ["HUB_TEST_AXE"])
        assert page.evaluate("axe.run().then(found => found.violations.map(one => one.id))") == []
        browser.close()
    assert listener.stop() == 0


@pytest.mark.parametrize(("connector", "place"), [("school", "mllp://127.0.0.1:0"), ("hl7", "mllp://127.0.0.1")])
def test_listening_where_nobody_can_is_wrong_use(hub: RunningHub, connector: str, place: str) -> None:
    assert hub.connect(connector, "--from", place, agency="northshire-csc").returncode == 2
