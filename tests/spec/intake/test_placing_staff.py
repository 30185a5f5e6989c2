"""Whose staff are at work with a child is said by their agency or the lead local authority; others wait, and why."""

from dataclasses import asdict
from typing import Any

import pytest
from builders.intake import CARE, SCHOOL, SampleIntake, event, example, nhs_number, told_child

from exchange import Receipt, ReceiptOutcome
from hub.access import Choice, Work
from hub.bootstrap.store import open_desk

ROWAN = told_child(nhs=nhs_number(0))
FAR_CARE, FAR_SCHOOL, SANDBOX = "farshire-csc", "farshire-school", "sandbox"
NOT_THEIRS = "is another agency: only it, or the lead local authority, says with whom its staff work"


@pytest.fixture(autouse=True)
def neighbours(hub: SampleIntake) -> None:
    """A neighbouring authority with a school of its own, and a place where integrators try the interface."""
    hub.join(FAR_CARE, "childrens-social-care", area="farshire")
    hub.join(FAR_SCHOOL, "school", area="farshire")
    hub.join(SANDBOX, "childrens-social-care", area="sandbox")


def worker(agency: str, staff_id: str = "u-1") -> dict[str, str]:
    return {"agency": agency, "staff_id": staff_id, "name": "W. Worker", "role": "social-worker"}


def says(hub: SampleIntake, sender: str, employer: str, event_id: str = "m-1", **told: Any) -> Receipt:
    """Let an agency say that somebody of another is allocated to the child."""
    data = event("worker-allocated", ROWAN, practitioner=worker(employer), since="2026-01-05", **told)
    return hub.say(sender, "worker-allocated", data, id=event_id)


def standing(hub: SampleIntake) -> list[tuple[str, str, str | None]]:
    """The allocations of staff on the child's record: agency, kind, last day."""
    return [(one.agency, one.kind, one.until) for file in hub.files() for one in file.involvements]


@pytest.mark.parametrize("sender", [FAR_CARE, SANDBOX, SCHOOL])
@pytest.mark.parametrize("ended", [{}, {"until": "2026-03-01"}])
def test_nobody_but_the_lead_authority_begins_or_ends_the_work_of_anothers_staff(
    hub: SampleIntake, sender: str, ended: dict[str, str]
) -> None:
    says(hub, CARE, CARE, "begun")
    receipt = says(hub, sender, CARE, "other", **ended)
    assert receipt.outcome is ReceiptOutcome.QUARANTINED
    assert receipt.problem is not None
    assert [asdict(fault) for fault in receipt.problem.errors] == [
        {"pointer": "/data/practitioner/agency", "detail": NOT_THEIRS}
    ]
    assert standing(hub) == [(CARE, "allocated", None)]


def test_a_change_of_worker_ends_nobodys_work_elsewhere(hub: SampleIntake) -> None:
    data = event(
        "worker-changed", ROWAN, practitioner=worker(FAR_CARE), previous=worker(CARE, "u-2"), since="2026-02-01"
    )
    receipt = hub.say(FAR_CARE, "worker-changed", data)
    assert receipt.problem is not None
    assert [fault.pointer for fault in receipt.problem.errors] == ["/data/previous/agency"]


@pytest.mark.parametrize(
    ("sender", "employers"),
    [
        (CARE, (CARE, SCHOOL, FAR_CARE, "not-registered")),
        (FAR_CARE, (FAR_CARE, FAR_SCHOOL)),
        (FAR_SCHOOL, (FAR_SCHOOL,)),
    ],
)
def test_the_own_agency_the_lead_authority_and_an_authority_in_its_own_area_are_believed(
    hub: SampleIntake, sender: str, employers: tuple[str, ...]
) -> None:
    told = [says(hub, sender, employer, f"m-{employer}").outcome for employer in employers]
    assert set(told) == {ReceiptOutcome.ACCEPTED}
    assert sorted(standing(hub)) == [(employer, "allocated", None) for employer in sorted(employers)]


def test_what_another_authority_says_of_an_agency_that_is_not_here_gives_its_staff_no_standing(
    hub: SampleIntake,
) -> None:
    attended = [worker(FAR_CARE), worker("not-registered", "u-2")]
    data = {**example("strategy-discussion-held"), "children": [ROWAN], "attended": attended}
    assert hub.say(FAR_CARE, "strategy-discussion-held", data).outcome is ReceiptOutcome.ACCEPTED
    hub.join("not-registered", "school")
    assert standing(hub) == [(FAR_CARE, "strategy-group", None)]


def test_a_person_files_the_words_of_such_a_message_and_nobody_gains_by_it(hub: SampleIntake) -> None:
    says(hub, CARE, CARE, "begun")
    says(hub, FAR_CARE, CARE, "other", until="2026-03-01")
    (kept,) = hub.rows("quarantine")
    child = hub.files()[0].child_id
    work = Work("u-mash", "the discussion did take place", hub.clock(), lambda _: lambda _cursor, _events: None)
    assert open_desk(hub.store).file(kept["quarantine_id"], [Choice(0, child)], work).state == "filed"
    assert hub.origins() == [["begun", "other"]]
    assert standing(hub) == [(CARE, "allocated", None)]
