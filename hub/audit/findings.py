"""What a verification found: each row that is changed, missing, extra or out of place, by name."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong: `row` names where (`audit leaf 17 (access xyz)`, `event 3 of <aggregate>`), `problem` what."""

    row: str
    problem: str

    def __str__(self) -> str:
        return f"{self.row}: {self.problem}"


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome. `erased` counts leaves whose events were lawfully erased, which nobody can re-hash.

    `vanished` names the leaves whose events a restore took away: told, and not held against the log.
    """

    leaves: int
    events: int
    erased: int
    root: bytes
    findings: tuple[Finding, ...]
    vanished: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings

    def to_json(self) -> dict[str, Any]:
        """Return it for programs."""
        return {
            "sound": self.sound,
            "leaves": self.leaves,
            "events": self.events,
            "erased": self.erased,
            "root": self.root.hex(),
            "vanished": list(self.vanished),
            "findings": [{"row": found.row, "problem": found.problem} for found in self.findings],
        }
