"""What is timed and counted does what it did before; and what is counted is of requests and batches alone."""

from collections.abc import Mapping, Sequence

import pytest
from prometheus_client import CollectorRegistry

from exchange.topic_log.port import Record
from hub.bootstrap.measured import MeasuredEngine, MeasuredIntake
from hub.domain.errors import Conflict
from hub.intake.take import Taken
from hub.metrics import REGISTRY
from hub.policy import PolicyUnavailable


class Engine:
    """An engine that answers as it is told."""

    digest = "sha256:00"

    def __init__(self, answer: Mapping[str, object] | None) -> None:
        self._answer = answer

    def decide(self, _document: Mapping[str, object]) -> Mapping[str, object]:
        if self._answer is None:
            raise PolicyUnavailable("no answer")
        return self._answer


class Takes:
    """Intake that says what it is told, or that somebody was first."""

    def __init__(self, taken: Taken | None) -> None:
        self._taken = taken

    def take(self, _records: Sequence[Record]) -> Taken:
        if self._taken is None:
            raise Conflict("somebody was first")
        return self._taken


def figure(name: str, registry: CollectorRegistry = REGISTRY, **labels: str) -> float:
    return registry.get_sample_value(name, labels) or 0.0


def record(topic: str) -> Record:
    return Record(topic, 0, 0, b"k", b"v", (), 0)


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ({"decision": {"outcome": "allow", "entries": [{"shown": "hidden"}]}}, "allow"),
        ({"decision": {"outcome": "refuse"}}, "refuse"),
        ({"decision": {"outcome": "Rowan Ashdown"}}, "unusable"),
        ({"decision": None}, "unusable"),
        ({}, "unusable"),
    ],
)
def test_a_decision_is_passed_on_as_it_is_and_counted_by_what_it_says_of_the_request(
    answer: Mapping[str, object], outcome: str
) -> None:
    before = figure("hub_policy_decisions_total", outcome=outcome)
    assert MeasuredEngine(Engine(answer)).decide({}) is answer
    assert figure("hub_policy_decisions_total", outcome=outcome) == before + 1


def test_an_engine_that_gives_no_answer_is_counted_and_still_gives_none() -> None:
    before = figure("hub_policy_failures_total")
    with pytest.raises(PolicyUnavailable):
        MeasuredEngine(Engine(None)).decide({})
    assert figure("hub_policy_failures_total") == before + 1


def test_a_batch_is_counted_by_agency_and_lane_and_by_what_became_of_its_messages() -> None:
    feed = {"agency": "counted-school", "lane": "urgent"}
    before = {name: figure("hub_intake_messages_total", outcome=name) for name in ("accepted", "quarantined", "other")}
    records = [record("agency.counted-school.urgent")] * 5
    MeasuredIntake(Takes(Taken(records=4, accepted=2, quarantined=1, held=1))).take(records)
    assert figure("hub_intake_records_total", **feed) == 5
    after = {name: figure("hub_intake_messages_total", outcome=name) - was for name, was in before.items()}
    assert after == {"accepted": 2, "quarantined": 1, "other": 1}


def test_a_batch_that_was_not_taken_is_counted_by_the_kind_of_error_and_no_record_of_it() -> None:
    feed = {"agency": "unlucky-school", "lane": "events"}
    before = figure("hub_intake_batch_failures_total", error="Conflict")
    with pytest.raises(Conflict):
        MeasuredIntake(Takes(None)).take([record("agency.unlucky-school.events")])
    assert figure("hub_intake_batch_failures_total", error="Conflict") == before + 1
    assert figure("hub_intake_records_total", **feed) == 0
