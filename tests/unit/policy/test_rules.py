"""Each decision names its rules, and each rule its paragraph."""

import re

from hub.policy import load_bundle
from hub.policy.rules import rule_texts

NAMED = re.compile(r'"rule": "([^"]+)"|refusal contains "([^"]+)"|_(?:hidden|marked)\("([^"]+)"')


def rules_that_decisions_name() -> set[str]:
    texts = "".join(text for _, text in load_bundle().modules)
    return {name for match in NAMED.findall(texts) for name in match if name}


def test_every_rule_that_a_decision_names_is_explained() -> None:
    assert rules_that_decisions_name() - rule_texts(load_bundle()).keys() == set()


def test_every_explained_rule_has_a_title_a_sentence_and_a_source() -> None:
    for rule in rule_texts(load_bundle()).values():
        assert rule.title
        assert rule.description.endswith(".")
        assert re.search(r"Working Together 2013|decisions.md|security.md|design decision", rule.source)


def test_the_policy_is_of_its_final_size() -> None:
    assert len(rules_that_decisions_name()) > 40
