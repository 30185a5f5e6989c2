"""Which identifiers may be trusted to name one child, and how names and postcodes are compared."""

from typing import Any

import pytest
from builders.intake import nhs_number

from hub.identity.identifiers import is_placeholder, is_trusted, normal, normal_name, normal_postcode


def identifier(value: str, system: str = "nhs-number", status: str = "verified") -> dict[str, Any]:
    return {"system": system, "value": value, "status": status}


@pytest.mark.parametrize("value", ["0000000000", "9999999999", "000 000 0000", "999-999-9999"])
def test_a_placeholder_is_never_trusted_though_its_digits_check(value: str) -> None:
    assert is_placeholder(normal(value))
    assert not is_trusted(identifier(value))


def test_a_verified_number_whose_digits_check_is_trusted() -> None:
    assert is_trusted(identifier(nhs_number(0)))
    assert is_trusted(identifier("G815000016001", "upn"))


def test_a_number_that_is_only_claimed_is_not_trusted_though_its_digits_check() -> None:
    assert not is_trusted(identifier(nhs_number(0), status="claimed"))


def test_a_verified_number_whose_digits_do_not_check_is_not_trusted() -> None:
    wrong = str((int(nhs_number(0)) + 1) % 10**10)
    assert not is_trusted(identifier(wrong))


def test_a_system_that_is_one_agencys_own_is_not_trusted() -> None:
    assert not is_trusted(identifier("12345", "local"))


@pytest.mark.parametrize(
    ("one", "other"), [("O'Néill", "ONEILL"), ("O’Neill", "o'neill"), ("Anne-Marie", "anne marie"), ("Łucja", "łucja")]
)
def test_names_are_compared_without_case_accents_or_punctuation(one: str, other: str) -> None:
    assert normal_name(one) == normal_name(other)


def test_names_that_differ_in_a_letter_stay_different() -> None:
    assert normal_name("Jon") != normal_name("John")


def test_postcodes_are_compared_without_space_and_case() -> None:
    assert normal_postcode("nx4 7ql") == normal_postcode("NX47QL ")
