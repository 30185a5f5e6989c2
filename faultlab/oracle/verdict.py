"""What a run comes to: the counts of the contract, and each breach in a sentence."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

FINDINGS_SHOWN = 40


class Law(StrEnum):
    """The law, as the contract's line counts its breaches; `time_went_back` and `garbled` are counted beside it."""

    LOST = "lost"
    DUPLICATED = "duplicated"
    WRONG_CHILD = "wrong_child"
    RECEIPT_BEFORE_COMMIT = "receipt_before_commit"
    GARBLED = "garbled"
    TIME_WENT_BACK = "time_went_back"


@dataclass
class Verdict:
    """Counts of events sent and answered, what became of them, and the breaches."""

    sent: int = 0
    receipted: int = 0
    fates: Counter[str] = field(default_factory=Counter)
    breaches: Counter[Law] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)

    def breach(self, law: Law, what: str) -> None:
        """Count a breach, and say what it is: by ids that the laboratory made, never by what was said."""
        self.breaches[law] += 1
        if len(self.findings) < FINDINGS_SHOWN:
            self.findings.append(f"{law}: {what}")

    @property
    def holds(self) -> bool:
        """Whether the law was kept."""
        return not self.breaches
