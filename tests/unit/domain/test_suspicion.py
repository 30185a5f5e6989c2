"""What may not be its agency's word lets nobody in, and goes on keeping out whom it keeps out."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from hub.domain.amendments import amended, as_corrected, void
from hub.domain.child import Child
from hub.domain.chronology import (
    Agreement,
    Amendment,
    Finding,
    Involvement,
    Labels,
    PoliceHandling,
    SourceRef,
    Status,
    as_found,
)
from hub.domain.errors import NotFound
from hub.domain.handling import FOR_NOBODY, strictest
from hub.domain.suspicion import Effect, counted, set_aside, still_counting
from hub.domain.vocabulary import AmendmentKind, EntryState, Tier

MakeLabels = Callable[..., Labels]
OPEN = PoliceHandling("3x5x2", "P", None, ())
NAMED = PoliceHandling("3x5x2", "C", "ring first", ("u-1", "u-2"))
OTHERS = PoliceHandling("3x5x2", "C", "ring first", ("u-2", "u-3"))
POLICE_ONLY = PoliceHandling("5x5x5", "1", None, ())
AGREED = Agreement("P-1", ("school", "health"), withdrawn=False)


@pytest.fixture
def told(labels: MakeLabels, march: Any) -> MakeLabels:
    """Makes an event, said so many hours after the first of March, that may amend another."""

    def make(name: str, hours: int = 0, amends: tuple[str, str] | None = None, **changes: Any) -> Labels:
        said = march + timedelta(hours=hours)
        if amends is not None:
            kind, target = amends
            changes["amends"] = Amendment(
                AmendmentKind(kind), SourceRef("urn:agency:police:niche", target), restates=kind == "corrected"
            )
        return labels(name, **{"said": said, "recorded": said, **changes})

    return make


def origins(*suspect: Labels) -> set[SourceRef]:
    return {one.origin for one in suspect}


def test_what_is_certain_lets_in_and_ends(told: MakeLabels) -> None:
    one = told("1")
    counts = counted([one], set())
    assert counts.granting == counts.ending == counts.resting == {one.entry_id}


def test_a_suspect_event_lets_nobody_in_and_what_it_ends_is_ended(told: MakeLabels) -> None:
    certain, doubted = told("1"), told("2", 1)
    counts = counted([certain, doubted], origins(doubted))
    assert (counts.granting, counts.ending) == ({certain.entry_id}, {certain.entry_id, doubted.entry_id})


@pytest.mark.parametrize("kind", ["withdrawn", "corrected"])
def test_what_a_suspect_event_takes_back_lets_nobody_in(told: MakeLabels, kind: str) -> None:
    certain, doubted = told("1"), told("2", 1, (kind, "1"))
    assert counted([certain, doubted], origins(doubted)).granting == set()


def test_what_a_suspect_event_takes_back_still_ends_what_it_ended(told: MakeLabels) -> None:
    ending, doubted = told("1"), told("2", 1, ("withdrawn", "1"))
    assert ending.entry_id in counted([ending, doubted], origins(doubted)).ending


def test_a_suspect_agreement_is_not_relied_on(told: MakeLabels) -> None:
    doubted = told("1", agreement=AGREED)
    assert counted([doubted], origins(doubted)).agreement is None


def test_an_agreement_that_a_suspect_event_withdrew_is_not_relied_on(told: MakeLabels) -> None:
    doubted = told("2", 1, agreement=Agreement("P-1", (), withdrawn=True))
    assert counted([told("1", agreement=AGREED), doubted], origins(doubted)).agreement is None


def test_an_agreement_whose_withdrawal_a_suspect_event_took_back_is_not_relied_on(told: MakeLabels) -> None:
    ended = told("2", 1, agreement=Agreement("P-1", (), withdrawn=True))
    doubted = told("3", 2, ("withdrawn", "2"))
    assert counted([told("1", agreement=AGREED), ended, doubted], origins(doubted)).agreement is None


def test_of_an_agreement_that_a_suspect_event_says_anew_only_what_both_allow_is_relied_on(told: MakeLabels) -> None:
    doubted = told("2", 1, agreement=Agreement("P-1", ("health", "police"), withdrawn=False))
    relied_on = counted([told("1", agreement=AGREED), doubted], origins(doubted)).agreement
    assert relied_on == Agreement("P-1", ("health",), withdrawn=False)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (None, NAMED, NAMED),
        (NAMED, None, NAMED),
        (OPEN, NAMED, NAMED),
        (NAMED, OPEN, NAMED),
        (OPEN, OPEN, OPEN),
        (NAMED, NAMED, NAMED),
        (NAMED, OTHERS, PoliceHandling("3x5x2", "C", "ring first", ("u-2",))),
        (NAMED, PoliceHandling("3x5x2", "C", None, ("u-1",)), PoliceHandling("3x5x2", "C", None, ("u-1",))),
        (POLICE_ONLY, NAMED, FOR_NOBODY),
    ],
)
def test_of_two_handling_codes_the_stricter_holds(
    one: PoliceHandling | None, other: PoliceHandling | None, expected: PoliceHandling | None
) -> None:
    assert strictest(one, other) == expected
    assert strictest(other, one) == expected


def test_a_suspect_correction_tightens_and_never_loosens(told: MakeLabels) -> None:
    first = told("1", handling=NAMED, tier=Tier.SUMMARY, sensitive=None)
    doubted = told("2", 1, ("corrected", "1"), handling=OPEN, tier=Tier.RESTRICTED, sensitive="informant")
    (handled, _) = as_corrected([first, doubted], origins(doubted))
    assert (handled.handling, handled.tier, handled.sensitive) == (NAMED, Tier.RESTRICTED, "informant")
    (replaced, _) = as_corrected([first, doubted])
    assert replaced.handling == OPEN


def test_a_suspect_withdrawal_of_a_tightening_correction_is_not_heard(told: MakeLabels) -> None:
    tightening, doubted = told("2", 1, ("corrected", "1"), handling=NAMED), told("3", 2, ("withdrawn", "2"))
    (handled, *_) = as_corrected([told("1", handling=OPEN), tightening, doubted], origins(doubted))
    assert handled.handling == NAMED


def test_it_is_said_what_is_set_aside_and_what_counts_all_the_same(told: MakeLabels) -> None:
    began = Involvement("allocated", "csc", "u-1", "2026-03-01", None, told("1").entry_id)
    ended = Involvement("allocated", "csc", "u-2", "2026-03-01", "2026-03-02", told("1").entry_id)
    assert set_aside(told("1", agreement=AGREED), [began]) == (Effect.STANDING, Effect.AGREEMENT)
    assert still_counting(told("1"), [ended]) == (Effect.ENDING,)
    assert set_aside(told("1"), [ended]) == ()
    assert still_counting(told("2", 1, ("withdrawn", "1")), []) == (Effect.WITHDRAWAL,)


def finding(is_genuine: bool, at: Any) -> Finding:
    return Finding(is_genuine, "Inspector Vance", "u-mash", "csc", "asked on the number that we know", at)


def test_what_an_agency_disowns_is_as_withdrawn_and_changes_nothing(labels: MakeLabels, march: Any) -> None:
    forged = as_found(labels("1"), finding(False, march))
    assert (forged.state, void([forged]).groundless) == (EntryState.WITHDRAWN, {forged.origin})
    assert as_found(labels("1"), finding(True, march)) == as_found(labels("1"), None) == labels("1")


def test_a_forged_correction_leaves_the_wording_as_it_was(told: MakeLabels, march: Any) -> None:
    first, forged = told("1"), as_found(told("2", 1, ("corrected", "1")), finding(False, march))
    (row,) = amended([first, forged])
    assert (row.current, row.amendments) == (first, (forged,))


def test_the_same_finding_again_changes_nothing_and_another_takes_its_place(
    child: Child, record: Any, march: Any
) -> None:
    origin = record("1").origin
    for is_genuine in (True, True, False):
        child.judge_suspect(origin, finding(is_genuine, march))
    judged = [one for one in child.pending_events if isinstance(one, Child.SuspectJudged)]
    assert [one.finding.is_genuine for one in judged] == [True, False]
    assert child.findings[origin].is_genuine is False


def test_nothing_is_noted_of_an_event_that_does_not_stand_here(child: Child, march: Any) -> None:
    with pytest.raises(NotFound):
        child.judge_suspect(SourceRef("urn:agency:police:niche", "none"), finding(True, march))


def test_a_forged_referral_leaves_no_child_open(child: Child, record: Any, march: Any) -> None:
    opened = record("1", statuses=(Status("referral", "2026-03-01", None, "e-1"),))
    assert child.is_open_to("school", "school")
    child.judge_suspect(opened.origin, finding(False, march))
    assert not child.is_open_to("school", "school")
