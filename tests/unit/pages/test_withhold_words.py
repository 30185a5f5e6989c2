"""Withholdings in plain words."""

import pytest

from hub.pages.withhold_words import audience_words, bound_words, roles_words, state_words

NAMES = {"oakfield": "Oakfield School", "police": "Northshire Police"}


@pytest.mark.parametrize(
    ("audience", "words"),
    [
        ({"agencies": ["oakfield"]}, "Everybody at Oakfield School"),
        ({"agency_types": ["school"]}, "Every school"),
        ({"agency_types": ["youth-offending"]}, "Every agency of the kind: youth offending"),
        ({"roles": ["gp"]}, "Everybody in the role: gp"),
        ({"persons": ["u-1"]}, "The person with the staff id u-1"),
        ({"family": True}, "The family: parents, carers, the child and those who act for them"),
        ({"family": ["p-1", "p-2"]}, "Of the family: p-1, p-2"),
        (
            {"everyone_but": ["police", {"agency": "oakfield", "role": "teacher"}, "u-9"]},
            "Everybody except: Northshire Police, teacher at Oakfield School, the person with the staff id u-9",
        ),
    ],
)
def test_an_audience_is_told_in_words(audience: dict[str, object], words: str) -> None:
    assert audience_words(audience, NAMES) == [words]


def test_what_is_held_narrow_says_that_nearly_everybody_is_kept_from_it() -> None:
    told = {"audience": {"agencies": ["oakfield"]}, "state": "held-narrow", "agency_name": "Northshire Police"}
    assert bound_words(told, NAMES)[1].startswith("Until it is approved: everybody except Northshire Police")
    assert len(bound_words({**told, "state": "in-force"}, NAMES)) == 1


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"state": "in-force", "unconfirmed": False, "awaits": [], "declined": False}, "In force"),
        (
            {"state": "in-force", "unconfirmed": True, "awaits": [["a"]], "declined": False},
            "In force, approval not confirmed",
        ),
        (
            {"state": "held-narrow", "unconfirmed": False, "awaits": [["a"]], "declined": False},
            "Held narrow, not approved",
        ),
        ({"state": "overdue", "unconfirmed": False, "awaits": [], "declined": False}, "Review overdue"),
    ],
)
def test_a_state_says_whether_an_approval_is_missing(told: dict[str, object], words: str) -> None:
    assert state_words(told) == words


def test_roles_are_listed_as_choices() -> None:
    assert roles_words(["duty-inspector", "lado"]) == "duty inspector or LADO"
