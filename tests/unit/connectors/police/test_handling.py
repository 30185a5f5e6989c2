"""A handling code is read in the forms that forces write; one that cannot be read never means "to everybody"."""

from typing import Any

import pytest

from connectors.drafts import Unusable
from connectors.police.handling import Code, parse

READ = {
    "A1P": Code("3x5x2", "P", "1", "A"),
    "1AP": Code("3x5x2", "P", "1", "A"),
    "B2C": Code("3x5x2", "C", "2", "B"),
    "e3c": Code("3x5x2", "C", "3", "E"),
    "3x5x2: A 1 P": Code("3x5x2", "P", "1", "A"),
    "3 X 5 X 2 - 2/B/C": Code("3x5x2", "C", "2", "B"),
    "3×5×2 1AP": Code("3x5x2", "P", "1", "A"),
    "P": Code("3x5x2", "P"),
    " c ": Code("3x5x2", "C"),
    "E41": Code("5x5x5", "1", "E", "4"),
    "B/2/4": Code("5x5x5", "4", "B", "2"),
    "5x5x5 B 2 2": Code("5x5x5", "2", "B", "2"),
    "5x5x5: 2": Code("5x5x5", "2"),
}


@pytest.mark.parametrize("written", READ)
def test_the_usual_forms_are_read(written: str) -> None:
    assert parse(written) == READ[written]


@pytest.mark.parametrize(
    "written",
    ["", "A", "A1", "1A", "AP", "2", "A4P", "F1P", "A1PP", "A1P C", "PC", "X41", "E61", "E46", "411", "11P", "OPEN",
     "P?", "A1Р", "３ＡＰ", "5x5x2: 1AP", "3x5x5: P", "٣", "A1P\n1AC", "3x5x2", "5x5x5: 22"],
)  # fmt: skip
def test_what_is_no_code_is_refused_and_not_repeated(written: str) -> None:
    with pytest.raises(Unusable) as error:
        parse(written)
    assert error.value.reason.field == "/handling/code"
    assert "is no handling code" in error.value.reason.text


@pytest.mark.parametrize(
    ("written", "scheme"), [("E41", "3x5x2"), ("A1P", "5x5x5"), ("3x5x2: P", "5x5x5"), ("5x5x5: 1AP", None)]
)
def test_a_code_of_another_scheme_than_is_said_is_refused(written: str, scheme: str | None) -> None:
    with pytest.raises(Unusable, match="is not of the scheme"):
        parse(written, scheme)


def test_a_digit_alone_is_a_code_only_where_the_scheme_is_said() -> None:
    assert parse("2", "5x5x5") == Code("5x5x5", "2")


def test_the_event_carries_handling_condition_and_for_whom_it_is_released(said: Any) -> None:
    handling = {"code": "B2C", "condition": "Strategy group only.", "authorised_for": ["strategy-group"]}
    assert said(handling=handling).data["handling"]["police_code"] == {
        "scheme": "3x5x2", "code": "C", "condition": "Strategy group only.", "authorised_for": ["strategy-group"],
    }  # fmt: skip


def test_how_reliable_a_source_is_goes_with_the_entry_and_not_into_what_is_shown(said: Any) -> None:
    found = said(handling={"code": "E41"}).data
    assert found["extensions"] == {"police_evaluation": {"scheme": "5x5x5", "source": "E", "information": "4"}}
    assert found["handling"]["police_code"] == {"scheme": "5x5x5", "code": "1"}


def test_a_bare_handling_says_nothing_of_a_source(said: Any) -> None:
    assert "extensions" not in said(handling={"code": "P"}).data


@pytest.mark.parametrize(
    ("handling", "field"),
    [
        ({"code": "1AC"}, "/handling/condition"),
        ({"code": "1AC", "condition": "Ask first."}, "/handling/authorised_for"),
        ({"code": "B22"}, "/handling/authorised_for"),
        ({"code": "B21"}, "/handling/code"),
        ({"code": "B23"}, "/handling/code"),
        ({"code": "B24"}, "/handling/code"),
        ({"code": "B25"}, "/handling/code"),
    ],
)
def test_a_sender_is_told_where_a_code_keeps_the_entry_from_partners(said: Any, handling: Any, field: str) -> None:
    (remark,) = said(handling=handling).remarks
    assert remark.field == field
    assert "shown the entry" in remark.text


@pytest.mark.parametrize("handling", [{"code": "1AP"}, {"code": "B22", "authorised_for": ["northshire-csc"]}])
def test_a_code_that_partners_are_released_to_needs_no_remark(said: Any, handling: Any) -> None:
    assert said(handling=handling).remarks == ()


def test_a_record_whose_code_cannot_be_read_is_refused(refusal: Any) -> None:
    assert "is no handling code" in refusal(handling={"code": "share with all"})["/handling/code"]


def test_a_record_without_a_code_is_refused(refusal: Any) -> None:
    assert refusal(handling={}) == {"/handling/code": "is required"}
    assert refusal(handling=None) == {"/handling": "is required"}
