"""What every decision engine promises: the embedded one and an OPA server answer alike, and fail alike."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from enginelab.oracle.questions import asking, entry, question, relation, viewer, withholding
from hub.policy import EmbeddedEngine, OpaEngine, PolicyEngine, PolicyUnavailable, decide_document, load_bundle

CSC = "childrens-social-care"


def some_question() -> dict[str, object]:
    hidden = entry("police", "crime-recorded", withholdings=[withholding(persons=["u-1"])])
    allocated = relation("allocated", "northshire-csc")
    asked = asking("enquiry-s47", threshold="s47")
    return question(viewer("social-worker", CSC), asked, [allocated], entry("health", "health-contact"), hidden)


def outcome_of(engine: PolicyEngine, document: Mapping[str, object]) -> object:
    """What the raw answer comes to, of a document that is no question."""
    answer: Mapping[str, Any] = engine.decide(document)
    return answer["decision"]["outcome"]


class PolicyEngineContract(ABC):
    @abstractmethod
    @pytest.fixture
    def engine(self) -> PolicyEngine:
        """The engine under test, holding the policy of this checkout."""

    def test_the_answer_names_the_digest_of_the_policy(self, engine: PolicyEngine) -> None:
        assert decide_document(engine, some_question())["policy"] == load_bundle().digest

    def test_each_entry_gets_its_own_decision_in_order(self, engine: PolicyEngine) -> None:
        decisions = decide_document(engine, some_question())["decisions"]
        assert [(each["id"], each["shown"]) for each in decisions] == [("e-1", "full"), ("e-2", "hidden")]

    def test_every_decision_names_a_rule(self, engine: PolicyEngine) -> None:
        assert all(each["rules"] for each in decide_document(engine, some_question())["decisions"])

    def test_an_error_inside_a_rule_gives_no_answer(self, engine: PolicyEngine) -> None:
        conflicts_that_cannot_be_counted = {"reader": {"conflicts": 7}, "request": {}, "entries": []}
        try:
            outcome = outcome_of(engine, conflicts_that_cannot_be_counted)
        except PolicyUnavailable:
            return
        assert outcome == "refuse"

    def test_an_empty_document_is_refused(self, engine: PolicyEngine) -> None:
        assert outcome_of(engine, {}) == "refuse"

    def test_threads_get_the_same_answer(self, engine: PolicyEngine) -> None:
        with ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(lambda _: decide_document(engine, some_question()), range(12)))
        assert all(answer == answers[0] for answer in answers)


class TestEmbeddedEngine(PolicyEngineContract):
    @pytest.fixture
    def engine(self) -> PolicyEngine:
        return EmbeddedEngine(load_bundle())


class TestOpaEngine(PolicyEngineContract):
    @pytest.fixture
    def engine(self, opa_address: str) -> PolicyEngine:
        return OpaEngine(opa_address, load_bundle().digest)

    def test_an_opa_that_holds_another_policy_than_expected_is_not_believed(self, opa_address: str) -> None:
        with pytest.raises(PolicyUnavailable, match="another policy"):
            decide_document(OpaEngine(opa_address, "sha256:another"), some_question())
