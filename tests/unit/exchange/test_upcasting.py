"""The three steps by which an older version of an event reads as the newest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.upcasting import steps_of, upcast

RENAME = {"rename": {"from": "injury", "to": "injuries"}}
LIST = {"list": {"field": "injuries"}}
WORDS = {"words": {"field": "grading", "now": {"high": "very-high"}}}


def test_a_field_gets_another_name_and_becomes_several() -> None:
    assert upcast(steps_of([RENAME, LIST]), {"injury": "a bruise", "seen": True}) == {
        "injuries": ["a bruise"],
        "seen": True,
    }


def test_words_get_others_in_their_place_and_any_other_word_stays() -> None:
    steps = steps_of([WORDS])
    assert upcast(steps, {"grading": "high"}) == {"grading": "very-high"}
    assert upcast(steps, {"grading": "medium"}) == {"grading": "medium"}
    assert upcast(steps, {"grading": 3}) == {"grading": 3}


@given(st.dictionaries(st.sampled_from(["seen", "age", "place"]), st.integers()))
def test_what_was_not_said_is_not_invented_and_what_is_not_named_stays(details: dict[str, int]) -> None:
    assert upcast(steps_of([RENAME, LIST, WORDS]), details) == details


@pytest.mark.parametrize(
    "declared",
    [
        {},
        {"default": {"field": "grading", "value": "high"}},
        {"rename": {"from": "injury"}},
        {"list": "injuries"},
        {**RENAME, **LIST},
    ],
)
def test_a_step_that_is_none_of_the_three_is_refused(declared: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="x-upcast"):
        steps_of([declared])
