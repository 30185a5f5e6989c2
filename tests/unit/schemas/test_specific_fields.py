"""What each event asks for beyond what all share: left out or written wrongly, it is named by its place."""

import copy
from typing import Any

import pytest

from exchange.errors import Fault
from exchange.schemas import Schemas, load

SHARED = {"headline", "occurred", "author", "children"}
ASKED = [
    (event_type, field)
    for event_type in load().types()
    for field in load().documents[event_type]["required"]
    if field not in SHARED
]
CHOSEN = [
    (event_type, field)
    for event_type in load().types()
    for field, schema in load().documents[event_type]["properties"].items()
    if "enum" in schema and field in load().documents[event_type]["examples"][0]
]


def told(schemas: Schemas, name: str, **changed: Any) -> dict[str, Any]:
    """An event's example with some fields set otherwise, or left out where they are None."""
    event_type = name if "." in name else f"safeguarding.{name}.v1"
    example = copy.deepcopy(dict(schemas.documents[event_type]["examples"][0])) | changed
    return {field: value for field, value in example.items() if value is not None}


def faults(schemas: Schemas, name: str, **changed: Any) -> list[Fault]:
    event_type = name if "." in name else f"safeguarding.{name}.v1"
    return schemas.validate(event_type, told(schemas, name, **changed))


@pytest.mark.parametrize(("event_type", "field"), ASKED)
def test_what_an_event_asks_for_is_named_where_it_is_left_out(schemas: Schemas, event_type: str, field: str) -> None:
    assert Fault(f"/{field}", "is required") in faults(schemas, event_type, **{field: None})


@pytest.mark.parametrize(("event_type", "field"), CHOSEN)
def test_a_word_that_is_none_of_the_choices_is_named(schemas: Schemas, event_type: str, field: str) -> None:
    found = faults(schemas, event_type, **{field: "lee marlow"})
    assert Fault(f"/{field}", "is not one of the allowed values") in found
    assert "marlow" not in str(found)


@pytest.mark.parametrize("field", ["told", "what_told", "by_whom", "informed_on"])
def test_who_was_told_what_and_by_whom_is_owed_where_the_family_was_informed(schemas: Schemas, field: str) -> None:
    assert faults(schemas, "family-informed", **{field: None}) == [Fault(f"/{field}", "is required")]


def test_a_family_that_was_not_informed_is_owed_a_reason(schemas: Schemas) -> None:
    silent = {"informed": False, "told": None, "what_told": None, "by_whom": None, "informed_on": None}
    assert faults(schemas, "family-informed", **silent) == [Fault("/why_not", "is required")]
    assert faults(schemas, "family-informed", **silent, why_not="An arrest is planned.") == []


def test_what_is_kept_from_the_family_has_one_of_the_grounds(schemas: Schemas) -> None:
    found = faults(schemas, "strategy-discussion-held", family_told={"share": "nothing"})
    assert found == [Fault("/family_told/why_not", "is required")]
    assert faults(schemas, "strategy-discussion-held", family_told={"share": "all"}) == []


@pytest.mark.parametrize(
    ("name", "changed", "missing"),
    [
        ("conference-held", {"abuse_categories": None}, "/abuse_categories"),
        ("conference-held", {"kind": "receiving"}, "/notified_of_move"),
        ("conference-held", {"report_shared": "not-shared"}, "/report_not_shared_reason"),
        ("conference-requested", {"decision": "refused", "decided": "2026-02-05"}, "/decision_reasons"),
        ("plan-ended", {"reason": "moved-permanently"}, "/receiving_conference"),
        ("plan-reviewed", {"review_by": None}, "/review_by"),
        ("emergency-protection-order-ended", {"replaced_by": None}, "/replaced_by"),
    ],
)
def test_a_decision_asks_for_what_the_guidance_asks_of_it(
    schemas: Schemas, name: str, changed: dict[str, Any], missing: str
) -> None:
    assert faults(schemas, name, **changed) == [Fault(missing, "is required")]


def test_a_plan_has_no_other_reason_to_end_than_the_lawful_ones(schemas: Schemas) -> None:
    assert faults(schemas, "plan-ended", reason="parents-asked")[0].pointer == "/reason"


def test_a_visit_says_of_each_child_whether_it_was_seen(schemas: Schemas) -> None:
    child = told(schemas, "child-visited")["children"][0]
    del child["childs_voice"]
    assert faults(schemas, "child-visited", children=[child]) == [Fault("/children/0/childs_voice", "is required")]


def test_who_took_part_is_named_by_the_id_that_they_sign_in_with(schemas: Schemas) -> None:
    somebody = {"agency": "northshire-csc", "name": "Asha Lindqvist", "role": "social-worker"}
    found = faults(schemas, "strategy-discussion-held", attended=[somebody])
    assert found == [Fault("/attended/0/staff_id", "is required")]
    assert faults(schemas, "strategy-discussion-held", attended=[]) == [Fault("/attended", "has too few items")]
