"""`python -m benchmarks.table < result.json`: the table of docs/benchmarks.md from the line that a run ends with."""

import json
import sys
from collections.abc import Mapping
from typing import Any

GOALS = {
    "intake-sqlite": "3x the peer; 0.5 of the limit",
    "intake-postgresql-*-processes": "never below one process",
    "intake-postgresql": "8x the peer; 0.5 of the limit",
    "chronology-200-*-warm": "15x",
    "chronology-200-*-warm-tail": "3 of its own median",
    "chronology-200-*-cold": "3x",
    "chronology-10000-*": "10x",
    "http-chronology": "1.5x",
    "http-everything": "15x",
    "decisions-1000": "6x",
    "decisions-10000": "20x",
    "audit-*-wait": "5 ms",
    "audit-*-pymerkle": "50x",
    "audit": "30x",
    "matching-*-singly": "200x",
    "matching-*-precision": "the peer's or better",
    "matching-*-recall": "the peer's or better",
    "growth": "flat within 1.3",
    "demo-memory": "400 MiB",
}
"""The goal of each figure, by the parts of its name; the first that fits counts."""
HEAD = "| figure | ours | peer | limit | unit | times the peer | share of limit | goal |\n" + "|---" * 8 + "|"
COLUMNS = ("ours", "peer", "limit", "unit", "ratio_to_peer", "share_of_limit")


def markdown(result: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the table of a run's figures, in their order."""
    rows = [_row(name, figures) for name, figures in result.items()]
    return "\n".join([HEAD, *rows])


def goal(name: str) -> str:
    """Return the goal of a figure; a dash where there is none."""
    return next((told for pattern, told in GOALS.items() if _fits(name, pattern)), "–")


def _fits(name: str, pattern: str) -> bool:
    """A goal is for every figure whose name begins so; where it has a star, for the name that ends as it does too."""
    begin, star, end = pattern.partition("*")
    if name.endswith("-p99") or not name.startswith(begin):
        return False
    return name.endswith(end) if star else not name.removeprefix(begin)[:1].isdigit()


def _row(name: str, figures: Mapping[str, Any]) -> str:
    cells = [name, *(_told(figures[column]) for column in COLUMNS), goal(name)]
    return f"| {' | '.join(cells)} |"


def _told(value: object) -> str:
    if value is None:
        return "–"
    return f"{value:,g}" if isinstance(value, int | float) else str(value)


if __name__ == "__main__":
    sys.stdout.write(markdown(json.load(sys.stdin)) + "\n")
