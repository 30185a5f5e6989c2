"""The two judgements: do the engines and the oracle agree, and does the oracle find out every spoilt policy."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from enginelab.asking import Question, agrees
from enginelab.mutants import Mutant
from hub.policy import EmbeddedEngine, PolicyUnavailable


class Fate(StrEnum):
    """What became of a mutant."""

    NO_POLICY = "no policy"
    KILLED = "killed"
    EQUIVALENT = "equivalent"
    SURVIVED = "survived"


@dataclass
class Tally:
    """Mutants counted by fate, and the names of those that nothing found out."""

    fates: dict[Fate, int] = field(default_factory=lambda: dict.fromkeys(Fate, 0))
    survivors: list[str] = field(default_factory=list)

    def count(self, mutant: Mutant, fate: Fate) -> None:
        self.fates[fate] += 1
        if fate is Fate.SURVIVED:
            self.survivors.append(mutant.name)

    @property
    def mutants(self) -> int:
        """Those that are policies at all."""
        return sum(self.fates.values()) - self.fates[Fate.NO_POLICY]


def judged(mutants: Iterable[Mutant], asked: Sequence[Question], equivalents: Mapping[str, str]) -> Tally:
    """Ask each mutant until an answer differs from the oracle's; one that is held to be equivalent is asked as much."""
    tally = Tally()
    for mutant in mutants:
        tally.count(mutant, _fate(mutant, asked, equivalents))
    return tally


def _fate(mutant: Mutant, asked: Iterable[Question], equivalents: Mapping[str, str]) -> Fate:
    engine = EmbeddedEngine(mutant.bundle)
    if not _decides(engine):
        return Fate.NO_POLICY
    if any(not agrees(engine, question) for question in asked):
        return Fate.KILLED
    return Fate.EQUIVALENT if mutant.name in equivalents else Fate.SURVIVED


def _decides(engine: EmbeddedEngine) -> bool:
    """Whether the mutant is a policy: one that does not compile discloses nothing to anybody."""
    try:
        engine.decide({})
    except PolicyUnavailable:
        return False
    return True
