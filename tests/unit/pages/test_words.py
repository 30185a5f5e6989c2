"""Every name of the contract that a page shows has words."""

from hub.domain.vocabulary import Purpose, Role
from hub.pages import words


def test_every_purpose_of_the_contract_has_a_title() -> None:
    assert set(words.PURPOSES) == set(Purpose)


def test_a_role_is_shown_in_words() -> None:
    assert words.role_title(Role.SOCIAL_WORKER) == "Social worker"
    assert words.role_title("gp") == "GP"


def test_a_role_within_a_sentence_keeps_only_the_capitals_of_an_abbreviation() -> None:
    within = [words.role_within(role) for role in ("social-worker", "mash-practitioner", "gp", "ig-lead")]
    assert within == ["social worker", "MASH practitioner", "GP", "information governance lead"]


def test_a_name_that_the_contract_does_not_know_is_shown_as_it_stands() -> None:
    assert words.purpose_title("other-thing") == "Other thing"
    assert words.role_title("scout-leader") == "Scout leader"
    assert words.field_title("new_field") == "New field"


def test_outcomes_are_in_the_past_tense() -> None:
    assert [words.outcome_title(name) for name in ("allow", "refuse", "not-found")] == [
        "Allowed",
        "Refused",
        "Nothing to show",
    ]


def test_an_access_to_a_list_is_named_as_its_page_is() -> None:
    assert words.action_title("audit-read") == "Who looked at what"
    assert words.action_title("chronology") == "Chronology"
