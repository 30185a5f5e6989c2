"""Rows of one occurrence are put together; each row is accounted for, and faults are told by line and column."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from connectors import police
from connectors.drafts import Draft, Item, LeftOut, Refused
from connectors.police.grouping import BESIDE
from connectors.police.marking import FIELD, TOO_HIGH
from exchange.schemas import load as load_schemas

EXPORTS = police.load()
CHILD = {
    "Occurrence": "NP-1", "Type": "Domestic abuse", "Recorded": "04/03/2026 23:10", "Marking": "OFFICIAL-SENSITIVE",
    "Handling": "1AP", "Summary": "Argument in the street", "Officer": "Ama Osei", "Officer role": "Response officer",
    "Date": "04/03/2026", "Time": "21:40", "Place": "4 Larch Close, Northbridge", "Place postcode": "NX4 7QL",
    "DASH": "Standard", "Person ID": "P-1042", "Role": "Present", "Forenames": "Rowan", "Surname": "Ashdown",
    "Date of birth": "14/05/2017", "Sex": "F", "NHS number": "999 012 3454", "Address": "4 Larch Close, Northbridge",
    "Postcode": "NX4 7QL", "Child was": "In the home", "Relationship": "", "Related to": "", "Age": "",
    "Withhold ground": "", "Withhold mode": "", "Withhold from": "", "Withhold from family": "", "Withhold why": "",
    "Withhold owner": "", "Withhold review by": "",
}  # fmt: skip
ADULT = {**CHILD, "NHS number": "", "Address": "", "Postcode": "", "Child was": ""}
MOTHER = {**ADULT, "Person ID": "A-311", "Role": "Victim", "Forenames": "Dana", "Date of birth": "20/02/1994",
          "Relationship": "Mother", "Related to": "P-1042"}  # fmt: skip
PARTNER = {**ADULT, "Person ID": "N-5501", "Role": "Suspect", "Forenames": "Lee", "Surname": "Marlow",
           "Date of birth": "11/08/1990", "Sex": "M", "Relationship": "Partner", "Related to": "A-311"}  # fmt: skip

Read = Callable[..., list[Item]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def written(*rows: dict[str, str], after: str = "", exports: Any = EXPORTS) -> list[Item]:
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, list(rows[0]), restval="")
        writer.writeheader()
        writer.writerows(rows)
        file = tmp_path / "occurrences.csv"
        file.write_text(text.getvalue() + after, encoding="utf-8", newline="")
        return list(police.read(file, exports))

    return written


def reasons(item: Item) -> list[tuple[str, str]]:
    assert isinstance(item, Refused), item
    return [(reason.field, reason.text) for reason in item.reasons]


def test_the_rows_of_an_occurrence_become_one_event_that_follows_its_schema(read: Read) -> None:
    (found,) = read(CHILD, MOTHER, PARTNER)
    assert isinstance(found, Draft)
    assert load_schemas().validate(found.type, found.data) == []
    assert (found.type, found.id) == ("safeguarding.domestic-abuse-incident.v1", "NP-1")
    assert (found.place, found.rows, found.remarks) == ("lines 2, 3, 4", 3, ())
    assert found.data["occurred"] == {"from": "2026-03-04T21:40:00Z", "precision": "exact"}
    assert (found.data["place"], found.data["dash_grading"]) == ("4 Larch Close, Northbridge", "standard")


def test_each_row_is_a_person_with_their_part_and_their_relations(read: Read) -> None:
    (found,) = read(CHILD, MOTHER, PARTNER)
    assert isinstance(found, Draft)
    (child,) = found.data["children"]
    assert (child["local_ref"], child["presence"], child["date_of_birth"]) == ("P-1042", "in-the-home", "2017-05-14")
    assert child["identifiers"] == [{"system": "nhs-number", "value": "9990123454", "status": "claimed"}]
    assert child["addresses"][0]["postcode"] == "NX4 7QL"
    told = [(one["reference"], one["part"], one["relations"][0]["relation"]) for one in found.data["persons"]]
    assert told == [("A-311", "victim", "mother"), ("N-5501", "suspect", "partner-of-parent")]


def test_rows_of_one_occurrence_need_not_stand_together(read: Read) -> None:
    found = read(CHILD, {**CHILD, "Occurrence": "NP-2"}, MOTHER)
    assert [(item.place, item.id) for item in found if isinstance(item, Draft)] == [
        ("lines 2, 4", "NP-1"), ("line 3", "NP-2"),
    ]  # fmt: skip


def test_a_person_on_two_rows_has_both_parts(read: Read) -> None:
    (found,) = read(CHILD, MOTHER, {**MOTHER, "Role": "Suspect", "Relationship": "", "Related to": ""})
    assert isinstance(found, Draft)
    assert [one["part"] for one in found.data["persons"]] == ["victim", "suspect"]


def test_rows_that_are_none_of_the_hubs_business_are_counted_with_their_reason(read: Read) -> None:
    found = read(CHILD, {**CHILD, "Type": "Traffic"}, dict.fromkeys(CHILD, ""), CHILD)
    assert [(item.place, item.reason) for item in found if isinstance(item, LeftOut)] == [
        ("line 3", "a type that the mapping leaves out"), ("line 4", "an empty row"), ("line 5", "the same row twice"),
    ]  # fmt: skip
    assert sum(item.rows for item in found) == 4


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("Recorded", "4 March"), ("Type", "Parking"), ("Date", "2026-03-04"), ("Time", "late"), ("Summary", ""),
        ("DASH", "extreme"), ("Officer role", "?"), ("Marking", ""), ("Handling", "open"),
    ],
)  # fmt: skip
def test_a_fault_of_the_record_is_named_by_its_column(read: Read, column: str, value: str) -> None:
    (found,) = read({**CHILD, column: value})
    (reason,) = reasons(found)
    assert reason[0] == column
    assert not value or value not in reason[1]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("Date of birth", "1994-02-20"), ("Role", "Guilty"), ("Role", ""), ("Sex", "woman"), ("Person ID", " "),
        ("Related to", "X-1"), ("Related to", ""), ("Relationship", ""), ("Relationship", "Enemy"),
    ],
)  # fmt: skip
def test_a_fault_of_a_person_is_named_by_line_and_column(read: Read, column: str, value: str) -> None:
    (found,) = read(CHILD, {**MOTHER, column: value})
    assert f"line 3, {column}" in [reason[0] for reason in reasons(found)]
    assert not value.strip() or all(value not in reason[1] for reason in reasons(found))


def test_rows_that_disagree_about_their_occurrence_are_refused_together(read: Read) -> None:
    (found,) = read(CHILD, {**MOTHER, "Handling": "1AC"})
    assert reasons(found) == [("Handling", "says different things in the rows of one occurrence")]
    assert found.rows == 2


def test_rows_that_disagree_about_a_person_are_refused(read: Read) -> None:
    (found,) = read(CHILD, MOTHER, {**MOTHER, "Role": "Witness", "Date of birth": "21/02/1994"})
    assert ("line 3, Date of birth", "says different things in the rows of one occurrence") in reasons(found)


def test_what_one_row_leaves_empty_another_may_say(read: Read) -> None:
    (found,) = read(CHILD, {**MOTHER, "Summary": "", "DASH": ""})
    assert isinstance(found, Draft)
    assert found.data["headline"] == "Argument in the street"


def test_an_occurrence_beside_a_row_that_cannot_be_read_is_not_told_without_somebody_of_it(read: Read) -> None:
    found = read(CHILD, {**CHILD, "Occurrence": "NP-2"}, after="NP-2,Domestic abuse\r\n")
    assert [item.place for item in found if isinstance(item, Refused)] == ["line 4", "line 3"]
    assert BESIDE in reasons(found[-1])[0][1]
    assert [item.id for item in found if isinstance(item, Draft)] == ["NP-1"]


def test_a_row_without_a_reference_stops_the_occurrences_beside_it(read: Read) -> None:
    found = read(CHILD, {**MOTHER, "Occurrence": ""}, {**CHILD, "Occurrence": "NP-2"}, {**CHILD, "Occurrence": "NP-3"})
    assert [item.place for item in found if isinstance(item, Refused)] == ["line 3", "line 2", "line 4"]
    assert [item.id for item in found if isinstance(item, Draft)] == ["NP-3"]


@pytest.mark.parametrize("changes", [{"Marking": "SECRET"}, {"Summary": "TOP SECRET"}, {"GPMS": "S"}])
def test_a_higher_marking_on_any_row_refuses_the_whole_occurrence_and_names_its_lines_alone(
    read: Read, changes: dict[str, str]
) -> None:
    found = read({"GPMS": "", **CHILD}, {"GPMS": "", **MOTHER, **changes})
    assert [(item.place, reasons(item)) for item in found] == [("lines 2, 3", [(FIELD, TOO_HIGH)])]


def test_a_withholding_is_read_from_its_columns(read: Read) -> None:
    withheld = {
        "Withhold ground": "Investigation", "Withhold mode": "Silent", "Withhold from": "school; early-years",
        "Withhold from family": "Yes", "Withhold why": "Evidence would be lost.", "Withhold review by": "20/03/2026",
        "Withhold owner": "Officer in charge",
    }  # fmt: skip
    (found,) = read({**CHILD, **withheld})
    assert isinstance(found, Draft)
    (told,) = found.data["handling"]["withholdings"]
    assert told["audience"] == {"agency_types": ["school", "early-years"], "family": True}
    assert (told["mode"], told["owner"], told["review_by"]) == ("silent", "officer-in-charge", "2026-03-20")


def test_a_withholding_that_is_half_filled_in_is_refused_rather_than_forgotten(read: Read) -> None:
    (found,) = read({**CHILD, "Withhold mode": "Silent"})
    assert {"Withhold ground", "Withhold why", "Withhold owner", "Withhold from", "Withhold review by"} <= {
        reason[0] for reason in reasons(found)
    }


def test_a_missing_child_is_told_with_what_its_columns_say(read: Read) -> None:
    missing = {"Type": "Missing", "DASH": "", "Reported": "04/03/2026 22:00", "Missing from": "Home"}
    (found,) = read({**CHILD, **missing})
    assert isinstance(found, Draft)
    assert load_schemas().validate(found.type, found.data) == []
    assert (found.data["reported"], found.data["missing_from"]) == ("2026-03-04T22:00:00Z", "home")


def test_what_a_type_asks_for_is_named_by_its_column(read: Read) -> None:
    (found,) = read({**CHILD, "Type": "Missing", "DASH": "", "Reported": "", "Missing from": "Home"})
    assert reasons(found) == [("Reported", "is required")]


def test_an_age_stands_for_a_date_of_birth(read: Read) -> None:
    (found,) = read({**CHILD, "Date of birth": "", "Age": "8"})
    assert isinstance(found, Draft)
    assert found.data["children"][0]["approximate_age"] == {"from": 8, "to": 8}


def test_a_file_with_other_columns_is_refused_as_a_whole(read: Read) -> None:
    (found,) = read({"A": "1", "B": "2"})
    assert reasons(found) == [("header", "has the columns of no export that the mapping knows")]


def test_a_remark_is_made_by_line_and_column(read: Read) -> None:
    (found,) = read(CHILD, {**MOTHER, "NHS number": "999 012 3455"})
    assert isinstance(found, Draft)
    assert [(remark.field, remark.text) for remark in found.remarks] == [
        ("line 3, NHS number", "fails its check; it was left off")
    ]
