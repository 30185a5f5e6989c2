"""What people fill in, checked."""

import pytest

from hub.identity.find import SearchQuery
from hub.pages import forms
from hub.pages.session import Why

WHY = {"purpose": "enquiry-s47", "reason": "Strategy discussion today"}
NAMED = {"given_names": "Ada", "family_name": "Moss", "born_day": "27", "born_month": "3", "born_year": "2016"}


def faults_of_why(**changed: str) -> list[str]:
    faults: list[forms.Wrong] = []
    forms.why({**WHY, **changed}, faults)
    return [fault.field for fault in faults]


def searched(form: dict[str, str]) -> tuple[SearchQuery | None, list[str]]:
    faults: list[forms.Wrong] = []
    return forms.search(form, faults), [fault.field for fault in faults]


def test_purpose_and_reason_are_enough() -> None:
    faults: list[forms.Wrong] = []
    assert forms.why(WHY, faults) == Why("enquiry-s47", "Strategy discussion today")
    assert faults == []


@pytest.mark.parametrize("purpose", ["", "curiosity", "ENQUIRY-S47"])
def test_a_purpose_that_the_contract_does_not_name_is_a_fault(purpose: str) -> None:
    assert faults_of_why(purpose=purpose) == ["purpose"]


@pytest.mark.parametrize("reason", ["", "too short", "x" * 501])
def test_a_reason_is_of_10_to_500_characters(reason: str) -> None:
    assert faults_of_why(reason=reason) == ["reason"]


@pytest.mark.parametrize("reason", ["x" * 10, "x" * 500])
def test_the_shortest_and_the_longest_reason_are_taken(reason: str) -> None:
    assert faults_of_why(reason=reason) == []


def test_a_threshold_is_one_of_the_list() -> None:
    assert faults_of_why(threshold="s47") == []
    assert faults_of_why(threshold="s99") == ["threshold"]


def test_an_identifier_is_searched_without_its_spaces() -> None:
    query, faults = searched({"nhs_number": "999 000 0018"})
    assert query == SearchQuery(identifiers=(("nhs-number", "9990000018"),))
    assert faults == []


def test_a_pupil_number_is_searched_in_capitals() -> None:
    query, _ = searched({"upn": "h801200001001"})
    assert query == SearchQuery(identifiers=(("upn", "H801200001001"),))


def test_names_are_searched_with_a_date_of_birth() -> None:
    query, faults = searched(NAMED)
    assert query == SearchQuery(given_names="Ada", family_name="Moss", date_of_birth="2016-03-27")
    assert faults == []


def test_an_empty_search_is_one_fault() -> None:
    assert searched({}) == (None, ["nhs_number"])


@pytest.mark.parametrize("missing", ["given_names", "family_name"])
def test_half_a_name_is_a_fault(missing: str) -> None:
    assert searched({**NAMED, missing: ""}) == (None, [missing])


@pytest.mark.parametrize("day", ["", "31", "x", "0"])
def test_a_date_of_birth_that_is_no_date_is_a_fault(day: str) -> None:
    assert searched({**NAMED, "born_day": day, "born_month": "2"}) == (None, ["born_day"])
