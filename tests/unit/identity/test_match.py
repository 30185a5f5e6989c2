"""Deciding which child a message means: certain, new, or held for a person (security T19)."""

from typing import Any

import pytest
from builders.identity import Register
from builders.intake import nhs_number, told_child

from hub.identity.match import Doubt, Known, New, Unsure

HERE, THERE = "NX4 7QL", "NX1 1AA"


def test_a_child_is_known_by_a_verified_number_with_an_agreeing_date_of_birth(register: Register) -> None:
    child = register.hear(told_child(nhs=nhs_number(0)))
    asked = told_child(nhs=nhs_number(0), given_names="Ro", family_name="Nowak")
    assert register.ask(asked) == Known(str(child))


def test_a_number_with_another_date_of_birth_is_held(register: Register) -> None:
    register.hear(told_child(nhs=nhs_number(0)))
    assert register.ask(told_child(nhs=nhs_number(0), date_of_birth="2017-05-15")) == Unsure(
        Doubt.BORN_DISAGREES, ("c1",)
    )


def test_a_number_without_a_date_of_birth_is_held(register: Register) -> None:
    register.hear(told_child(nhs=nhs_number(0)))
    asked = told_child(nhs=nhs_number(0), date_of_birth=None, expected_date_of_birth="2017-05-14")
    assert register.ask(asked) == Unsure(Doubt.BORN_DISAGREES, ("c1",))


@pytest.mark.parametrize("placeholder", ["0000000000", "9999999999"])
def test_two_children_with_one_placeholder_are_not_taken_for_one(register: Register, placeholder: str) -> None:
    register.hear(told_child(nhs=placeholder, postcode=HERE))
    assert register.ask(told_child(nhs=placeholder, given_names="Noor", postcode=HERE)) == New()


def test_a_number_that_is_only_claimed_finds_nobody(register: Register) -> None:
    register.hear(told_child(nhs=nhs_number(0)))
    claimed = [{"system": "nhs-number", "value": nhs_number(0), "status": "claimed"}]
    asked = told_child(identifiers=claimed, given_names="Noor", postcode=HERE)
    assert register.ask(asked) == New()


def test_a_child_is_known_by_exact_names_date_of_birth_and_postcode(register: Register) -> None:
    register.hear(told_child(postcode=HERE))
    assert register.ask(told_child(given_names="ROWAN", postcode="nx47ql")) == Known("c1")


def test_a_namesake_with_nothing_more_in_common_is_held(register: Register) -> None:
    register.hear(told_child(postcode=HERE))
    assert register.ask(told_child(postcode=THERE)) == Unsure(Doubt.NAMESAKE, ("c1",))
    assert register.ask(told_child()) == Unsure(Doubt.NAMESAKE, ("c1",))


def test_a_namesake_with_a_number_of_their_own_is_another_child(register: Register) -> None:
    register.hear(told_child(nhs=nhs_number(0), postcode=HERE))
    assert register.ask(told_child(nhs=nhs_number(1), postcode=THERE)) == New()


def test_twins_with_their_own_names_are_two_children(register: Register) -> None:
    register.hear(told_child(nhs=nhs_number(0), postcode=HERE))
    assert register.ask(told_child(given_names="River", nhs=nhs_number(1), postcode=HERE)) == New()


def test_a_child_of_the_same_name_birth_and_postcode_with_another_number_is_held(register: Register) -> None:
    register.hear(told_child(nhs=nhs_number(0), postcode=HERE))
    assert register.ask(told_child(nhs=nhs_number(1), postcode=HERE)) == Unsure(Doubt.ANOTHER_IDENTIFIER, ("c1",))


def test_a_name_birth_and_postcode_that_two_children_share_means_neither(register: Register) -> None:
    register.hear(told_child(nhs=nhs_number(0), postcode=HERE))
    register.hear(told_child(nhs=nhs_number(1), postcode=THERE))
    register.hear(told_child(nhs=nhs_number(1), postcode=HERE))
    assert isinstance(register.ask(told_child(postcode=HERE)), Unsure)


def test_two_addresses_that_lead_to_two_children_are_held(register: Register) -> None:
    register.hear(told_child(nhs=nhs_number(0), postcode=HERE))
    register.hear(told_child(nhs=nhs_number(1), postcode=THERE))
    both = [{"lines": ["1"], "postcode": HERE}, {"lines": ["2"], "postcode": THERE}]
    assert register.ask(told_child(addresses=both)) == Unsure(Doubt.NAMESAKE, ("c1", "c2"))


def test_two_identifiers_that_lead_to_two_children_are_held(register: Register) -> None:
    register.hear(told_child(nhs=nhs_number(0)))
    register.hear(told_child(given_names="River", identifiers=[upn()]))
    both = [upn(), {"system": "nhs-number", "value": nhs_number(0), "status": "verified"}]
    assert register.ask(told_child(identifiers=both)) == Unsure(Doubt.IDENTIFIERS_DISAGREE, ("c1", "c2"))


def test_a_second_identifier_that_contradicts_what_is_known_is_held(register: Register) -> None:
    known = [{"system": "nhs-number", "value": nhs_number(0), "status": "verified"}, upn()]
    register.hear(told_child(identifiers=known))
    other = [{"system": "nhs-number", "value": nhs_number(1), "status": "verified"}, upn()]
    assert register.ask(told_child(identifiers=other)) == Unsure(Doubt.IDENTIFIERS_DISAGREE, ("c1",))


def test_an_identifier_learned_later_leads_to_the_same_child(register: Register) -> None:
    register.hear(told_child(postcode=HERE))
    register.hear(told_child(nhs=nhs_number(0), postcode=HERE))
    assert register.ask(told_child(nhs=nhs_number(0), family_name="Nowak")) == Known("c1")


def test_a_child_of_whom_too_little_is_told_is_held(register: Register) -> None:
    assert register.ask(told_child()) == Unsure(Doubt.TOO_LITTLE)
    described = {"local_ref": "P-1", "description": "a girl in a red coat", "approximate_age": {"from": 5, "to": 7}}
    assert register.ask(described) == Unsure(Doubt.TOO_LITTLE)


def test_a_held_message_teaches_the_index_nothing(register: Register) -> None:
    register.hear(told_child(nhs=nhs_number(0)))
    assert register.hear(told_child(nhs=nhs_number(0), date_of_birth="2017-05-15", postcode=HERE)) is None
    assert register.ask(told_child(given_names="River", date_of_birth="2017-05-15", postcode=HERE)) == New()


def upn() -> dict[str, Any]:
    return {"system": "upn", "value": "G815000016001", "status": "verified"}
