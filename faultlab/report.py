"""What is kept of a run: a line of JSON for each round, the one line of the contract, and a page for people."""

import json
import os
import platform
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import Any

from faultlab.happened import Happened
from faultlab.oracle import Law, Verdict
from faultlab.plan import Plan

POSTGRES = ("postmaster killed", "backend killed")
BROKER = "broker killed"
Line = Mapping[str, Any]


def line_of(plan: Plan, verdict: Verdict, happened: Happened, seconds: float) -> dict[str, Any]:
    """Return the line of one round."""
    return {
        "seed": plan.seed,
        "plan": asdict(plan),
        "sent": verdict.sent,
        "receipted": verdict.receipted,
        **{law.value: verdict.breaches[law] for law in Law},
        "fates": dict(sorted(verdict.fates.items())),
        "findings": verdict.findings,
        **happened.to_data(),
        "seconds": round(seconds, 1),
        "machine": machine(),
    }


def machine() -> str:
    """Say on what a round ran: processors, system, and how busy it was."""
    return f"{os.cpu_count()} processors, {platform.system()} {platform.machine()}, load {os.getloadavg()[1]:.1f}"


def kept_lines(file: Path) -> list[dict[str, Any]]:
    """Return the lines of rounds that were run before; none where there is no file."""
    if not file.exists():
        return []
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def keep(file: Path, line: Line) -> None:
    """Add a round's line, durably."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as opened:
        opened.write(json.dumps(line, sort_keys=True) + "\n")
        opened.flush()
        os.fsync(opened.fileno())


def summed(lines: Sequence[Line], seed: int) -> dict[str, Any]:
    """Return the contract's line for all these rounds."""
    others = _added(line["others"] for line in lines)
    counted = ("sent", "receipted", *(law.value for law in Law))
    return {
        **{name: sum(line[name] for line in lines) for name in counted},
        "kills": {
            "hub": sum(sum(line["points"].values()) for line in lines),
            "broker": others[BROKER],
            "postgres": sum(others[one] for one in POSTGRES),
        },
        "seed": seed,
    }


def is_kept(summary: Mapping[str, Any]) -> bool:
    """Say whether the law was kept."""
    return not any(summary[law.value] for law in Law) and summary["receipted"] == summary["sent"]


def _added(counts: Iterable[Mapping[str, int]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for one in counts:
        total.update(one)
    return total


def page(lines: Sequence[Line], seed: int, command: str) -> str:
    """Return the report in Markdown."""
    summary = summed(lines, seed)
    parts = [
        "# What the fault laboratory found",
        _introduction(command),
        "## The law",
        _table(("", "count"), [(name, summary[name]) for name in summary if name not in ("kills", "seed")]),
        "## Rounds",
        _table(("seed", "hubs", "hub kills", "sent", "receipted", "breaches", "seconds", "machine"), _rounds(lines)),
        "## Where hubs were killed",
        _table(("point", "kills"), _ranked(_added(line["points"] for line in lines))),
        "## What else happened, and how long until the hub was at work again",
        _table(("fault", "times", "median s", "longest s"), _recoveries(lines)),
        "## What became of the events",
        _table(("fate", "events"), _ranked(_added(line["fates"] for line in lines))),
    ]
    return "\n\n".join(parts) + "\n"


def _introduction(command: str) -> str:
    return (
        "Real parts, killed while they work: `hub intake` processes, a Kafka broker, a PostgreSQL cluster. Every event "
        "is written to a ledger before it is sent; afterwards an oracle that has none of the hub's code reads ledger, "
        "topics and store, and counts (`faultlab/oracle`). Made by `"
        + command
        + "`.\n\n`kill -9` keeps what the operating system has not written to the disk yet, and cluster and broker "
        "each lie on a disk in memory that can be filled: this says nothing of a power cut. In which order a hub "
        "writes is looked at from outside, by strace, in `tests/faults/lab/test_write_order.py`. "
        "A seed fixes what is sent and the dice; "
        "what the dice meet depends on the machine's pace. `recovery` is from the kill, the part's own start included, "
        "or from the end of a pause or of a full disk, until the hub has taken the next message."
    )


def _rounds(lines: Sequence[Line]) -> list[tuple[object, ...]]:
    return [
        (
            line["seed"],
            line["plan"]["hubs"],
            sum(line["points"].values()),
            line["sent"],
            line["receipted"],
            sum(line[law.value] for law in Law),
            line["seconds"],
            line["machine"],
        )
        for line in lines
    ]


def _recoveries(lines: Sequence[Line]) -> list[tuple[object, ...]]:
    took: defaultdict[str, list[float]] = defaultdict(list)
    for line in lines:
        for fault, seconds in line["recovery_s"].items():
            took[fault] += seconds
    rows = [(fault, len(all_s), f"{median(all_s):.1f}", f"{max(all_s):.1f}") for fault, all_s in sorted(took.items())]
    return [*rows, ("hub that ended by itself while a part was away", sum(line["fell"] for line in lines), "", "")]


def _ranked(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))


def _table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)
