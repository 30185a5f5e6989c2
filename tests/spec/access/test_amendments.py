"""Corrections, withdrawals, disputes and new judgements stand beside the entry, for those who may see both."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from builders.access import (
    CHILD,
    ENQUIRY,
    IDENTITY,
    NOW,
    SCHOOL_LEAD,
    SOCIAL_WORKER,
    SampleHub,
    amending,
    entry,
    ids_in,
    involved,
    opening,
    told_by,
    viewer,
    withheld,
)

from hub.access import Asked, Filters
from hub.access.asked import Viewer
from hub.domain.chronology import Agreement, PoliceHandling, Status
from hub.domain.errors import Refused
from hub.domain.vocabulary import Mode
from hub.domain.withholding import Audience
from hub.identity.find import SearchQuery

FROM_THE_WORKER = Audience(persons=frozenset({"u-sw"}))
LATER = datetime(2026, 2, 28, 12, tzinfo=UTC)
BRUISE = entry(
    "e-1", "oakfield-school", content={"headline": "Bruise to left arm", "narrative": "Seen at registration."}
)
CORRECTED = entry(
    "e-2",
    "oakfield-school",
    category="entry-corrected",
    recorded=LATER,
    happened="2026-02-26",
    amends=amending("corrected", BRUISE),
    content={
        "headline": "Bruise to right arm",
        "details": {"reason": "Wrong arm named."},
        "author": {"name": "R. Lead"},
    },
)


def rows(hub: SampleHub, who: Viewer = SOCIAL_WORKER, **filters: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = told_by(hub.access.chronology(who, ENQUIRY, CHILD, Filters(**filters)))["entries"]
    return found


def test_a_corrected_entry_shows_its_newest_words_with_the_earlier_ones_beside(hub: SampleHub) -> None:
    hub.given(opening(), BRUISE, CORRECTED)
    _, shown = rows(hub)
    assert (shown["id"], shown["state"], shown["headline"]) == ("e-1", "corrected", "Bruise to right arm")
    assert shown["occurred"]["from"] == "2026-02-26"
    assert shown["category"] == "contact-recorded"
    (amendment,) = shown["amendments"]
    assert (amendment["kind"], amendment["id"], amendment["reason"]) == ("corrected", "e-2", "Wrong arm named.")
    assert amendment["was"]["headline"] == "Bruise to left arm"
    assert amendment["was"]["occurred"]["from"] == "2026-02-27"
    assert amendment["author"] == {"name": "R. Lead"}


def test_an_amendment_is_no_row_of_its_own_and_does_not_count(hub: SampleHub) -> None:
    hub.given(opening(), BRUISE, CORRECTED)
    answer = hub.access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD)
    assert ids_in(answer) == ["e-open", "e-1"]
    assert answer.answer["matching"] == 2


def test_everything_that_a_row_shows_is_on_record(hub: SampleHub) -> None:
    hub.given(opening(), BRUISE, CORRECTED)
    rows(hub)
    assert {one.entry_id for one in hub.audited()[0].disclosed} == {"e-open", "e-1", "e-2"}


def test_a_correction_that_is_withheld_leaves_the_entry_as_it_was(hub: SampleHub) -> None:
    without = hub.given(opening(), BRUISE).access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD).answer
    hidden = entry(
        "e-2", "oakfield-school", amends=amending("corrected", BRUISE), withholdings=[withheld(FROM_THE_WORKER)]
    )
    assert hub.given(opening(), BRUISE, hidden).access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD).answer == without


def test_a_correction_that_tightens_the_handling_of_an_entry_takes_its_first_words_too(hub: SampleHub) -> None:
    code = PoliceHandling("3x5x2", "C", "Not beyond the police.", ())
    first = entry("e-1", "northshire-police")
    assert "headline of e-1" in str(rows(hub.given(opening(), first)))
    hub.given(opening(), first, entry("e-2", "northshire-police", handling=code, amends=amending("corrected", first)))
    assert "headline of e-1" not in str(rows(hub))
    assert (
        rows(hub)[-1]["shown"]
        == rows(hub.given(opening(), entry("e-1", "northshire-police", handling=code)))[-1]["shown"]
    )


def test_what_amends_a_withheld_entry_is_hidden_with_it(hub: SampleHub) -> None:
    hidden = entry("e-1", "northshire-police", withholdings=[withheld(FROM_THE_WORKER)])
    disputed = entry("e-3", "oakfield-school", amends=amending("disputed", hidden))
    without = hub.given(opening(), disputed).access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD).answer
    assert hub.given(opening(), hidden, disputed).access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD).answer == without
    assert ids_in(hub.access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD)) == ["e-open"]


def test_a_reading_as_known_before_a_correction_shows_the_words_of_then(hub: SampleHub) -> None:
    hub.given(opening(), BRUISE, CORRECTED)
    _, then = rows(hub, as_known_at=LATER - timedelta(hours=1))
    assert (then["headline"], then["state"]) == ("Bruise to left arm", "confirmed")
    assert "amendments" not in then


def test_an_entry_judged_significant_later_is_found_among_the_significant(hub: SampleHub) -> None:
    judged = entry("e-3", amends=amending("significance-changed", BRUISE, level="significant"), recorded=LATER)
    hub.given(opening(), BRUISE)
    assert rows(hub, significant_only=True) == []
    hub.given(opening(), BRUISE, judged)
    (shown,) = rows(hub, significant_only=True)
    assert (shown["id"], shown["significant"], shown["amendments"][0]["level"]) == ("e-1", True, "significant")


def test_a_withdrawn_entry_is_shown_as_withdrawn_and_says_nothing_of_who_the_child_is(hub: SampleHub) -> None:
    wrong = {**IDENTITY, "given_names": "Wrong", "identifiers": []}
    mistaken = entry("e-1", recorded=LATER, content={"headline": "Of another child", "identity": wrong})
    hub.given(opening(), mistaken, entry("e-2", amends=amending("withdrawn", mistaken), recorded=LATER, content={}))
    answer = told_by(hub.access.chronology(SOCIAL_WORKER, ENQUIRY, CHILD))
    assert [one["state"] for one in answer["entries"]] == ["confirmed", "withdrawn"]
    assert answer["identity"]["given_names"] == "Robin"
    named = SearchQuery(given_names="Wrong", family_name="Sample", date_of_birth="2015-06-01")
    assert hub.access.search(SOCIAL_WORKER, ENQUIRY, named).answer["children"] == []


def test_an_allocation_that_was_withdrawn_opens_nothing(hub: SampleHub) -> None:
    to_school = entry("e-1", involvements=[involved("e-1", "oakfield-school", "enrolled")])
    asked = Asked("school-safeguarding", "pupil came to school with a bruise")
    told = entry("e-9", "oakfield-school")
    hub.given(told, to_school)
    assert "e-9" in ids_in(hub.access.chronology(SCHOOL_LEAD, asked, CHILD))
    identity = told_by(hub.access.identity(SOCIAL_WORKER, ENQUIRY, CHILD))
    assert [one["kind"] for one in identity["involvement"]] == ["enrolled"]
    hub.given(told, to_school, entry("e-2", amends=amending("withdrawn", to_school)))
    assert hub.access.identity(SOCIAL_WORKER, ENQUIRY, CHILD).answer["involvement"] == []


def test_a_plan_that_has_ended_is_no_status(hub: SampleHub) -> None:
    begun = entry("e-1", statuses=[Status("child-protection-plan", "2026-01-10", None, "e-1")])
    ended = entry("e-2", statuses=[Status("child-protection-plan", "2026-02-20", "2026-02-20", "e-2")])
    hub.given(opening(), begun)
    assert hub.access.identity(SOCIAL_WORKER, ENQUIRY, CHILD).answer["statuses"] == ["child-protection-plan"]
    hub.given(opening(), begun, ended)
    assert hub.access.identity(SOCIAL_WORKER, ENQUIRY, CHILD).answer["statuses"] == []


def test_early_help_rests_on_the_agreement_that_the_record_holds(hub: SampleHub) -> None:
    worker = viewer("northshire-csc", "early-help-practitioner", "u-eh")
    asked = Asked("early-help", "team around the family meets on Monday")
    lead = entry("e-1", involvements=[involved("e-1", "northshire-csc", "lead-professional", "u-eh")])
    school, police = entry("e-2", "oakfield-school"), entry("e-3", "northshire-police")
    agreed = entry("e-4", agreement=Agreement("P-1", ("school",), withdrawn=False))
    hub.given(lead, school, police, agreed)
    assert ids_in(hub.access.chronology(worker, asked, CHILD)) == ["e-1", "e-2", "e-4"]


def test_early_help_stops_when_the_agreement_is_withdrawn_or_is_withheld_from_the_reader(hub: SampleHub) -> None:
    worker = viewer("northshire-csc", "early-help-practitioner", "u-eh")
    lead = entry("e-1", involvements=[involved("e-1", "northshire-csc", "lead-professional", "u-eh")])
    agreed = Agreement("P-1", ("school",), withdrawn=False)
    ended = entry("e-5", agreement=Agreement("P-1", (), withdrawn=True), recorded=NOW)
    hidden = withheld(Audience(persons=frozenset({"u-eh"})))
    for history in ([entry("e-4", agreement=agreed), ended], [entry("e-4", agreement=agreed, withholdings=[hidden])]):
        hub.given(lead, *history)
        with pytest.raises(Refused) as caught:
            hub.access.chronology(worker, Asked("early-help", "team around the family meets on Monday"), CHILD)
        assert "wt-1.10-agreement-needed" in caught.value.rules


def told_of(hub: SampleHub, who: Viewer = SOCIAL_WORKER) -> dict[str, Any]:
    found: dict[str, Any] = told_by(hub.access.identity(who, ENQUIRY, CHILD))["identity"]
    return found


@pytest.mark.parametrize("kind", ["corrected", "withdrawn"])
def test_what_is_marked_as_withheld_takes_nothing_from_who_the_child_is(hub: SampleHub, kind: str) -> None:
    telling = entry("e-1", content={"headline": "seen", "identity": {**IDENTITY, "sex": "female"}})
    mark = withheld(FROM_THE_WORKER, mode=Mode.MARKED)
    hub.given(opening(), telling)
    before = told_of(hub)
    hub.given(opening(), telling, entry("e-2", amends=amending(kind, telling), withholdings=[mark], content={}))
    assert told_of(hub) == before


@pytest.mark.parametrize("kind", ["withdrawn", "disputed", "significance-changed"])
def test_what_amends_an_entry_that_is_not_there_tells_nothing_of_who_the_child_is(hub: SampleHub, kind: str) -> None:
    hidden = entry("e-1", "northshire-police", withholdings=[withheld(FROM_THE_WORKER)])
    probe = {"headline": "", "identity": {"sex": "male"}}
    asking = entry("e-2", "oakfield-school", amends=amending(kind, hidden), recorded=LATER, content=probe)
    bound = entry(
        "e-2", "oakfield-school", amends=amending(kind, hidden), content=probe, withholdings=[withheld(FROM_THE_WORKER)]
    )
    hub.given(opening(), hidden, bound)
    inherited = told_of(hub)
    hub.given(opening(), asking)
    assert told_of(hub) == inherited


def test_a_correction_of_what_never_came_is_read_as_an_entry_of_its_own(hub: SampleHub) -> None:
    hub.given(opening(), CORRECTED)
    _, shown = rows(hub)
    assert (shown["id"], shown["state"], shown["headline"]) == ("e-2", "confirmed", "Bruise to right arm")
    again = entry("e-3", "oakfield-school", amends=amending("corrected", CORRECTED), recorded=NOW)
    hub.given(opening(), CORRECTED, again)
    assert [(one["id"], one["state"]) for one in rows(hub)] == [("e-open", "confirmed"), ("e-2", "corrected")]


def test_a_correction_of_what_this_reader_may_not_see_is_no_entry_of_its_own(hub: SampleHub) -> None:
    """Its sender forgot to repeat the handling code; what it corrects is not shown for the code alone."""
    coded = entry("e-1", "northshire-police", handling=PoliceHandling("5x5x5", "1", None, ()))
    corrected = entry("e-2", "northshire-police", amends=amending("corrected", coded))
    hub.given(opening(), coded, corrected)
    assert [one["id"] for one in rows(hub)] == ["e-open"]
