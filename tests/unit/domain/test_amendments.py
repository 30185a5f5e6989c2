"""What is said of an entry later is folded beside it, in whatever order it arrives."""

from collections.abc import Callable
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from hub.domain.amendments import Amended, amended, as_corrected, void
from hub.domain.chronology import Amendment, Labels, PoliceHandling, SourceRef
from hub.domain.vocabulary import AmendmentKind, EntryState, Tier

MakeLabels = Callable[..., Labels]
Later = Callable[..., Labels]


@pytest.fixture
def later(labels: MakeLabels, march: Any) -> Later:
    """Makes an event that amends another, said so many hours after the first of March."""

    def make(name: str, kind: AmendmentKind, target: str, hours: int = 1, **changes: Any) -> Labels:
        how = {key: changes.pop(key) for key in ("restates", "level") if key in changes}
        told = Amendment(kind, SourceRef("urn:agency:police:niche", target), **how)
        said = march + timedelta(hours=hours)
        return labels(name, **{"derived_from": (target,), "amends": told, "said": said, "recorded": said, **changes})

    return make


def one(*entries: Labels) -> Amended:
    (row,) = amended(entries)
    return row


def test_an_entry_of_which_nothing_more_was_said_stands_as_it_is(labels: MakeLabels) -> None:
    row = one(labels())
    assert (row.current, row.amendments, row.state, row.significant) == (row.entry, (), EntryState.CONFIRMED, True)


def test_the_last_correction_is_the_wording_that_stands(labels: MakeLabels, later: Later) -> None:
    first, second = (later(name, AmendmentKind.CORRECTED, "1", hours) for name, hours in (("2", 1), ("3", 2)))
    for order in permutations([labels(), first, second]):
        row = one(*order)
        assert (row.current, row.amendments, row.state) == (second, (first, second), EntryState.CORRECTED)


def test_a_correction_of_a_correction_is_of_the_entry(labels: MakeLabels, later: Later) -> None:
    chain = [later("2", AmendmentKind.CORRECTED, "1"), later("3", AmendmentKind.CORRECTED, "2", 2)]
    assert one(labels(), *chain).current == chain[-1]


def test_a_withdrawn_entry_keeps_its_words(labels: MakeLabels, later: Later) -> None:
    row = one(labels(), later("2", AmendmentKind.WITHDRAWN, "1"))
    assert (row.current, row.state) == (row.entry, EntryState.WITHDRAWN)


def test_a_withdrawn_correction_leaves_what_stood_before(labels: MakeLabels, later: Later) -> None:
    row = one(labels(), later("2", AmendmentKind.CORRECTED, "1"), later("3", AmendmentKind.WITHDRAWN, "2", 2))
    assert (row.current, row.state) == (row.entry, EntryState.CONFIRMED)


def test_a_withdrawn_withdrawal_lets_the_entry_stand(labels: MakeLabels, later: Later) -> None:
    row = one(labels(), later("2", AmendmentKind.WITHDRAWN, "1"), later("3", AmendmentKind.WITHDRAWN, "2", 2))
    assert row.state == EntryState.CONFIRMED


def test_a_dispute_after_a_correction_is_still_a_dispute(labels: MakeLabels, later: Later) -> None:
    row = one(labels(), later("2", AmendmentKind.CORRECTED, "1"), later("3", AmendmentKind.DISPUTED, "1", 2))
    assert (row.state, row.current.entry_id) == (EntryState.DISPUTED, "e-2")


@pytest.mark.parametrize(("hours", "expected"), [(1, False), (3, True)])
def test_significance_is_what_was_judged_last(labels: MakeLabels, later: Later, hours: int, expected: bool) -> None:
    judged = later("2", AmendmentKind.SIGNIFICANCE_CHANGED, "1", hours, level="significant")
    corrected = later("3", AmendmentKind.CORRECTED, "1", 2, significant=False, fields=("significance",))
    assert one(labels(significant=False), judged, corrected).significant is expected


def test_a_correction_that_judges_nothing_leaves_the_significance(labels: MakeLabels, later: Later) -> None:
    assert (
        one(labels(significant=False), later("2", AmendmentKind.CORRECTED, "1", significant=True)).significant is False
    )


def test_what_amends_nothing_that_is_there_makes_no_row(later: Later) -> None:
    assert amended([later("2", AmendmentKind.CORRECTED, "1")]) == []


def test_corrections_that_go_in_a_ring_end(labels: MakeLabels, later: Later) -> None:
    ring = [later("2", AmendmentKind.CORRECTED, "3"), later("3", AmendmentKind.CORRECTED, "2", 2)]
    assert [row.entry.entry_id for row in amended([labels(), *ring])] == ["e-1"]


def test_nothing_rests_on_what_was_withdrawn_or_said_anew(labels: MakeLabels, later: Later) -> None:
    anew = later("4", AmendmentKind.CORRECTED, "1", restates=True)
    gone = void([labels(), anew, labels("5"), later("6", AmendmentKind.WITHDRAWN, "5")])
    assert {origin.id for origin in gone.groundless} == {"1", "5"}


def test_a_correction_of_words_leaves_what_rests_on_the_entry(labels: MakeLabels, later: Later) -> None:
    gone = void([labels(), later("2", AmendmentKind.CORRECTED, "1")])
    assert (gone.groundless, {origin.id for origin in gone.superseded}) == (frozenset(), {"1"})


@pytest.mark.parametrize("kind", [AmendmentKind.DISPUTED, AmendmentKind.SIGNIFICANCE_CHANGED])
def test_a_time_that_had_not_come_when_the_hub_learned_it_is_no_last_word(
    labels: MakeLabels, later: Later, march: Any, kind: AmendmentKind
) -> None:
    ahead = later("2", kind, "1", 9000, level="routine", recorded=march + timedelta(hours=1))
    since = [
        later("3", AmendmentKind.CORRECTED, "1", 2),
        later("4", AmendmentKind.SIGNIFICANCE_CHANGED, "1", 3, level="significant"),
    ]
    row = one(labels(), ahead, *since)
    assert (row.state, row.significant) == (EntryState.CORRECTED, True)


def test_an_entry_is_handled_as_strictly_as_its_corrections_ask(labels: MakeLabels, later: Later) -> None:
    code = PoliceHandling("3x5x2", "C", None, ())
    first = later("2", AmendmentKind.CORRECTED, "1", tier=Tier.RESTRICTED, sensitive="address", handling=code)
    second = later("3", AmendmentKind.CORRECTED, "2", 2, tier=Tier.DETAIL)
    for order in permutations([labels(), first, second, labels("9")]):
        told = {entry.origin.id: (entry.tier, entry.sensitive, entry.handling) for entry in as_corrected(order)}
        strict = (Tier.RESTRICTED, "address", code)
        assert told == {"1": strict, "2": strict, "3": strict, "9": (labels().tier, None, labels().handling)}


def test_a_correction_that_was_withdrawn_asks_for_nothing(labels: MakeLabels, later: Later) -> None:
    tightened = later("2", AmendmentKind.CORRECTED, "1", tier=Tier.RESTRICTED)
    entries = [labels(), tightened, later("3", AmendmentKind.WITHDRAWN, "2", 2)]
    assert [one.tier for one in as_corrected(entries)] == [one.tier for one in entries]
