"""Classes, inner form, outer form and the digest: the steps around the engine."""

from pathlib import Path
from typing import Any

import pytest

from enginelab.oracle.questions import Document, asking, entry, question, relation, viewer, withholding
from hub.domain.errors import Invalid, Misconfigured
from hub.policy import EmbeddedEngine, PolicyUnavailable, decide_document, load_bundle
from hub.policy.bundles import PolicyBundle
from hub.policy.classes import class_of_each
from hub.policy.inner import inner_document
from hub.policy.outer import parse_request

CSC = "childrens-social-care"


def a_question(*entries: Document, **request: Any) -> Document:
    allocated = relation("allocated", "northshire-csc")
    return question(viewer("social-worker", CSC), asking("enquiry-s47", **request), [allocated], *entries)


def inner(asked: Document) -> Any:
    _, request = parse_request(asked)
    return inner_document(request, list(dict.fromkeys(class_of_each(request))))


def nulls(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(nulls, value.values()))
    return value is None or (isinstance(value, list) and any(map(nulls, value)))


def test_entries_that_differ_in_nothing_the_policy_reads_are_asked_about_once() -> None:
    alike = entry("health", "health-contact"), entry("health", "health-contact", occurred="2025-01-01")
    assert len(inner(a_question(*alike, entry("police", "crime-recorded")))["entries"]) == 2


def test_an_entry_takes_the_labels_of_all_that_it_derives_from() -> None:
    first = entry("police", "crime-recorded", tier="restricted")
    second, third = entry(CSC, "plan-updated", derived_from=["e-1"]), entry(CSC, "core-group-met", derived_from=["e-2"])
    last = inner(a_question(first, second, third))["entries"][2]
    assert (len(last["lineage"]), last["lineage"][0]["agency"], last["tier"]) == (3, "northshire-csc", "restricted")


def test_entries_that_derive_from_each_other_come_to_an_end() -> None:
    circle = entry(CSC, "plan-updated", derived_from=["e-2"]), entry(CSC, "core-group-met", derived_from=["e-1"])
    assert len(inner(a_question(*circle))["entries"]) == 2


def test_a_source_that_is_not_at_hand_hides_what_derives_from_it() -> None:
    orphan = entry("health", "health-contact", derived_from=["e-404"])
    answer = decide_document(EmbeddedEngine(load_bundle()), a_question(orphan))
    assert answer["decisions"][0]["shown"] == "hidden"


def test_the_engines_get_no_nulls_and_no_words_of_a_person() -> None:
    held = entry("health", "health-contact", withholdings=[withholding(family=["p-1"])])
    document = inner(a_question(held, reason="words of a person"))
    assert not nulls(document)
    assert "words of a person" not in repr(document)


def test_fields_come_back_in_the_order_in_which_they_were_stated() -> None:
    stated = ["persons", "action_taken", "narrative"]
    answer = decide_document(
        EmbeddedEngine(load_bundle()), a_question(entry("health", "health-contact", fields=stated))
    )
    assert answer["decisions"][0]["fields"] == stated


@pytest.mark.parametrize(
    ("pointer", "change"),
    [
        ("/now", {"now": "yesterday"}),
        ("/now", {"now": "2026-03-02T10:00:00"}),
        ("", {"viewer": None, "entries": None}),
        ("/entries", {"entries": {}}),
        ("/viewer", {"viewer": {"id": "u-1"}}),
        ("/entries/1/id", {"entries": [{"id": "e-1"}, {"id": "e-1"}]}),
        ("/entries/0/withholdings", {"entries": [{"id": "e-1", "withholdings": "none"}]}),
        ("/child/relationships/0/since", {"child": {"id": "c", "relationships": [
            {"agency": "a", "kind": "team", "since": "2026-13-40"}]}}),
    ],
)  # fmt: skip
def test_a_document_of_another_shape_is_invalid_at_a_named_place(pointer: str, change: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as caught:
        parse_request(a_question() | change)
    assert any(fault.pointer.startswith(pointer) for fault in caught.value.faults)


@pytest.mark.parametrize("nonsense", [None, [], "text", 7, {}])
def test_what_is_no_request_at_all_is_invalid(nonsense: object) -> None:
    with pytest.raises(Invalid):
        parse_request(nonsense)


def test_an_invalid_document_is_never_repeated_in_the_error() -> None:
    with pytest.raises(Invalid) as caught:
        parse_request(a_question() | {"viewer": "Jane Secret"})
    assert "Secret" not in str(caught.value)


def test_the_digest_follows_every_rule_and_no_test(tmp_path: Path) -> None:
    (tmp_path / "a.rego").write_text("package a\n")
    first = load_bundle(tmp_path).digest
    (tmp_path / "a_test.rego").write_text("package a_test\n")
    assert load_bundle(tmp_path).digest == first
    (tmp_path / "a.rego").write_text("package a\n\n")
    assert load_bundle(tmp_path).digest != first


def test_a_folder_without_rules_is_a_setting_to_correct(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match=r"\*\.rego"):
        load_bundle(tmp_path)


@pytest.mark.parametrize(
    "rules",
    [
        "package other\n",
        "package hub.disclosure\n\ndecision := {} if input.nothing\n",
        'package hub.disclosure\n\ndecision := {"outcome": "allow"}\n',
        "package hub.disclosure\n\ndecision := 1\n\ndecision := 2\n",
        "package hub.disclosure\n\ndecision := count(7)\n",
        "package hub.disclosure\n\ndecision := false\n",
        'package hub.disclosure\n\ndecision := {"entries": nowhere_defined}\n',
    ],
)
def test_an_embedded_policy_that_gives_no_decision_discloses_nothing(rules: str) -> None:
    engine = EmbeddedEngine(PolicyBundle((("hub/disclosure/disclosure.rego", rules),)))
    with pytest.raises(PolicyUnavailable):
        decide_document(engine, a_question(entry("health", "health-contact")))


def test_an_embedded_policy_that_does_not_compile_discloses_nothing() -> None:
    engine = EmbeddedEngine(PolicyBundle((("broken.rego", "package hub.disclosure\n\ndecision := {"),)))
    with pytest.raises(PolicyUnavailable):
        decide_document(engine, a_question())
