"""What the index learns of a message that a person filed: nothing that could lead the next one astray."""

from collections.abc import Mapping
from typing import Any

from builders.identity import Register
from builders.intake import nhs_number, told_child

from hub.identity.index import Index
from hub.identity.match import Known, New, Unsure

ROWAN = told_child(nhs=nhs_number(0), postcode="NX4 7QL")
ASH = told_child(nhs=nhs_number(1), postcode="NX4 8AA", given_names="Ash", date_of_birth="2015-01-02")
UPN = {"system": "upn", "value": "H801200001001", "status": "verified"}


def decide(register: Register, child: str, told: Mapping[str, Any]) -> None:
    with register.database.read() as cursor:
        index = Index(cursor)
        index.learn_decided(child, register.claims(told))
    with register.database.write() as cursor:
        index.write(cursor)


def test_a_new_number_of_a_child_is_learned_where_the_date_of_birth_agrees(register: Register) -> None:
    rowan = register.hear(ROWAN)
    decide(register, str(rowan), told_child(identifiers=[UPN]))
    assert register.ask(told_child(given_names="Ro", identifiers=[UPN])) == Known(str(rowan))


def test_nothing_is_learned_of_a_message_whose_date_of_birth_was_the_doubt(register: Register) -> None:
    rowan = register.hear(ROWAN)
    mistyped = told_child(date_of_birth="2017-05-15", identifiers=[UPN], postcode="NX4 7QL")
    decide(register, str(rowan), mistyped)
    assert isinstance(register.ask({**mistyped, "local_ref": "other"}), New)
    assert register.ask(ROWAN) == Known(str(rowan))


def test_a_message_that_gives_another_childs_number_teaches_nothing_and_the_number_stays_theirs(
    register: Register,
) -> None:
    rowan, ash = register.hear(ROWAN), register.hear(ASH)
    decide(register, str(rowan), told_child(nhs=nhs_number(1), postcode="NX9 9ZZ"))
    assert register.ask(ASH) == Known(str(ash))
    assert isinstance(register.ask(told_child(postcode="NX9 9ZZ")), Unsure)


def test_a_child_begun_by_a_person_is_known_by_all_that_nobody_else_is(register: Register) -> None:
    ash = register.hear(ASH)
    told = told_child(nhs=nhs_number(1), postcode="NX1 1AA", given_names="Wren")
    decide(register, "c9", told)
    assert register.ask(told_child(postcode="NX1 1AA", given_names="Wren")) == Known("c9")
    assert register.ask(ASH) == Known(str(ash))
