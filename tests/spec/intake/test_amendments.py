"""Corrections and withdrawals find the entry they are of; only its own agency may send them."""

from typing import Any

import pytest
from builders.intake import (
    CARE,
    HOSPITAL,
    POLICE,
    SCHOOL,
    SampleIntake,
    event,
    nhs_number,
    source_of,
    told_child,
    withheld_from,
)

from exchange.receipts import ReceiptOutcome
from hub.domain.chronology import Involvement, SourceRef

ROWAN = told_child(nhs=nhs_number(0))


def of(event_id: str, agency: str = SCHOOL) -> dict[str, str]:
    return {"source": source_of(agency), "id": event_id}


def said(hub: SampleIntake, name: str, agency: str, event_id: str, *children: Any, **told: Any) -> ReceiptOutcome:
    return hub.say(agency, name, event(name, *(children or (ROWAN,)), **told), id=event_id).outcome


@pytest.mark.parametrize("name", ["entry-corrected", "entry-withdrawn"])
def test_it_is_filed_with_its_entry_whatever_it_says_of_the_child(hub: SampleIntake, name: str) -> None:
    said(hub, "concern-raised", SCHOOL, "m-1")
    renamed = told_child(nhs=nhs_number(1), given_names="Roan", date_of_birth="2016-01-01")
    assert said(hub, name, SCHOOL, "m-2", renamed, corrects=of("m-1"), reason="as said") is ReceiptOutcome.ACCEPTED
    assert hub.origins() == [["m-1", "m-2"]]


@pytest.mark.parametrize("name", ["entry-corrected", "entry-withdrawn", "concern-raised"])
def test_another_agencys_event_can_be_neither_corrected_nor_withdrawn(hub: SampleIntake, name: str) -> None:
    said(hub, "concern-raised", SCHOOL, "m-1")
    reason = {} if name == "concern-raised" else {"reason": "it was not so"}
    hub.say(POLICE, name, event(name, ROWAN, corrects=of("m-1"), **reason), id="m-2")
    receipt = hub.receipt(POLICE, "m-2")
    assert receipt.outcome is ReceiptOutcome.QUARANTINED
    assert receipt.problem is not None
    assert [fault.pointer for fault in receipt.problem.errors] == ["/data/corrects/source"]


def test_anybody_may_dispute_an_entry_or_judge_it_anew(hub: SampleIntake) -> None:
    said(hub, "concern-raised", SCHOOL, "m-1")
    disputed = {"corrects": of("m-1"), "reason": "it was the other arm", "disputed_by": "Mother"}
    assert said(hub, "entry-disputed", CARE, "m-2", **disputed) is ReceiptOutcome.ACCEPTED
    judged = {"corrects": of("m-1"), "reason": "a second injury", "level": "significant"}
    assert said(hub, "entry-significance-changed", POLICE, "m-3", **judged) is ReceiptOutcome.ACCEPTED
    assert hub.origins() == [["m-1", "m-2", "m-3"]]


def test_what_is_withheld_of_an_entry_is_withheld_of_what_amends_it(hub: SampleIntake) -> None:
    said(hub, "concern-raised", SCHOOL, "m-1", handling=withheld_from({"agency_types": ["police"]}))
    said(hub, "entry-corrected", SCHOOL, "m-2", corrects=of("m-1"), reason="a slip")
    (file,) = hub.files()
    assert [bool(file.withholdings[row.labels.entry_id]) for row in file.entries] == [True, True]


@pytest.mark.parametrize("order", [(0, 1, 2), (1, 0, 2), (1, 2, 0)])
def test_what_a_correction_withholds_is_withheld_of_every_wording_before_it(
    hub: SampleIntake, order: tuple[int, ...]
) -> None:
    handling = withheld_from({"agency_types": ["police"]})
    told: list[tuple[str, str, dict[str, Any]]] = [
        ("concern-raised", "m-1", {}),
        ("entry-corrected", "m-2", {"corrects": of("m-1"), "reason": "a slip"}),
        ("concern-raised", "m-3", {"corrects": of("m-2"), "handling": handling}),
    ]
    for number in order:
        name, event_id, more = told[number]
        said(hub, name, SCHOOL, event_id, **more)
    (file,) = hub.files()
    assert [bool(file.withholdings[row.labels.entry_id]) for row in file.entries] == [True, True, True]


def test_an_event_of_the_same_kind_that_names_its_forerunner_takes_its_place(hub: SampleIntake) -> None:
    said(hub, "concern-raised", SCHOOL, "m-1")
    said(hub, "concern-raised", SCHOOL, "m-2", corrects=of("m-1"))
    (file,) = hub.files()
    amends = file.entries[1].labels.amends
    assert amends is not None
    assert (amends.target, amends.restates) == (SourceRef(source_of(SCHOOL), "m-1"), True)
    assert file.entries[1].labels.derived_from == (amends.target,)


def test_a_correction_of_what_was_not_admitted_leaves_nothing_either(hub: SampleIntake) -> None:
    assert said(hub, "health-contact", HOSPITAL, "m-1") is ReceiptOutcome.NOT_ADMITTED
    corrected = said(hub, "entry-withdrawn", HOSPITAL, "m-2", corrects=of("m-1", HOSPITAL), reason="wrong patient")
    assert corrected is ReceiptOutcome.NOT_ADMITTED
    assert hub.files() == []


def test_a_withdrawal_teaches_nothing_of_who_the_child_is(hub: SampleIntake) -> None:
    said(hub, "concern-raised", SCHOOL, "m-1", told_child(postcode="NX4 7QL"))
    said(hub, "entry-withdrawn", SCHOOL, "m-2", told_child(nhs=nhs_number(3)), corrects=of("m-1"), reason="wrong child")
    said(hub, "concern-raised", CARE, "m-3", told_child("C-1", nhs=nhs_number(3), given_names="Another"))
    assert hub.origins() == [["m-1", "m-2"], ["m-3"]]


def test_a_change_of_worker_ends_one_allocation_and_begins_another(hub: SampleIntake) -> None:
    people = {
        name: {"agency": CARE, "staff_id": staff, "name": staff, "role": "social-worker"}
        for name, staff in (("previous", "sw-1"), ("practitioner", "sw-2"))
    }
    said(hub, "worker-changed", CARE, "m-1", since="2026-03-09", **people)
    (file,) = hub.files()
    entry = file.entries[0].labels.entry_id
    assert file.involvements == (
        Involvement("allocated", CARE, "sw-1", "2026-03-09", "2026-03-09", entry),
        Involvement("allocated", CARE, "sw-2", "2026-03-09", None, entry),
    )


def test_the_end_of_an_involvement_names_whose_it_is(hub: SampleIntake) -> None:
    said(hub, "involvement-ended", HOSPITAL, "m-1", kind="involved", until="2026-03-01")
    (file,) = hub.files()
    assert [(one.agency, one.person, one.since, one.until) for one in file.involvements] == [
        (HOSPITAL, None, "2026-03-01", "2026-03-01")
    ]


@pytest.mark.parametrize("field", ["practitioner", "previous"])
def test_only_social_care_ends_or_begins_the_work_of_another_agencys_staff(hub: SampleIntake, field: str) -> None:
    own = {"agency": HOSPITAL, "staff_id": "hv-1", "name": "Own", "role": "health-visitor"}
    others = {**own, "agency": POLICE}
    named = {"practitioner": own, "previous": own, field: others}
    hub.say(HOSPITAL, "worker-changed", event("worker-changed", ROWAN, since="2026-03-09", **named))
    problem = hub.receipt(HOSPITAL).problem
    assert problem is not None
    assert [fault.pointer for fault in problem.errors] == [f"/data/{field}/agency"]


@pytest.mark.parametrize(
    ("name", "told"),
    [("entry-disputed", {"disputed_by": "Mother"}), ("entry-significance-changed", {"level": "significant"})],
)
def test_a_dispute_does_not_tell_whether_another_agencys_message_was_admitted(
    hub: SampleIntake, name: str, told: dict[str, str]
) -> None:
    assert said(hub, "health-contact", HOSPITAL, "m-1") is ReceiptOutcome.NOT_ADMITTED
    outcomes = {
        said(hub, name, SCHOOL, f"m-{event_id}", corrects=of(event_id, HOSPITAL), reason="is it there?", **told)
        for event_id in ("m-1", "never-sent")
    }
    assert outcomes == {ReceiptOutcome.ACCEPTED}


def test_a_concern_is_kept_though_what_it_corrects_was_not_admitted(hub: SampleIntake) -> None:
    assert said(hub, "attendance-concern", SCHOOL, "m-1") is ReceiptOutcome.NOT_ADMITTED
    assert said(hub, "concern-raised", SCHOOL, "m-2", corrects=of("m-1")) is ReceiptOutcome.ACCEPTED
    assert hub.origins() == [["m-2"]]


def test_what_is_only_context_is_admitted_with_its_entry_whether_that_is_filed_or_held(hub: SampleIntake) -> None:
    nameless = told_child(
        "P-2",
        date_of_birth=None,
        given_names=None,
        family_name=None,
        description="A boy in a red coat",
        approximate_age={"from": 6, "to": 8},
    )
    for number, child in enumerate((ROWAN, nameless)):
        first, second = f"m-{number}a", f"m-{number}b"
        assert said(hub, "concern-raised", SCHOOL, first, child) is ReceiptOutcome.ACCEPTED
        assert said(hub, "attendance-concern", SCHOOL, second, child, corrects=of(first)) is ReceiptOutcome.ACCEPTED
    assert hub.count("held") == 2


def test_a_correction_that_is_of_another_child_teaches_the_index_nothing_of_that_child(hub: SampleIntake) -> None:
    said(hub, "concern-raised", SCHOOL, "m-1", told_child("P-1", nhs=nhs_number(0)))
    other = {"given_names": "Alder", "family_name": "Birch", "date_of_birth": "2015-01-01", "postcode": "NX4 7QL"}
    meant = told_child("P-1", nhs=nhs_number(1), **other)
    said(hub, "entry-corrected", SCHOOL, "m-2", meant, corrects=of("m-1"), reason="the wrong pupil")
    said(hub, "concern-raised", CARE, "m-3", told_child("C-1", nhs=nhs_number(1), **other))
    said(hub, "concern-raised", HOSPITAL, "m-4", told_child("H-1", **other))
    assert hub.origins() == [["m-1", "m-2"], ["m-3", "m-4"]]


def test_a_correction_of_a_twin_teaches_nothing_of_the_other_twin(hub: SampleIntake) -> None:
    twins = [told_child("P-1", nhs=nhs_number(n), given_names=name, postcode="NX4 7QL") for n, name in enumerate("AB")]
    said(hub, "concern-raised", SCHOOL, "m-1", twins[0])
    said(hub, "entry-corrected", SCHOOL, "m-2", twins[1], corrects=of("m-1"), reason="the other twin")
    said(hub, "concern-raised", HOSPITAL, "m-3", told_child("H-1", given_names="B", postcode="NX4 7QL"))
    assert hub.origins() == [["m-1", "m-2"], ["m-3"]]


def test_a_correction_that_leads_to_its_child_by_itself_teaches_the_index_what_is_new(hub: SampleIntake) -> None:
    said(hub, "concern-raised", SCHOOL, "m-1", ROWAN)
    renamed = told_child(nhs=nhs_number(0), given_names="Roan", postcode="NX4 7QL")
    said(hub, "entry-corrected", SCHOOL, "m-2", renamed, corrects=of("m-1"), reason="a slip")
    said(hub, "concern-raised", HOSPITAL, "m-3", told_child("H-1", given_names="Roan", postcode="NX4 7QL"))
    assert hub.origins() == [["m-1", "m-2", "m-3"]]
