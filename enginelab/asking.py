"""Asking an engine and the oracle one question, each in its own way, for answers that can be compared."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from random import Random

from enginelab.oracle.corners import corners, unlabelled
from enginelab.oracle.disclosure import HIDDEN, Answer, answer
from enginelab.oracle.generator import any_admissible_question, any_question
from enginelab.oracle.questions import Document
from hub.policy import PolicyEngine, PolicyUnavailable, decide_document

Said = tuple[str, list[Answer]]
"""The outcome, and of each entry how it is shown, its fields and its masks."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question in the outer form, by its seed (below 0: a corner), and what the oracle says to it."""

    seed: int
    document: Document
    expected: Said


def questions(seed: int, count: int) -> Iterator[Question]:
    """Make `count` questions, the first from `seed`, each from the seed after; every other one is admissible."""
    for each in range(seed, seed + count):
        document = any_question(Random(each)) if each % 2 else any_admissible_question(Random(each))
        yield Question(each, document, answer(document))


def cornered() -> Iterator[Question]:
    """The questions that chance seldom makes; an entry that lacks a label is hidden, which the oracle is not asked."""
    hidden: Said = ("allow", [HIDDEN])
    expected = [(document, answer(document)) for document in corners()] + [(each, hidden) for each in unlabelled()]
    for number, (document, said_of_it) in enumerate(expected, 1):
        yield Question(-number, document, said_of_it)


def said(decided: Document) -> Said:
    """Return what a decision discloses: not the rules that it names, of which the oracle has none."""
    decisions = [(each["shown"], frozenset(each["fields"]), frozenset(each["masks"])) for each in decided["decisions"]]
    return decided["request"]["outcome"], decisions


def agrees(engine: PolicyEngine, question: Question) -> bool:
    """Say whether an engine's answer discloses what the oracle's does; no answer is another answer."""
    decided = _decided(engine, question)
    return decided is not None and said(decided) == question.expected


def differences(one: PolicyEngine, other: PolicyEngine, asked: Iterable[Question]) -> Iterator[int]:
    """Yield the seed of each question to which the two do not give one whole document, or the oracle says otherwise."""
    for question in asked:
        decided = _decided(one, question)
        if decided is None or decided != _decided(other, question) or said(decided) != question.expected:
            yield question.seed


def _decided(engine: PolicyEngine, question: Question) -> Document | None:
    """The answer in the outer form; None where there is none."""
    try:
        return decide_document(engine, question.document)
    except PolicyUnavailable:
        return None
