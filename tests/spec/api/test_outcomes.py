"""An agency's system asks what became of the concerns that it sent."""

from dataclasses import replace

from builders.access import AT_SCHOOL, NOBODY, SCHOOL_LEAD, SOCIAL_WORKER, entry, involved, opening
from builders.api import SampleInterface

from hub.access import Asked
from hub.domain.chronology import SourceRef

OWN = {"source": "urn:agency:oakfield-school:system", "id": "e-concern"}
ASKED = Asked("referral-decision", "What became of concerns that our agency raised")


def given(api: SampleInterface) -> None:
    concern = entry("e-concern", "oakfield-school", involvements=[involved("e-concern", "oakfield-school", "referrer")])
    decided = entry("e-decided", category="referral-decided", content={"outcome": "An assessment is made."})
    origin = SourceRef(OWN["source"], OWN["id"])
    api.hub.given(opening(), concern, replace(decided, labels=replace(decided.labels, derived_from=(origin,))))


def test_the_decision_stands_beside_the_event_it_is_of(api: SampleInterface) -> None:
    given(api)
    unknown = {**OWN, "id": "never-sent"}
    answer = api.post(SCHOOL_LEAD, ASKED, "/v1/events/outcomes", {"events": [OWN, unknown]})
    told, other = answer.json()["events"]
    assert (told["source"], told["id"]) == (OWN["source"], OWN["id"])
    assert [line["outcome"] for line in told["outcomes"]] == ["An assessment is made."]
    assert other["outcomes"] == []
    assert answer.headers["hub-audit"]


def test_the_outcome_of_another_agencys_event_is_not_asked_for(api: SampleInterface) -> None:
    given(api)
    answer = api.post(SOCIAL_WORKER, ASKED, "/v1/events/outcomes", {"events": [OWN]})
    assert answer.status_code == 400
    assert answer.json()["errors"] == [
        {"pointer": "/events/0/source", "detail": "is an event of another agency: ask about your own"}
    ]


def test_no_child_is_named(api: SampleInterface) -> None:
    given(api)
    answer = api.post(SCHOOL_LEAD, AT_SCHOOL, "/v1/events/outcomes", {"events": [OWN]})
    assert "child_id" not in answer.text
    assert NOBODY not in answer.text
