"""OPA, the embedded engine and the oracle give one answer to every question (G17)."""

import os
from random import Random

import hypothesis.strategies as st
from hypothesis import given, settings

from enginelab.asking import said
from enginelab.oracle.disclosure import answer
from enginelab.oracle.generator import any_question
from hub.policy import EmbeddedEngine, OpaEngine, decide_document, load_bundle

EMBEDDED = EmbeddedEngine(load_bundle())
QUESTIONS = int(os.environ.get("HUB_ENGINE_QUESTIONS", "400"))


@settings(max_examples=QUESTIONS, deadline=None)
@given(random=st.randoms(use_true_random=True))
def test_the_embedded_engine_opa_and_the_oracle_agree(opa_address: str, random: Random) -> None:
    asked = any_question(random)
    embedded = decide_document(EMBEDDED, asked)
    assert embedded == decide_document(OpaEngine(opa_address, EMBEDDED.digest, timeout=10), asked)
    assert said(embedded) == answer(asked)


def test_the_questions_are_not_vacuous() -> None:
    """Guard of the test above: a third of the questions hide one entry and show another, in every way of showing."""
    answers = [answer(any_question(Random(seed))) for seed in range(1000)]
    shown = [{each for each, *_ in decisions} for _, decisions in answers]
    assert {outcome for outcome, _ in answers} == {"allow", "refuse", "route"}
    assert set().union(*shown) == {"full", "masked", "summary", "pointer", "marked", "hidden"}
    assert sum("hidden" in each and len(each) > 1 for each in shown) > 300
