"""Who belongs to a child's household, as far as one reader may know, and what is on record of having looked."""

from dataclasses import replace
from typing import Any

import pytest
from builders.access import (
    AT_SCHOOL,
    CHILD,
    ENQUIRY,
    NOBODY,
    OTHER,
    SCHOOL_LEAD,
    SOCIAL_WORKER,
    TEACHER,
    SampleHub,
    Told,
    entry,
    ids_in,
    opening,
    withheld,
)

from hub.access import Filters
from hub.domain.errors import Invalid, NotFound, Refused
from hub.domain.vocabulary import Mode
from hub.domain.withholding import Audience

FROM_THE_WORKER = Audience(persons=frozenset({"u-sw"}))
HOME = [{"of": "child", "lines": ["4 Larch Close", "Northbridge"], "postcode": "NX4 7QL"}]
SAME_HOME = [{"of": "child", "lines": ["4 LARCH CLOSE"], "postcode": "nx47ql"}]
ELSEWHERE = [{"of": "child", "lines": ["9 Mill Lane"], "postcode": "NX1 1AA"}]
BEA = {"given_names": "Bea", "family_name": "Sample", "date_of_birth": "2019-01-01"}


def parent(relation: str, reference: str = "p-1") -> dict[str, str]:
    return {"reference": reference, "part": "carer", "relation": relation}


def incident(entry_id: str = "e-shared", **content: Any) -> Told:
    return entry(entry_id, "northshire-police", content={"headline": "Police called", **content})


def on_sibling(told: Told, **content: Any) -> Told:
    """The entry that the same event made on a sibling's record."""
    said = {"headline": "Police called", "identity": BEA, **content}
    labels = replace(told.labels, entry_id=f"{told.labels.entry_id}-s", fields=tuple(said))
    return Told(labels, said, told.withholdings)


def household(hub: SampleHub, **filters: Any) -> Any:
    return hub.access.household(SOCIAL_WORKER, ENQUIRY, CHILD, Filters(**filters)).answer


def others(hub: SampleHub) -> list[Any]:
    return household(hub)["children"][1:]


def test_a_child_at_the_same_address_in_one_event_is_shown_as_linked_by_it(hub: SampleHub) -> None:
    shared = incident(addresses=HOME)
    hub.given(opening(), shared).given(on_sibling(shared, addresses=SAME_HOME), child_id=OTHER)
    (sibling,) = others(hub)
    assert sibling["identity"]["given_names"] == "Bea"
    assert sibling["linked"] == [{"by": "address"}]


def test_a_half_sibling_elsewhere_is_linked_by_the_parent_whom_one_agency_knows(hub: SampleHub) -> None:
    shared = incident(addresses=HOME, persons=[parent("father")])
    other = on_sibling(shared, addresses=ELSEWHERE, persons=[parent("step-parent")])
    hub.given(opening(), shared).given(other, child_id=OTHER)
    assert others(hub)[0]["linked"] == [{"by": "person", "relation": "father", "relation_there": "step-parent"}]


@pytest.mark.parametrize(
    "content",
    [
        {"addresses": ELSEWHERE},
        {"persons": [{"reference": "p-1", "part": "suspect", "relation": "friend"}]},
        {"persons": [parent("mother", "p-9")]},
        {},
    ],
)
def test_a_child_of_the_same_event_without_a_shared_home_or_parent_is_not_of_the_household(
    hub: SampleHub, content: dict[str, Any]
) -> None:
    shared = incident(addresses=HOME, persons=[parent("mother")])
    hub.given(opening(), shared).given(on_sibling(shared, **content), child_id=OTHER)
    assert others(hub) == []


def test_the_entries_of_all_children_are_one_list_and_those_of_one_event_say_so(hub: SampleHub) -> None:
    shared = incident(addresses=HOME)
    hub.given(opening(), shared).given(on_sibling(shared, addresses=HOME), child_id=OTHER)
    listed = household(hub)["entries"]
    assert [(one["id"], one["child_id"]) for one in listed] == [
        ("e-open", CHILD),
        ("e-shared", CHILD),
        ("e-shared-s", OTHER),
    ]
    assert listed[1]["event"] == listed[2]["event"] != listed[0]["event"]


def test_the_list_pages(hub: SampleHub) -> None:
    shared = incident(addresses=HOME)
    hub.given(opening(), shared).given(on_sibling(shared, addresses=HOME), child_id=OTHER)
    first = hub.access.household(SOCIAL_WORKER, ENQUIRY, CHILD, Filters(limit=2))
    following = Filters(limit=2, cursor=str(first.answer["next_cursor"]))
    second = hub.access.household(SOCIAL_WORKER, ENQUIRY, CHILD, following)
    assert (*ids_in(first), *ids_in(second)) == ("e-open", "e-shared", "e-shared-s")
    assert second.answer["next_cursor"] is None
    with pytest.raises(Invalid):
        household(hub, cursor="made-up")


def test_each_child_shown_has_an_audit_record_of_its_own_and_nobody_else_has_one(hub: SampleHub) -> None:
    shared = incident(addresses=HOME)
    hub.given(opening(), shared).given(on_sibling(shared, addresses=HOME), child_id=OTHER)
    disclosed = hub.access.household(SOCIAL_WORKER, ENQUIRY, CHILD)
    records = {record.child_id: record for record in hub.audited()}
    assert records.keys() == {CHILD, OTHER}
    assert {record.action for record in records.values()} == {"household"}
    assert records[CHILD].audit_id == disclosed.audit_id
    assert [one.entry_id for one in records[OTHER].disclosed] == ["e-shared-s"]


@pytest.mark.parametrize("hidden", ["on both", "on the child", "on the sibling"])
def test_a_link_that_is_withheld_on_either_side_leaves_no_trace(hub: SampleHub, hidden: str) -> None:
    """The sibling has another, visible entry at the same address: it does not tell who led there."""
    silent = (withheld(FROM_THE_WORKER),)
    shared = incident(addresses=HOME)
    other = on_sibling(shared, addresses=HOME)
    plain = entry("e-plain", content={"headline": "Seen at home", "identity": BEA, "addresses": HOME})
    at_home = entry("e-home", content={"headline": "Visited", "addresses": HOME})
    mine = replace(shared, withholdings=silent if hidden != "on the sibling" else ())
    theirs = replace(other, withholdings=silent if hidden != "on the child" else ())
    hub.given(opening(), at_home, mine).given(plain, theirs, child_id=OTHER)
    found = household(hub)
    kept = () if mine.withholdings else (mine,)
    hub.given(opening(), at_home, *kept).given(plain, *(() if theirs.withholdings else (theirs,)), child_id=OTHER)
    assert found == household(hub)
    assert len(found["children"]) == 1


def test_a_marked_entry_links_nobody(hub: SampleHub) -> None:
    marked = (withheld(FROM_THE_WORKER, mode=Mode.MARKED),)
    shared = replace(incident(addresses=HOME), withholdings=marked)
    hub.given(opening(), shared).given(replace(on_sibling(shared, addresses=HOME), withholdings=marked), child_id=OTHER)
    assert others(hub) == []


def test_a_sibling_whom_the_reader_may_not_read_of_is_as_one_who_is_not_there(hub: SampleHub) -> None:
    shared = incident(addresses=HOME)
    hub.given(opening(), shared)
    without = hub.access.household(SCHOOL_LEAD, AT_SCHOOL, CHILD).answer
    hub.given(on_sibling(shared, addresses=HOME), child_id=OTHER)
    assert hub.access.household(SCHOOL_LEAD, AT_SCHOOL, CHILD).answer == without
    assert len(without["children"]) == 1


def test_an_instruction_for_a_sibling_stands_above_the_household_too(hub: SampleHub) -> None:
    shared = incident(addresses=HOME)
    schools = Audience(agency_types=frozenset({"childrens-social-care"}))
    placed = withheld(schools, protective_instruction="Ring the duty desk before any home visit.")
    hidden = replace(incident("e-hidden"), withholdings=(placed,))
    hub.given(opening(), shared).given(on_sibling(shared, addresses=HOME), hidden, child_id=OTHER)
    assert household(hub)["instructions"] == ["Ring the duty desk before any home visit."]


def test_a_child_who_is_not_there_and_a_reader_who_may_not_are_answered_as_for_a_chronology(hub: SampleHub) -> None:
    hub.given(opening())
    with pytest.raises(NotFound):
        hub.access.household(SOCIAL_WORKER, ENQUIRY, NOBODY)
    with pytest.raises(Refused):
        hub.access.household(TEACHER, AT_SCHOOL, CHILD)
    assert [record.outcome for record in hub.audited()] == ["refuse", "not-found"]
