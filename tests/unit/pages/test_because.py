"""Rules in plain words, with the guidance that people outside can look up."""

import pytest

from hub.pages.because import AGREED_LOCALLY, Reason, guidance, reasons
from hub.policy import RuleText, load_bundle, rule_texts


def test_a_rule_is_told_by_its_title_what_it_says_and_its_source() -> None:
    text = RuleText("r-1", "Own workers", "They read it.", "Working Together 2013, 1.24; decisions.md row 1")
    assert reasons(["r-1", "r-1"], {"r-1": text}) == [
        Reason("Own workers", "They read it.", "Working Together 2013, 1.24")
    ]


def test_a_rule_without_a_text_is_told_by_its_name() -> None:
    assert reasons(["new-rule"], {}) == [Reason("New rule", "", AGREED_LOCALLY)]


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("decisions.md row 8 (Victims and Prisoners Act 2024)", "Victims and Prisoners Act 2024"),
        ("decisions.md row 22", AGREED_LOCALLY),
        ("Working Together 2013, chapter 1; security.md 3.6", "Working Together 2013, chapter 1"),
    ],
)
def test_papers_of_the_hub_alone_are_not_named_to_readers(source: str, told: str) -> None:
    assert guidance(source) == told


def test_every_rule_of_the_policy_has_words_and_no_file_name() -> None:
    texts = rule_texts(load_bundle())
    told = reasons(texts, texts)
    assert all(reason.title and reason.description for reason in told)
    assert not [reason for reason in told if ".md" in reason.source]
