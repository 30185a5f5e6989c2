"""How long a withholding stands before somebody must look again, and before it needs a new approval."""

from datetime import date, timedelta

import pytest

from hub.domain.errors import Invalid
from hub.domain.placing import must_be_reviewed_in_time, must_not_outlast_approval
from hub.domain.vocabulary import Ground
from hub.domain.withholding import Audience

TODAY = date(2026, 3, 2)
POLICE, HARM, COURT = Ground.POLICE_INVESTIGATION, Ground.SIGNIFICANT_HARM, Ground.COURT_ORDER
FAMILY = Audience(family=True)
SCHOOL = Audience(agencies=frozenset({"school-a"}))
EVERYONE_ELSE = Audience(everyone_but=frozenset({"police"}))


@pytest.mark.parametrize(
    ("ground", "audience", "first", "longest"),
    [
        (POLICE, FAMILY, 28, 90),
        (POLICE, SCHOOL, 14, 28),
        (POLICE, EVERYONE_ELSE, 7, 14),
        (HARM, FAMILY, 28, 90),
        (HARM, SCHOOL, 14, 28),
    ],
)
def test_the_table_says_when_it_is_first_reviewed_and_when_it_needs_a_new_approval(
    ground: Ground, audience: Audience, first: int, longest: int
) -> None:
    must_be_reviewed_in_time(ground, audience, TODAY + timedelta(days=first), TODAY)
    with pytest.raises(Invalid, match=f"within {first} days"):
        must_be_reviewed_in_time(ground, audience, TODAY + timedelta(days=first + 1), TODAY)
    must_not_outlast_approval(ground, audience, TODAY + timedelta(days=longest), TODAY, TODAY)
    with pytest.raises(Invalid, match=f"{longest} days without a new approval"):
        must_not_outlast_approval(ground, audience, TODAY + timedelta(days=longest + 1), TODAY, TODAY)


def test_a_review_in_the_past_is_refused() -> None:
    yesterday = TODAY - timedelta(days=1)
    with pytest.raises(Invalid, match="in the past"):
        must_be_reviewed_in_time(POLICE, FAMILY, yesterday, TODAY)
    with pytest.raises(Invalid, match="in the past"):
        must_not_outlast_approval(POLICE, FAMILY, yesterday, TODAY, TODAY)


def test_what_has_stood_its_longest_is_kept_only_by_a_new_approval() -> None:
    approved = TODAY - timedelta(days=91)
    with pytest.raises(Invalid, match="ask for a new approval first; it stays withheld meanwhile") as fault:
        must_not_outlast_approval(POLICE, FAMILY, TODAY, approved, TODAY)
    assert fault.value.faults[0].pointer == "/body/review_by"


def test_a_court_order_gives_its_own_dates() -> None:
    far = TODAY + timedelta(days=4000)
    must_be_reviewed_in_time(COURT, FAMILY, far, TODAY)
    must_not_outlast_approval(COURT, FAMILY, far, TODAY, TODAY)
