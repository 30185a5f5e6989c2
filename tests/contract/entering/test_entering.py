"""A concern from the page to the chronology: on the topic, taken by intake, listed for whoever raised it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, NoReturn

import pytest
from builders.intake import NOON, SCHOOL, SampleIntake, bytes_of, event, nhs_number, told_child
from builders.stores import postgres_schema

from exchange import FiledEntry, Receipt, ReceiptOutcome, connect, for_agency
from exchange.errors import TransportError
from exchange.schemas import load
from exchange.topic_log.port import TopicLog
from hub.access import Viewer
from hub.bootstrap.ended import EndedSessions
from hub.bootstrap.entering import Entering, register_own_agency
from hub.bootstrap.raised import RaisedConcerns, progress_of
from hub.bootstrap.sending import Submission
from hub.domain.errors import HubError, Invalid
from hub.intake.receipts import Answer
from hub.pages import Concern, Progress
from hub.record.agencies import is_registered

TEACHER = Viewer("t-1", "Tom Ashby", SCHOOL, "school", "northshire", "teacher")
SOMEBODY_ELSE = replace(TEACHER, id="t-2")


@dataclass
class Pages:
    """What the pages are given, over a real store and topic log."""

    hub: SampleIntake
    log: TopicLog

    def __post_init__(self) -> None:
        register_own_agency(self.hub.store, self.log)
        self.entering = Entering(self.hub.store, Submission(self.log), load())
        self.concerns = RaisedConcerns(self.hub.store.record.database, self.hub.store.keys, self.entering)
        topics = for_agency(self.hub.store.settings.id)
        self.consumer = self.log.consumer("intake", topics=[topics.events, topics.urgent])

    def intake_reads(self) -> int:
        self.hub.clock.forward()
        records = self.consumer.poll(100, 1.0)
        self.hub.intake.take(records)
        return len(records)


class DeadLog:
    """A topic log whose broker does not answer."""

    def producer(self) -> NoReturn:
        raise TransportError("the broker does not answer")


@pytest.fixture(params=["sqlite", "postgresql"])
def pages(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Pages]:
    log = connect(f"embedded:{tmp_path / 'topics.db'}")
    if request.param == "sqlite":
        hub = SampleIntake(tmp_path)
        yield Pages(hub, log)
        hub.close()
    else:
        with postgres_schema(request.getfixturevalue("postgres_address")) as address:
            hub = SampleIntake(tmp_path, address)
            yield Pages(hub, log)
            hub.close()
    log.close()


def concern(**events: dict[str, Any]) -> Concern:
    data = event("concern-raised", told_child(nhs=nhs_number(0)), on_behalf_of=SCHOOL)
    return Concern("C-1", events or {"C-1": data}, "R. A.")


def test_a_concern_goes_by_the_topic_to_the_childs_chronology_under_the_persons_agency(pages: Pages) -> None:
    pages.concerns.send(TEACHER, concern(), NOON)
    assert pages.intake_reads() == 1
    (file,) = pages.hub.files()
    labels = file.entries[0].labels
    assert (labels.agency, labels.origin) == (SCHOOL, pages.entering.origin("C-1"))
    assert labels.said == NOON


def test_its_progress_follows_its_receipt(pages: Pages) -> None:
    pages.concerns.send(TEACHER, concern(), NOON)
    assert [one.progress for one in pages.concerns.of(TEACHER)] == [Progress.ON_ITS_WAY]
    pages.intake_reads()
    assert [one.progress for one in pages.concerns.of(TEACHER)] == [Progress.TAKEN]


def test_a_concern_that_waits_until_somebody_says_which_child_is_meant_is_taken(pages: Pages) -> None:
    unknown = {"local_ref": "C-1-child-1", "description": "A toddler", "approximate_age": {"from": 1, "to": 3}}
    pages.concerns.send(TEACHER, concern(**{"C-1": event("concern-raised", unknown, on_behalf_of=SCHOOL)}), NOON)
    pages.intake_reads()
    assert pages.hub.count("held") == 1
    assert [one.progress for one in pages.concerns.of(TEACHER)] == [Progress.TAKEN]


def test_a_concern_sent_twice_at_the_same_instant_is_filed_once_and_contradicts_nothing(pages: Pages) -> None:
    pages.concerns.send(TEACHER, concern(), NOON)
    pages.concerns.send(TEACHER, concern(), NOON)
    assert pages.intake_reads() == 2
    assert pages.hub.origins() == [["C-1"]]
    assert pages.hub.count("quarantine") == 0
    assert len(pages.concerns.of(TEACHER)) == 1


def test_nobody_else_has_it_in_their_list(pages: Pages) -> None:
    pages.concerns.send(TEACHER, concern(), NOON)
    assert pages.concerns.one(TEACHER, "C-1") is not None
    assert pages.concerns.one(SOMEBODY_ELSE, "C-1") is None
    assert pages.concerns.of(SOMEBODY_ELSE) == []


def test_concerns_are_listed_newest_first(pages: Pages) -> None:
    for number in (1, 2):
        data = event("concern-raised", told_child(nhs=nhs_number(0)), on_behalf_of=SCHOOL)
        one = Concern(f"C-{number}", {f"C-{number}": data}, "R. A.")
        pages.concerns.send(TEACHER, one, NOON + timedelta(minutes=number))
    assert [one.id for one in pages.concerns.of(TEACHER)] == ["C-2", "C-1"]


def test_what_does_not_follow_its_schema_is_refused_and_nothing_is_sent(pages: Pages) -> None:
    good = event("concern-raised", told_child(nhs=nhs_number(0)))
    with pytest.raises(Invalid):
        pages.concerns.send(TEACHER, concern(**{"C-1": good, "C-1.2": {"headline": "x"}}), NOON)
    assert pages.intake_reads() == 0
    assert pages.concerns.of(TEACHER) == []


def test_when_the_topic_does_not_take_it_the_list_does_not_claim_that_it_did(pages: Pages) -> None:
    entering = replace(pages.entering, submission=Submission(DeadLog()))
    store = pages.hub.store
    with pytest.raises(HubError):
        RaisedConcerns(store.record.database, store.keys, entering).send(TEACHER, concern(), NOON)
    assert pages.concerns.of(TEACHER) == []


def test_a_thief_of_the_database_reads_nothing_of_who_raised_what(pages: Pages) -> None:
    pages.concerns.send(TEACHER, concern(), NOON)
    stolen = bytes_of({"raised_concern": pages.hub.rows("raised_concern")})
    assert b"R. A." not in stolen
    assert b"t-1" not in stolen
    assert SCHOOL.encode() not in stolen


def test_the_hub_is_registered_as_an_agency_once_with_a_key_of_its_own(pages: Pages) -> None:
    register_own_agency(pages.hub.store, pages.log)
    assert is_registered(pages.hub.store.record, pages.hub.store.settings.id)
    keys = pages.hub.store.keys
    assert keys.pages_key.kid not in (keys.signing_key.kid, keys.opening_key.kid)


def receipt(outcome: ReceiptOutcome) -> Answer:
    return Answer(Receipt("urn:agency:hub:pages", "C-1", 1, outcome, NOON, (FiledEntry("e-1"),)), "hub", "0" * 64)


@pytest.mark.parametrize(
    ("outcomes", "progress"),
    [
        ((None,), Progress.ON_ITS_WAY),
        ((ReceiptOutcome.ACCEPTED, None), Progress.ON_ITS_WAY),
        ((ReceiptOutcome.ACCEPTED, ReceiptOutcome.ACCEPTED), Progress.TAKEN),
        ((ReceiptOutcome.ACCEPTED, ReceiptOutcome.QUARANTINED), Progress.WITH_A_PERSON),
        ((ReceiptOutcome.QUARANTINED, ReceiptOutcome.CLOSED), Progress.CLOSED),
    ],
)
def test_a_concern_is_as_far_as_the_hindmost_of_its_messages(
    outcomes: tuple[ReceiptOutcome | None, ...], progress: Progress
) -> None:
    assert progress_of([receipt(one) if one else None for one in outcomes]) is progress


def test_an_ended_session_is_known_to_every_process_until_its_cookie_would_have_run_out(pages: Pages) -> None:
    store = pages.hub.store
    one, another = (EndedSessions(store.record.database, store.keys, pages.hub.clock) for _ in range(2))
    one.end("session-1", NOON + timedelta(hours=1))
    one.end("session-1", NOON + timedelta(hours=1))
    assert another.has_ended("session-1")
    assert not another.has_ended("session-2")
    pages.hub.clock.forward(minutes=61)
    another.end("session-3", NOON + timedelta(hours=3))
    assert pages.hub.count("ended_session") == 1
