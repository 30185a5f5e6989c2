"""The whole application over one store: what comes over HTTP, and under which name it may be asked for."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from builders.intake import POLICE, SampleIntake, event, nhs_number, told_child
from fastapi.testclient import TestClient

from exchange import connect, for_agency
from exchange.topic_log.port import TopicLog
from hub.bootstrap.sending import StoredReceipts, Submission
from hub.bootstrap.store import receipt_composer
from hub.bootstrap.web import build_web
from hub.cli.joining import make_topics
from hub.domain.errors import Invalid, Refused
from hub.intake.receipts import Receipts

TOPICS = for_agency(POLICE)
CONCERN = event("concern-raised", told_child(nhs=nhs_number(0)))


@dataclass
class Place:
    hub: SampleIntake
    log: TopicLog

    def submit(self, topic: str, agency: str = POLICE, lane: str | None = None) -> str:
        sealed = self.hub.message(POLICE, "concern-raised", CONCERN, topic=topic)
        return Submission(self.log)(agency, sealed.value, "header..signature", lane)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    hub = SampleIntake(tmp_path)
    log = connect(hub.store.settings.transport_address)
    make_topics(log, POLICE, 1)
    yield Place(hub, log)
    log.close()
    hub.close()


@pytest.mark.parametrize("topic", [TOPICS.events, TOPICS.urgent])
def test_a_message_for_a_topic_that_the_hub_reads_is_taken(place: Place, topic: str) -> None:
    assert place.submit(topic).startswith("/v1/receipts/")


def test_a_message_is_on_the_lane_that_its_sender_names(place: Place) -> None:
    assert place.submit(TOPICS.urgent, lane="urgent")
    with pytest.raises(Invalid, match="Hub-Lane says urgent") as refused:
        place.submit(TOPICS.events, lane="urgent")
    assert [fault.pointer for fault in refused.value.faults] == ["/topic"]
    assert place.log.consumer("a-reader", topics=[TOPICS.events]).poll(1, 0.1) == []


@pytest.mark.parametrize("topic", [TOPICS.receipts, TOPICS.notices])
def test_nobody_writes_over_http_on_a_topic_that_the_hub_answers_on(place: Place, topic: str) -> None:
    with pytest.raises(Invalid):
        place.submit(topic)
    assert place.log.consumer("a-reader", topics=[topic]).poll(1, 0.1) == []


def test_an_agency_cannot_send_on_the_topic_of_another(place: Place) -> None:
    with pytest.raises(Refused):
        place.submit(TOPICS.events, agency="oakfield-school")


@pytest.mark.parametrize(("host", "status"), [("127.0.0.1:8000", 200), ("localhost", 200), ("elsewhere.example", 400)])
def test_where_a_click_signs_in_no_other_sites_name_leads_to_the_hub(place: Place, host: str, status: int) -> None:
    client = TestClient(build_web(place.hub.store, place.log))
    assert client.get("/sign-in", headers={"host": host}).status_code == status


def test_a_cursor_that_is_none_of_ours_is_the_callers_mistake(place: Place) -> None:
    store = place.hub.store
    receipts = StoredReceipts(store.record.database, Receipts(store.keys), receipt_composer(store))
    for cursor in ("MQ==", "W10=", "é", "{}"):
        with pytest.raises(Invalid):
            receipts.of(POLICE, cursor, 10)


def test_somebody_of_an_agency_that_is_not_registered_is_told_so_and_whom_to_ring(place: Place) -> None:
    folder = place.hub.store.settings.data
    (folder / "users.toml").write_text('[[user]]\nid = "u"\nname = "U"\nagency = "a-trust"\nrole = "health-visitor"\n')
    client = TestClient(build_web(place.hub.store, place.log), base_url="http://127.0.0.1")
    client.post("/sign-in", data={"user": "u"}, headers={"Sec-Fetch-Site": "same-origin"})
    told = client.get("/")
    assert (told.status_code, "does not know your agency" in told.text) == (401, True)
    assert "01632 960 100" in told.text


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/nowhere", "text/html; charset=utf-8"),
        ("/children/x/y", "text/html; charset=utf-8"),
        ("/v1/nowhere", "application/problem+json"),
        ("/healthz/nowhere", "application/problem+json"),
        ("/openapi.json/nowhere", "application/problem+json"),
    ],
)
def test_a_browser_gets_a_page_and_the_interface_answers_as_ever(place: Place, address: str, kind: str) -> None:
    client = TestClient(build_web(place.hub.store, place.log), base_url="http://127.0.0.1")
    answer = client.get(address, headers={"Accept": "text/html"})
    assert (answer.status_code, answer.headers["content-type"]) == (404, kind)
