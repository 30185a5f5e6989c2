"""Policies spoilt in one place each: what an author might leave out or turn round, for questions to find out.

Source: security.md G18 (each condition dropped or turned, each `not` dropped, each rule taken away).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import count

from hub.policy import PolicyBundle

_CONDITION = re.compile(r"\t+[^\s})\"].*[^\s{(\[,]")
_NOT = re.compile(r"(?<!\S)not ")
_TURNED = {" == ": " != ", " <= ": " < ", " >= ": " > ", " > 0": " >= 0", " == 0": " >= 0"}


class Change(StrEnum):
    """What was done to a line."""

    DROPPED = "condition dropped"
    AFFIRMED = "not dropped"
    TURNED = "comparison turned"
    REMOVED = "rule removed"


@dataclass(frozen=True, slots=True)
class Mutant:
    """A policy with one change; `text` is the line as it was, `nth` tells apart what is alike in one file."""

    path: str
    text: str
    change: Change
    bundle: PolicyBundle
    nth: int = 1

    @property
    def name(self) -> str:
        """`file: line: change`, the same while the policy has that line."""
        again = "" if self.nth == 1 else f" ({self.nth})"
        return f"{self.path.rsplit('/', 1)[-1]}: {self.text}: {self.change}{again}"


def mutants(bundle: PolicyBundle) -> Iterator[Mutant]:
    """Yield every mutant of a policy, by file and line; some are no policies and never decide."""
    seen: set[str] = set()
    for path, text in bundle.modules:
        for line, change, spoilt in _spoilt(text.split("\n")):
            modules = tuple((each, spoilt if each == path else whole) for each, whole in bundle.modules)
            mutant = Mutant(path, line.strip(), change, PolicyBundle(modules))
            name = next(one for nth in count(1) if (one := replace(mutant, nth=nth)).name not in seen)
            seen.add(name.name)
            yield name


def _spoilt(lines: list[str]) -> Iterator[tuple[str, Change, str]]:
    for number, line in enumerate(lines):
        if line.startswith("#"):
            continue
        for change, instead in [*_dropped(line), *_turned(line)]:
            yield line, change, "\n".join([*lines[:number], *instead, *lines[number + 1 :]])
        if end := _end_of_rule(lines, number):
            yield line, Change.REMOVED, "\n".join([*lines[:number], *lines[end:]])


def _dropped(line: str) -> Iterator[tuple[Change, list[str]]]:
    if _CONDITION.fullmatch(line):
        yield Change.DROPPED, []
    for found in _NOT.finditer(line):
        yield Change.AFFIRMED, [line[: found.start()] + line[found.end() :]]


def _turned(line: str) -> Iterator[tuple[Change, list[str]]]:
    for sign, other in _TURNED.items():
        for found in re.finditer(re.escape(sign), line):
            yield Change.TURNED, [line[: found.start()] + other + line[found.end() :]]


def _end_of_rule(lines: list[str], start: int) -> int | None:
    """The line after the rule that starts here; None where none does."""
    line = lines[start]
    if not re.match(r"[a-z_]", line) or line.startswith(("package", "import", "default")):
        return None
    if not line.endswith(("{", "[", "(", "|")):
        return start + 1
    return next(number + 1 for number in range(start + 1, len(lines)) if re.match(r"[})\]]\S*$", lines[number]))
