"""Two accounts of a child laid side by side."""

from typing import Any

from hub.access.likeness import compare, is_meant

NHS = {"system": "nhs-number", "value": "943 476 5919", "status": "verified"}
TOLD = {"given_names": "Zoë", "family_name": "O’Hara", "date_of_birth": "2015-06-01"}


def likeness(told: dict[str, Any], known: dict[str, Any]) -> dict[object, object]:
    return {line["part"]: line["likeness"] for line in compare(told, known)}


def test_spelling_that_does_not_matter_is_no_difference() -> None:
    known = {"given_names": "ZOE", "family_name": "Ohara", "identifiers": [{**NHS, "value": "9434765919"}]}
    found = likeness({**TOLD, "identifiers": [NHS]}, known)
    assert found == {
        "given_names": "same",
        "family_name": "same",
        "date_of_birth": "missing",
        "nhs-number": "same",
    }


def test_another_number_is_a_difference_and_a_number_of_one_account_alone_is_none() -> None:
    other = {**NHS, "value": "9434765870"}
    assert likeness({"identifiers": [NHS]}, {"identifiers": [other]}) == {"nhs-number": "different"}
    assert likeness({"identifiers": [NHS]}, TOLD)["nhs-number"] == "missing"


def test_postcodes_of_the_child_alone_are_compared_and_one_in_common_is_enough() -> None:
    told = {"addresses": [{"postcode": "nx4 7ql"}, {"postcode": "NX1 1AA"}]}
    known = {"addresses": [{"of": "child", "postcode": "NX47QL"}, {"of": "F-1", "postcode": "NX9 9ZZ"}]}
    (line,) = compare(told, known)
    assert (line["part"], line["likeness"], line["known"]) == ("postcode", "same", ["NX47QL"])


def test_a_child_is_meant_by_a_trusted_number_or_by_names_and_date_of_birth() -> None:
    assert is_meant({"identifiers": [NHS]}, {**TOLD, "identifiers": [NHS]})
    assert is_meant(TOLD, {**TOLD, "given_names": "zoe"})
    assert not is_meant({"identifiers": [{**NHS, "status": "claimed"}]}, {"identifiers": [NHS]})
    assert not is_meant(TOLD, {**TOLD, "date_of_birth": "2015-06-02"})
    assert not is_meant({}, TOLD)
