"""What bears a higher marking than the hub may hold goes no further, however it is spelt and wherever it stands."""

from typing import Any

import pytest
from builders.police import occurrence

from connectors.drafts import Refused, Unusable
from connectors.police.marking import FIELD, TOO_HIGH, classification, screen
from connectors.police.translate import translate

HIGHER = [
    "SECRET", "secret", " Secret ", "TOP SECRET", "Top-Secret", "TOPSECRET", "TOP_SECRET", "UK SECRET", "S E C R E T",
    "SECRET//UK EYES ONLY", "UK TOP SECRET STRAP2", "SEC\u200bRET", "ＳＥＣＲＥＴ", "ЅЕСRET", "S3CRET", "SÉCRET",
    "[SECRET]", "OFFICIAL / SECRET", "TS", "S", "STRAP 1",
]  # fmt: skip


@pytest.mark.parametrize("marking", HIGHER)
def test_a_higher_marking_is_refused_in_any_spelling(marking: str) -> None:
    found = translate("document", occurrence(classification=marking))
    assert isinstance(found, Refused)
    assert [(reason.field, reason.text) for reason in found.reasons] == [(FIELD, TOO_HIGH)]


@pytest.mark.parametrize(
    "changes",
    [
        {"narrative": "SECRET\nA neighbour rang."},
        {"narrative": "A neighbour rang.\n*** TOP SECRET ***"},
        {"headline": "SECRET: warrant planned"},
        {"headline": "[SECRET] warrant planned"},
        {"headline": "Top secret"},
        {"protective_marking": "Secret"},
        {"handling": {"code": "P", "gsc": {"level": "SECRET"}}},
        {"events": [{"markings": ["OFFICIAL", "SECRET"]}]},
        {"objects": [{"id": "O-1", "kind": "document", "description": "UK SECRET"}]},
        {"TOP SECRET": True},
        {"GPMS": "s"},
    ],
)
def test_a_higher_marking_is_found_in_any_field_before_anything_else_is_said(refusal: Any, changes: Any) -> None:
    assert refusal(**changes) == {FIELD: TOO_HIGH}


@pytest.mark.parametrize(
    "text",
    [
        "She said it was their secret.", "A secret address.", "SECRETARY: rang at noon", "Secretly filmed.",
        "HE ASKED HER TO KEEP IT SECRET", "Top secretarial college", "S", "TS",
    ],
)  # fmt: skip
def test_the_word_in_a_sentence_is_no_marking(text: str) -> None:
    screen({"narrative": text, "persons": [{"given_names": text}]})


@pytest.mark.parametrize(
    ("marking", "taken"),
    [
        ("OFFICIAL", "OFFICIAL"),
        ("official", "OFFICIAL"),
        ("UK OFFICIAL", "OFFICIAL"),
        ("OFFICIAL-SENSITIVE", "OFFICIAL-SENSITIVE"),
        ("Official: Sensitive", "OFFICIAL-SENSITIVE"),
        ("OFFICIAL – SENSITIVE", "OFFICIAL-SENSITIVE"),
        ("OFFICIAL SENSITIVE [PERSONAL DATA]", "OFFICIAL-SENSITIVE"),
    ],
)
def test_official_markings_are_taken_in_their_usual_forms(marking: str, taken: str) -> None:
    assert classification(marking) == taken


@pytest.mark.parametrize("marking", ["RESTRICTED", "Confidential", "PROTECT - PERSONAL", "NOT PROTECTIVELY MARKED"])
def test_a_marking_of_the_old_scheme_is_sent_back(marking: str) -> None:
    with pytest.raises(Unusable, match="mark the record anew"):
        classification(marking)


@pytest.mark.parametrize("marking", ["OFFICIAL-SENSITIVE RECIPIENTS ONLY", "SENSITIVE", "?", "public", "OFFICIALISH"])
def test_what_is_no_marking_is_refused(marking: str) -> None:
    with pytest.raises(Unusable, match="must be OFFICIAL or OFFICIAL-SENSITIVE"):
        classification(marking)


def test_a_record_without_a_marking_is_refused(refusal: Any) -> None:
    assert refusal(classification=None) == {"/classification": "is required"}
