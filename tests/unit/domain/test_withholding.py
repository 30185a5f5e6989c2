"""Whom a withholding binds, whom it touches, and how time changes its state."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from hub.domain.errors import Invalid
from hub.domain.placing import placing_rule
from hub.domain.role_homes import ROLE_HOMES
from hub.domain.vocabulary import Ground, Mode, Role, WithholdingState
from hub.domain.withholding import (
    AgencyRole,
    Audience,
    Reader,
    Withholding,
    at,
    binds,
    initial_state,
    must_keep_responsible_readers,
    touches_agency,
)

TEACHER = Reader("u-1", "hill-school", "school", "teacher")
MOTHER = Reader("p-1", "family", "family", "parent", frozenset({"mother"}))


def some_withholding(**parts: Any) -> Withholding:
    audience = Audience(agency_types=frozenset({"school"}))
    stated = Withholding(
        id="w-1",
        ground=Ground.POLICE_INVESTIGATION,
        mode=Mode.SILENT,
        audience=audience,
        state=WithholdingState.IN_FORCE,
        owner="senior-investigating-officer",
        placed_by="u-9",
        review_by=date(2026, 7, 1),
    )
    return replace(stated, **parts)


@pytest.mark.parametrize(
    "audience",
    [
        Audience(agency_types=frozenset({"school"})),
        Audience(agencies=frozenset({"hill-school"})),
        Audience(roles=frozenset({"teacher"})),
        Audience(persons=frozenset({"u-1"})),
        Audience(everyone_but=frozenset({"u-2", AgencyRole("hill-school", "designated-safeguarding-lead")})),
    ],
)
def test_each_part_of_an_audience_binds_whom_it_names(audience: Audience) -> None:
    assert binds(audience, TEACHER)


@pytest.mark.parametrize("excepted", ["u-1", "hill-school", AgencyRole("hill-school", "teacher")])
def test_everyone_but_leaves_those_listed_free(excepted: str | AgencyRole) -> None:
    assert not binds(Audience(everyone_but=frozenset({excepted})), TEACHER)


def test_an_audience_that_names_nobody_binds_nobody() -> None:
    assert not binds(Audience(), TEACHER)
    assert not binds(Audience(), MOTHER)


@pytest.mark.parametrize(("family", "bound"), [(True, True), (False, False), (("mother",), True), (("p-2",), False)])
def test_the_family_is_bound_as_a_whole_or_by_reference(family: bool | tuple[str, ...], bound: bool) -> None:
    assert binds(Audience(family=family), MOTHER) is bound
    assert not binds(Audience(family=family), TEACHER)


def test_an_audience_touches_an_agency_if_anyone_there_could_be_bound() -> None:
    assert touches_agency(Audience(roles=frozenset({"teacher"})), "hill-school", "school")
    assert not touches_agency(Audience(roles=frozenset({"gp"})), "hill-school", "school")
    assert touches_agency(Audience(roles=frozenset({"new-role"})), "hill-school", "school")
    assert touches_agency(Audience(persons=frozenset({"u-1"})), "hill-school", "school")
    assert not touches_agency(Audience(persons=frozenset({"u-1"})), "hill-school", "school", staff=["u-2"])
    assert touches_agency(
        Audience(everyone_but=frozenset({AgencyRole("hill-school", "teacher")})), "hill-school", "school"
    )
    assert not touches_agency(Audience(everyone_but=frozenset({"hill-school"})), "hill-school", "school")
    assert not touches_agency(Audience(family=True), "hill-school", "school")
    assert touches_agency(Audience(family=True), "family", "family")


def test_an_overdue_review_is_counted_in_london_days_and_never_releases() -> None:
    before, after = datetime(2026, 7, 1, 22, 59, tzinfo=UTC), datetime(2026, 7, 1, 23, 0, tzinfo=UTC)
    assert at(some_withholding(), before).state is WithholdingState.IN_FORCE
    assert at(some_withholding(), after).state is WithholdingState.OVERDUE


@pytest.mark.parametrize(
    "state", [WithholdingState.HELD_NARROW, WithholdingState.PROVISIONAL, WithholdingState.RELEASED]
)
def test_no_other_state_changes_by_time(state: WithholdingState) -> None:
    held = some_withholding(state=state)
    assert at(held, datetime(2030, 1, 1, tzinfo=UTC)) == held


def test_unapproved_it_is_provisional_for_the_family_and_held_narrow_against_professionals() -> None:
    assert initial_state(Audience(family=True), approved=False) is WithholdingState.PROVISIONAL
    assert initial_state(Audience(agencies=frozenset({"a"})), approved=False) is WithholdingState.HELD_NARROW
    assert initial_state(Audience(agencies=frozenset({"a"})), approved=True) is WithholdingState.IN_FORCE


def test_a_withholding_that_leaves_no_responsible_reader_is_refused() -> None:
    manager = Reader("u-5", "northshire-csc", "childrens-social-care", "team-manager")
    with pytest.raises(Invalid, match="everyone_but"):
        must_keep_responsible_readers(Audience(everyone_but=frozenset({"u-2"})), [manager])
    must_keep_responsible_readers(Audience(everyone_but=frozenset({"northshire-csc"})), [manager])


def test_every_role_has_a_home() -> None:
    assert set(ROLE_HOMES) == set(Role)


def test_a_police_withholding_from_all_but_a_few_needs_a_superintendent_and_the_director() -> None:
    rule = placing_rule(Ground.POLICE_INVESTIGATION, Audience(everyone_but=frozenset({"u-1"})))
    assert rule is not None
    assert [set(each) for each in rule.approvers] == [{Role.SUPERINTENDENT}, {Role.DIRECTOR_OF_CHILDRENS_SERVICES}]
    assert (rule.first_review, rule.longest) == (timedelta(days=7), timedelta(days=14))


@pytest.mark.parametrize(
    ("ground", "audience", "days"),
    [
        (Ground.POLICE_INVESTIGATION, Audience(family=True), 28),
        (Ground.POLICE_INVESTIGATION, Audience(persons=frozenset({"u-1"})), 14),
        (Ground.SIGNIFICANT_HARM, Audience(family=("mother",)), 28),
        (Ground.SIGNIFICANT_HARM, Audience(persons=frozenset({"u-1"})), 14),
    ],
)
def test_the_first_review_follows_ground_and_audience(ground: Ground, audience: Audience, days: int) -> None:
    rule = placing_rule(ground, audience)
    assert rule is not None
    assert rule.first_review == timedelta(days=days)


def test_the_harm_ground_has_no_withholding_from_all_but_a_few_and_a_court_gives_its_own_dates() -> None:
    assert placing_rule(Ground.SIGNIFICANT_HARM, Audience(everyone_but=frozenset({"u-1"}))) is None
    court = placing_rule(Ground.COURT_ORDER, Audience(family=True))
    assert court is not None
    assert court.first_review is None
