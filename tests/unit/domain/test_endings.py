"""Involvements and steps of the case end by what agencies say, in whatever order it is learned."""

from itertools import permutations

import pytest

from hub.domain.chronology import Involvement, Status, in_force, with_ended, with_endings


def plan(since: str, until: str | None = None) -> Status:
    return Status("child-protection-plan", since, until, f"e-{since}")


def allocated(since: str, until: str | None = None, person: str = "u-1") -> Involvement:
    return Involvement("allocated", "csc", person, since, until, f"e-{since}")


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2026-01-31", []), ("2026-02-01", ["child-protection-plan"]), ("2026-02-28", ["child-protection-plan"]),
     ("2026-03-01", []), ("2026-05-01", ["child-protection-plan"])],
)  # fmt: skip
def test_a_step_holds_from_its_first_day_until_the_day_of_its_end(day: str, expected: list[str]) -> None:
    steps = [plan("2026-02-01"), plan("2026-03-01", "2026-03-01"), plan("2026-04-01")]
    assert all(in_force(order, day) == expected for order in permutations(steps))


def test_a_step_that_begins_on_the_day_of_an_ending_goes_on() -> None:
    assert in_force([plan("2026-03-01", "2026-03-01"), plan("2026-03-01")], "2026-03-02") == ["child-protection-plan"]


def test_an_ending_of_another_step_ends_nothing() -> None:
    ended = Status("section-47-enquiry", "2026-03-01", "2026-03-01", "e-9")
    assert with_ended([plan("2026-02-01"), ended]) == (plan("2026-02-01"),)


def test_an_involvement_is_ended_by_what_tells_its_end_whichever_is_learned_first() -> None:
    begun, ended = allocated("2026-02-01"), allocated("2026-04-01", "2026-04-01")
    for order in permutations([begun, ended]):
        assert {one.until for one in with_endings(order)} == {"2026-04-01"}


def test_an_involvement_that_begins_again_is_not_ended_by_the_end_of_the_first() -> None:
    again = allocated("2026-05-01")
    assert again in with_endings([allocated("2026-04-01", "2026-04-01"), allocated("2026-02-01"), again])


def test_another_persons_end_ends_nobody_elses() -> None:
    assert with_endings([allocated("2026-02-01"), allocated("2026-03-01", "2026-03-01", "u-2")])[0].until is None
