"""`make engines`, in short: three ways agree, and the questions find out a policy that was spoilt (G17, G18)."""

import sys

import pytest

from enginelab.__main__ import differing, main
from enginelab.asking import agrees, cornered, differences, questions
from enginelab.judging import Fate, judged
from enginelab.mutants import Change, Mutant, mutants
from hub.policy import EmbeddedEngine, PolicyBundle, load_bundle

LEAKS = (
    "withholding.rego: not does_not_bind(withholding): not dropped",
    'handling.rego: label.handling.code == "P": condition dropped',
    'withholding.rego: withholding.mode == "marked": comparison turned',
    "relationships.rego: relationship.agency == input.reader.agency: condition dropped",
)
"""Changes by which a reader would see what is withheld from them."""
UNFELT = "entry.rego: rank[entry.tier] == 4: condition dropped"
"""A change that nobody feels, since what is below that tier is within reach already."""
BROKEN = PolicyBundle((("broken.rego", "package hub.disclosure\n\ndecision := {"),))


class Pretending(EmbeddedEngine):
    """An engine that decides by one policy and reports the digest of another."""

    def __init__(self, bundle: PolicyBundle, digest: str) -> None:
        super().__init__(bundle)
        self._digest = digest


def named(*names: str) -> list[Mutant]:
    found = {mutant.name: mutant for mutant in mutants(load_bundle())}
    return [found[name] for name in names]


def test_opa_the_embedded_engine_and_the_oracle_do_not_differ(opa_address: str) -> None:
    assert differing(opa_address, seed=1, inputs=60) == []


def test_an_engine_of_a_spoilt_policy_is_told_by_the_seeds_of_the_questions() -> None:
    sound = EmbeddedEngine(load_bundle())
    leaking = Pretending(named(LEAKS[0])[0].bundle, sound.digest)
    asked = list(questions(1, 30))
    told = list(differences(sound, leaking, asked))
    assert {each.seed for each in asked if not agrees(leaking, each)} <= set(told)
    assert 0 < len(told) < len(asked)


def test_what_chance_seldom_asks_is_answered_alike() -> None:
    sound = EmbeddedEngine(load_bundle())
    assert [each.seed for each in cornered() if not agrees(sound, each)] == []


def test_a_policy_that_leaks_is_found_out() -> None:
    tally = judged(named(*LEAKS), list(questions(1, 300)), {})
    assert (tally.mutants, tally.fates[Fate.KILLED], tally.survivors) == (len(LEAKS), len(LEAKS), [])


def test_a_mutant_that_nothing_finds_out_is_named_unless_it_is_held_to_be_equivalent() -> None:
    asked = list(questions(1, 10))
    assert judged(named(UNFELT), asked, {}).survivors == [UNFELT]
    assert judged(named(UNFELT), asked, {UNFELT: "never asked"}).fates[Fate.EQUIVALENT] == 1


def test_a_mutant_that_is_no_policy_is_not_counted() -> None:
    broken = Mutant("broken.rego", "decision := {", Change.DROPPED, BROKEN)
    assert judged([broken], [], {}).mutants == 0


def test_without_an_opa_there_is_no_result(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delenv("HUB_TEST_OPA", raising=False)
    monkeypatch.setattr(sys, "argv", ["enginelab", "1"])
    assert main() == 1
    assert "HUB_TEST_OPA" in capsys.readouterr().err
