"""Who looked, gathered by person, child and day: nothing is lost of it, and what stands out is said."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest

from hub.pages.looked import MANY_CHILDREN, looked

MONDAY = datetime.fromisoformat("2026-03-02T10:00:00+00:00")
NUMBERS = count()


def access(hours: float = 0, **told: Any) -> dict[str, Any]:
    """An ordinary look at a child on a Monday morning, so many hours later."""
    viewer = {"id": told.pop("who", "u-1"), "name": "A. Person", "agency": "csc", "role": told.pop("role", "gp")}
    at = (MONDAY + timedelta(hours=hours)).isoformat()
    stated = {
        "action": "chronology",
        "child": "c-1",
        "purpose": "enquiry-s47",
        "outcome": "allow",
        "rules": [],
        "reason": "why",
    }
    return {"audit_id": f"a-{next(NUMBERS)}", "at": at, "viewer": viewer, **stated, **told}


def test_each_person_child_and_day_is_one_row_and_no_access_is_lost() -> None:
    told = [access(), access(1), access(who="u-2"), access(child="c-2"), access(24), access(child=None)]
    rows = looked(told)
    assert [len(row.accesses) for row in rows] == [2, 1, 1, 1, 1]
    assert sorted(one["audit_id"] for row in rows for one in row.accesses) == sorted(one["audit_id"] for one in told)


def test_a_day_is_londons() -> None:
    assert len(looked([access(13.5), access(14.5)])) == 2
    summer = timedelta(days=120)
    late = (MONDAY + summer + timedelta(hours=13.5)).isoformat()
    assert looked([access() | {"at": late}])[0].day.isoformat() == "2026-07-01"


def test_a_list_that_was_read_as_a_whole_is_one_row_whatever_children_it_has() -> None:
    twice = [access(hour, action="caseload", child=f"c-{n}") for hour in (0, 1) for n in range(14)]
    (row,) = looked(twice)
    assert (len(row.children), row.actions, row.flags) == (14, [("caseload", 2)], ())


def test_what_was_done_is_counted_and_each_purpose_and_outcome_named_once() -> None:
    told = [access(), access(), access(action="export", purpose="conference"), access(outcome="refuse")]
    (row,) = looked(told)
    assert row.actions == [("chronology", 3), ("export", 1)]
    assert (row.purposes, row.outcomes) == (["enquiry-s47", "conference"], ["allow", "refuse"])


def test_what_was_said_is_there_once_and_the_hours_are_londons() -> None:
    told = [access(4.5, reason="later"), access(1, reason=None), access(0.5), access()]
    (row,) = looked(told)
    assert (row.reasons, row.hours) == (["later", "why"], "10am to 2:30pm")
    assert (looked([access(reason=None)])[0].reasons, looked([access()])[0].hours) == ([], "10am")


@pytest.mark.parametrize(
    ("told", "flags"),
    [
        ({}, ()),
        ({"outcome": "refuse"}, ("Refused",)),
        ({"outcome": "not-found"}, ("Nothing to show",)),
        ({"rules": ["emergency-countersigned"]}, ("Emergency access",)),
        ({"hours": 11}, ("Out of hours",)),
        ({"hours": 5 * 24}, ("Out of hours",)),
        ({"hours": 11, "child": None}, ()),
        ({"hours": 11, "role": "emergency-duty-worker"}, ()),
        ({"hours": 11, "role": "response-officer"}, ()),
    ],
)
def test_what_stands_out_is_said(told: dict[str, Any], flags: tuple[str, ...]) -> None:
    assert looked([access(**told)])[0].flags == flags


@pytest.mark.parametrize(("children", "is_many"), [(MANY_CHILDREN - 1, False), (MANY_CHILDREN, True)])
def test_many_children_opened_by_one_person_in_a_day_stand_out(children: int, is_many: bool) -> None:
    rows = looked([access(child=f"c-{number}") for number in range(children)])
    assert {row.flags for row in rows} == {("Many children in a day",) if is_many else ()}


def test_one_purpose_alone_leaves_out_the_others_wherever_they_stand() -> None:
    told = [access(), access(purpose="conference"), access(child="c-2", purpose="conference")]
    rows = looked(told, "conference")
    assert [len(row.accesses) for row in rows] == [1, 1]
    assert looked(told, "statistics") == []
