"""The second person: whose approval counts, what it changes, and what a refusal leaves behind."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from hub.domain.approving import approvers, awaits_approval, counts_at, outstanding
from hub.domain.child import Child
from hub.domain.errors import NotFound, Refused
from hub.domain.targets import Targets
from hub.domain.vocabulary import Ground, WithholdingState
from hub.domain.withholding import Audience, Withholding

MakeWithholding = Callable[..., Withholding]
Place = Callable[..., Withholding]
EVERYONE_ELSE = Audience(everyone_but=frozenset({"police"}))
FAMILY = Audience(family=True)


@pytest.fixture
def place(child: Child, withholding: MakeWithholding, march: datetime) -> Place:
    """Places a withholding that nobody has approved."""

    def make(**changes: object) -> Withholding:
        stated = withholding(**{"state": WithholdingState.HELD_NARROW, **changes})
        child.place_withholding(stated, Targets(), march)
        return stated

    return make


def now(child: Child) -> Withholding:
    return child.placed["w-1"].withholding


def approves(child: Child, person: str, role: str, at: datetime) -> None:
    child.approve_withholding("w-1", by=person, role=role, at=at)


def declines(child: Child, person: str, role: str, at: datetime) -> None:
    child.decline_withholding("w-1", by=person, role=role, reason="not needed", at=at)


def test_an_approval_puts_what_was_held_narrow_in_force(child: Child, place: Place, march: datetime) -> None:
    place()
    approves(child, "u-di", "duty-inspector", march)
    assert (now(child).state, now(child).approved_by) == (WithholdingState.IN_FORCE, "u-di")
    assert not awaits_approval(now(child))


def test_an_approval_confirms_what_was_approved_by_word(child: Child, place: Place, march: datetime) -> None:
    place(state=WithholdingState.IN_FORCE, unconfirmed=True, approved_by="u-said")
    assert awaits_approval(now(child))
    approves(child, "u-di", "duty-inspector", march)
    assert (now(child).unconfirmed, now(child).approved_by) == (False, "u-di")


def test_nobody_approves_what_they_placed(child: Child, place: Place, march: datetime) -> None:
    place(placed_by="u-di")
    with pytest.raises(Refused) as refusal:
        approves(child, "u-di", "duty-inspector", march)
    assert refusal.value.rules == ("withholding-approved-by-another",)


@pytest.mark.parametrize("role", ["officer-in-charge", "team-manager", "operator"])
def test_a_role_that_the_table_does_not_name_approves_nothing(
    child: Child, place: Place, march: datetime, role: str
) -> None:
    place()
    with pytest.raises(Refused) as refusal:
        approves(child, "u-2", role, march)
    assert refusal.value.rules == ("withholding-approved-by-the-table",)


def test_where_two_must_approve_one_is_not_enough(child: Child, place: Place, march: datetime) -> None:
    place(audience=EVERYONE_ELSE)
    approves(child, "u-super", "superintendent", march)
    assert (now(child).state, len(outstanding(now(child)))) == (WithholdingState.HELD_NARROW, 1)
    approves(child, "u-dcs", "director-of-childrens-services", march)
    assert (now(child).state, outstanding(now(child))) == (WithholdingState.IN_FORCE, approvers(now(child)))


def test_a_second_superintendent_does_not_stand_in_for_the_director(
    child: Child, place: Place, march: datetime
) -> None:
    place(audience=EVERYONE_ELSE)
    approves(child, "u-super", "superintendent", march)
    with pytest.raises(Refused):
        approves(child, "u-super-2", "superintendent", march)


def test_the_same_approval_again_changes_nothing(child: Child, place: Place, march: datetime) -> None:
    place()
    approves(child, "u-di", "duty-inspector", march)
    version = child.version
    approves(child, "u-di", "duty-inspector", march + timedelta(hours=1))
    assert child.version == version


def test_an_approval_on_a_later_day_approves_anew(child: Child, place: Place, march: datetime) -> None:
    place()
    approves(child, "u-di", "duty-inspector", march)
    later = march + timedelta(days=20)
    approves(child, "u-di", "duty-inspector", later)
    assert (now(child).approved_at, now(child).state) == (later, WithholdingState.IN_FORCE)


def test_half_of_a_new_approval_leaves_the_old_one_standing(child: Child, place: Place, march: datetime) -> None:
    place(audience=EVERYONE_ELSE)
    approves(child, "u-super", "superintendent", march)
    approves(child, "u-dcs", "director-of-childrens-services", march)
    approves(child, "u-super", "superintendent", march + timedelta(days=10))
    assert (now(child).state, now(child).approved_at) == (WithholdingState.IN_FORCE, march)
    approves(child, "u-dcs", "director-of-childrens-services", march + timedelta(days=11))
    assert now(child).approved_at == march + timedelta(days=11)


@pytest.mark.parametrize(
    ("audience", "state"),
    [
        (Audience(agencies=frozenset({"school-a"})), WithholdingState.HELD_NARROW),
        (FAMILY, WithholdingState.PROVISIONAL),
    ],
)
def test_a_refusal_leaves_it_as_narrow_as_one_that_nobody_approved(
    child: Child, place: Place, march: datetime, audience: Audience, state: WithholdingState
) -> None:
    place(audience=audience, state=WithholdingState.IN_FORCE, unconfirmed=True, approved_by="u-di")
    declines(child, "u-di", "duty-inspector", march)
    assert (now(child).state, now(child).approved_by, now(child).declined_by) == (state, None, "u-di")


def test_what_was_declined_may_still_be_approved(child: Child, place: Place, march: datetime) -> None:
    place()
    declines(child, "u-di", "duty-inspector", march)
    approves(child, "u-di-2", "duty-inspector", march)
    assert (now(child).state, now(child).declined_by) == (WithholdingState.IN_FORCE, None)


def test_the_same_refusal_again_changes_nothing(child: Child, place: Place, march: datetime) -> None:
    place()
    declines(child, "u-di", "duty-inspector", march)
    version = child.version
    declines(child, "u-di", "duty-inspector", march)
    assert child.version == version


def test_what_has_been_approved_is_released_not_declined(child: Child, place: Place, march: datetime) -> None:
    place(state=WithholdingState.IN_FORCE)
    with pytest.raises(Refused) as refusal:
        declines(child, "u-di", "duty-inspector", march)
    assert refusal.value.rules == ("withholding-declined-while-it-waits",)


@pytest.mark.parametrize(("person", "role"), [("u-9", "duty-inspector"), ("u-2", "teacher")])
def test_neither_the_placer_nor_a_role_off_the_table_declines(
    child: Child, place: Place, march: datetime, person: str, role: str
) -> None:
    place()
    with pytest.raises(Refused):
        declines(child, person, role, march)


def test_a_released_withholding_is_not_approved_any_more(child: Child, place: Place, march: datetime) -> None:
    place()
    child.release_withholding("w-1", by="u-9", reason="charged", at=march)
    with pytest.raises(NotFound):
        approves(child, "u-di", "duty-inspector", march)
    with pytest.raises(NotFound):
        declines(child, "u-di", "duty-inspector", march)


def test_what_the_table_does_not_know_is_approved_by_nobody(child: Child, place: Place, march: datetime) -> None:
    place(ground=Ground.SIGNIFICANT_HARM, audience=EVERYONE_ELSE)
    with pytest.raises(Refused):
        approves(child, "u-tm", "team-manager", march)


def test_a_review_does_not_stand_in_for_an_approval(child: Child, place: Place, march: datetime) -> None:
    place()
    child.review_withholding("w-1", review_by=date(2026, 3, 30), by="u-9", reason="still live", at=march)
    assert awaits_approval(now(child))


@pytest.mark.parametrize(
    ("role", "agency", "agency_type", "is_authority", "counts"),
    [
        ("team-manager", "northshire-csc", "childrens-social-care", True, True),
        ("team-manager", "farshire-csc", "childrens-social-care", False, False),
        ("team-manager", "nspcc", "nspcc", True, False),
        ("legal-officer", "northshire-csc", "childrens-social-care", True, False),
        ("legal-officer", "school-a", "school", False, True),
        ("no-such-role", "school-a", "school", False, False),
    ],
)
def test_a_role_counts_at_the_placing_agency_or_else_at_the_responsible_authority(
    withholding: MakeWithholding, role: str, agency: str, agency_type: str, is_authority: bool, counts: bool
) -> None:
    by_school = withholding(agency="school-a")
    told = counts_at(by_school, role, agency, agency_type, placed_by_type="school", is_authority=is_authority)
    assert told is counts
