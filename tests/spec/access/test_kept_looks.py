"""A second look at a child is not decided anew where nothing differs that it was decided by, and is never stale."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest
from builders.access import (
    AT_SCHOOL,
    CHILD,
    ENQUIRY,
    MANAGER,
    SCHOOL_LEAD,
    SOCIAL_WORKER,
    SampleHub,
    engine,
    entry,
    ids_in,
    opening,
    withheld,
)

from hub.access import Access
from hub.access.looks import Looks
from hub.domain.errors import PolicyError, Refused
from hub.domain.withholding import Audience
from hub.policy import PolicyUnavailable

FROM_SCHOOLS = Audience(agency_types=frozenset({"school"}))
REFUSAL = {"outcome": "refuse", "rules": ["denied-by-default"], "entries": []}


@dataclass
class Watched:
    """The real engine, and how many classes of entries each question to it held. `instead` answers in its place."""

    asked: list[int] = field(default_factory=list)
    instead: Mapping[str, object] | Exception | None = None

    @property
    def digest(self) -> str:
        return engine().digest

    def decide(self, document: Mapping[str, object]) -> Mapping[str, object]:
        classes = document["entries"]
        assert isinstance(classes, list)
        self.asked.append(len(classes))
        if isinstance(self.instead, Exception):
            raise self.instead
        return self.instead or engine().decide(document)


@pytest.fixture
def policy() -> Watched:
    return Watched()


@pytest.fixture
def hub(tmp_path: Path, policy: Watched) -> SampleHub:
    return SampleHub(tmp_path, policy).given(opening(), entry("e-2", "northshire-police"))


def test_the_same_reading_again_asks_of_no_entry_and_shows_the_same(hub: SampleHub, policy: Watched) -> None:
    first = hub.access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD).answer
    policy.asked.clear()
    again = hub.access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD).answer
    assert (again, policy.asked) == (first, [0])


def test_every_reading_is_on_record_with_its_rules(hub: SampleHub) -> None:
    hub.access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD)
    hub.access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD)
    again, first = hub.audited()
    assert (again.rules, again.disclosed, again.policy) == (first.rules, first.disclosed, first.policy)


def test_an_engine_that_is_down_shows_nothing_of_what_it_allowed_before(hub: SampleHub, policy: Watched) -> None:
    hub.access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD)
    policy.instead = PolicyUnavailable("down")
    with pytest.raises(PolicyError):
        hub.access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD)


def test_an_engine_of_another_policy_shows_nothing_of_what_it_allowed_before(hub: SampleHub, policy: Watched) -> None:
    hub.access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD)
    policy.instead = {"policy": "sha256:another", "decision": REFUSAL}
    with pytest.raises(PolicyError):
        hub.access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD)


def test_an_engine_that_now_refuses_the_request_refuses_the_reading(hub: SampleHub, policy: Watched) -> None:
    hub.access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD)
    policy.instead = {"policy": policy.digest, "decision": REFUSAL}
    with pytest.raises(Refused):
        hub.access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD)


def test_a_withholding_placed_since_hides_from_the_next_reading(hub: SampleHub) -> None:
    assert ids_in(hub.access.chronology(SCHOOL_LEAD, AT_SCHOOL, CHILD)) == ["e-open", "e-2"]
    hub.given(opening(), entry("e-2", "northshire-police", withholdings=[withheld(FROM_SCHOOLS)]))
    assert ids_in(hub.access.chronology(SCHOOL_LEAD, AT_SCHOOL, CHILD)) == ["e-open"]


def test_an_entry_that_was_withheld_from_others_since_is_sealed_on_record(hub: SampleHub) -> None:
    hub.access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD)
    hub.given(opening(), entry("e-2", "northshire-police", withholdings=[withheld(FROM_SCHOOLS)]))
    hub.access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD)
    now, before = ({line.entry_id: line.sealed for line in record.disclosed} for record in hub.audited())
    assert (now["e-2"], before["e-2"]) == (True, False)


def test_what_is_silently_withheld_from_a_reader_makes_no_second_decision(hub: SampleHub, policy: Watched) -> None:
    hub.access.chronology(SCHOOL_LEAD, AT_SCHOOL, CHILD)
    policy.asked.clear()
    hidden = entry("e-3", "northshire-police", withholdings=[withheld(FROM_SCHOOLS)])
    hub.given(opening(), entry("e-2", "northshire-police"), hidden)
    hub.access.chronology(SCHOOL_LEAD, AT_SCHOOL, CHILD)
    assert policy.asked == [0]


def test_a_reader_whose_standing_has_ended_is_refused_what_they_read_before(hub: SampleHub) -> None:
    assert len(ids_in(hub.access.chronology(SCHOOL_LEAD, AT_SCHOOL, CHILD))) == 2
    told = opening()
    ended = tuple(replace(one, until="2026-02-01") for one in told.involvements)
    hub.given(replace(told, involvements=ended), entry("e-2", "northshire-police"))
    with pytest.raises(Refused):
        hub.access.chronology(SCHOOL_LEAD, AT_SCHOOL, CHILD)


@pytest.mark.parametrize("other", ["person", "request", "day"])
def test_another_person_request_or_day_is_decided_anew(hub: SampleHub, policy: Watched, other: str) -> None:
    hub.access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD)
    policy.asked.clear()
    viewer = MANAGER if other == "person" else SOCIAL_WORKER
    asked = replace(ENQUIRY, threshold="s17") if other == "request" else ENQUIRY
    hub.now += timedelta(days=1 if other == "day" else 0)
    hub.access.chronology(viewer, asked, CHILD)
    assert max(policy.asked) > 0


def test_the_longest_unused_looks_go_first(hub: SampleHub, policy: Watched) -> None:
    """Two entries and one for itself weigh three: of these looks two fit."""
    access = Access(replace(hub.door, looks=Looks(most_entries=6)))
    readings = [(SOCIAL_WORKER, ENQUIRY), (MANAGER, ENQUIRY), (SCHOOL_LEAD, AT_SCHOOL)]
    for viewer, asked in (*readings, readings[2], readings[1], readings[0]):
        policy.asked.clear()
        access.chronology(viewer, asked, CHILD)
    assert max(policy.asked) > 0
    access.chronology(*readings[1], CHILD)
    assert policy.asked[-1] == 0
