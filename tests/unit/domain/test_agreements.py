"""Which agreement to early help is relied on: a withdrawal ends what was agreed before, whoever's and by what name."""

from collections.abc import Callable
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from hub.domain.agreements import agreement_in_force
from hub.domain.chronology import Agreement, Labels, Occurred

MakeLabels = Callable[..., Labels]
Say = Callable[..., Labels]


@pytest.fixture
def given(labels: MakeLabels, march: Any) -> Say:
    """Makes an agreement by a reference on a day of March, said on that day unless told; `types` are what it shares."""

    def make(day: int, by: str = "P-1", types: tuple[str, ...] = ("health",), **told: Any) -> Labels:
        return _told(labels, march, day, Agreement(by, types, withdrawn=False), **told)

    return make


@pytest.fixture
def withdrawn(labels: MakeLabels, march: Any) -> Say:
    def make(day: int, by: str = "P-1", **told: Any) -> Labels:
        return _told(labels, march, day, Agreement(by, (), withdrawn=True), **told)

    return make


def _told(
    labels: MakeLabels, march: Any, day: int, agreement: Agreement, said: int = 0, hour: int = 0, **told: Any
) -> Labels:
    moment = march + timedelta(days=(said or day) - 1, hours=hour)
    occurred = told.pop("occurred", Occurred(f"2026-03-{day:02d}", None, "day"))
    name = f"{agreement.given_by}-{agreement.withdrawn}-{day}-{said}"
    return labels(name, agreement=agreement, said=moment, recorded=moment, occurred=occurred, **told)


def test_agreement_holds_until_it_is_withdrawn(given: Say, withdrawn: Say) -> None:
    agreed = given(2)
    assert agreement_in_force([agreed]) == agreed.agreement
    assert agreement_in_force([withdrawn(3), agreed]) is None
    assert agreement_in_force([]) is None


def test_of_several_agreements_the_last_alone_is_relied_on(given: Say) -> None:
    mother, child = given(2, "P-1", ("health", "school")), given(3, "child", ("school",))
    assert agreement_in_force([child, mother]) == child.agreement


@pytest.mark.parametrize("by", ["P-1", "N-5500", "child"])
def test_a_withdrawal_ends_every_agreement_before_it_whatever_the_reference(
    given: Say, withdrawn: Say, by: str
) -> None:
    told = [given(2, "P-1"), given(3, "N-5500", ("school",)), withdrawn(4, by)]
    assert {agreement_in_force(order) for order in permutations(told)} == {None}


def test_what_is_agreed_after_a_withdrawal_holds_and_brings_back_nothing_of_before(given: Say, withdrawn: Say) -> None:
    anew = given(5, "N-5500", ("school",))
    told = [given(2, types=("health", "police")), withdrawn(4), anew]
    assert {agreement_in_force(order) for order in permutations(told)} == {anew.agreement}
    assert agreement_in_force([*told, withdrawn(6, "P-9")]) is None


def test_an_agreement_of_before_that_is_told_or_corrected_late_is_not_one_given_anew(
    given: Say, withdrawn: Say
) -> None:
    assert agreement_in_force([withdrawn(4), given(2, "N-5500", said=9)]) is None


def test_on_one_day_what_was_said_last_counts_and_at_one_moment_the_withdrawal(given: Say, withdrawn: Say) -> None:
    assert agreement_in_force([given(4, hour=9), withdrawn(4, hour=10)]) is None
    again = given(4, hour=11)
    assert agreement_in_force([withdrawn(4, hour=10), again]) == again.agreement
    assert agreement_in_force([withdrawn(4, hour=10), given(4, hour=10)]) is None


@pytest.mark.parametrize("when", [Occurred("2026-03-01", None, "month"), Occurred("2026-03-01", "2026-03-06", "day")])
def test_a_withdrawal_whose_day_is_not_known_counts_from_when_it_was_said(
    given: Say, withdrawn: Say, when: Occurred
) -> None:
    vague, anew = withdrawn(6, occurred=when), given(8)
    assert agreement_in_force([vague, given(5, said=7)]) is None
    assert agreement_in_force([vague, anew]) == anew.agreement


def test_a_withdrawal_for_a_day_to_come_counts_at_once_and_can_be_followed(given: Say, withdrawn: Say) -> None:
    ahead = withdrawn(4, occurred=Occurred("2026-06-01", None, "day"))
    assert agreement_in_force([given(3), ahead]) is None
    assert agreement_in_force([ahead, anew := given(5)]) == anew.agreement


def test_a_moment_late_in_the_evening_is_of_its_local_day(given: Say, withdrawn: Say) -> None:
    night = Occurred("2026-03-04T23:30:00+00:00", None, "exact")
    anew = given(5, occurred=Occurred("2026-03-05T00:10:00+00:00", None, "exact"))
    assert agreement_in_force([withdrawn(4, hour=23, occurred=night), anew]) == anew.agreement


def test_an_agreement_dated_ahead_does_not_outlast_its_withdrawal(labels: MakeLabels, march: Any) -> None:
    given = Agreement("mother", ("health",), withdrawn=False)
    ended = Agreement("mother", (), withdrawn=True)
    hours = [march + timedelta(hours=hours) for hours in range(3)]
    ahead = labels("1", agreement=given, said=march + timedelta(days=400), recorded=hours[1])
    assert agreement_in_force([ahead, labels("2", agreement=ended, said=hours[2], recorded=hours[2])]) is None
