"""What pages say of messages that wait."""

import pytest

from hub.pages.waiting_words import likeness_words, problem_of, told_words, type_title, waited_words


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "0 minutes"), (1, "1 minute"), (59, "59 minutes"), (60, "1 hour"), (2879, "47 hours"), (2880, "2 days")],
)
def test_how_long_a_message_waits_is_said_in_whole_units(minutes: int, words: str) -> None:
    assert waited_words(minutes) == words


def test_how_two_accounts_agree_is_said_in_one_sentence() -> None:
    lines = [
        {"part": "given_names", "likeness": "same"},
        {"part": "date_of_birth", "likeness": "same"},
        {"part": "nhs-number", "likeness": "different"},
        {"part": "postcode", "likeness": "missing"},
    ]
    assert likeness_words(lines) == "Same given names and date of birth; other NHS number."
    assert likeness_words(lines[3:]) == "Nothing that both tell."


def test_what_is_told_of_a_part_is_said_in_words() -> None:
    assert told_words("date_of_birth", ["2017-05-14"]) == "14 May 2017"
    assert told_words("postcode", []) == "not told"


def test_a_problem_that_is_not_in_the_table_still_says_what_to_do() -> None:
    trouble = problem_of("something-new")
    assert (trouble.title, trouble.todo[:15]) == ("Something new", "Ring the agency")


def test_a_message_whose_kind_cannot_be_read_is_called_so() -> None:
    assert type_title("safeguarding.concern-raised.v1") == "Concern raised"
    assert type_title("") == "Unknown kind of message"
