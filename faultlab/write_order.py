"""In which order a process writes, as strace sees it from outside: is a receipt ever written too soon (G4)?

A hub on SQLite commits by a write to its store's journal and an `fdatasync` of it, and sends a receipt by a write to
the journal of the topics. Messages are sent one at a time, each once the hub has nothing left to write of the one
before, so that what is written to the store between a message and its receipt is that message's commit.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

LONGEST_TEXT = 8_192
"""Bytes of each write that strace tells of: a page of either file, and more."""
CALL = re.compile(r"^(?P<pid>\d+) +(?P<at>[\d.]+) (?P<name>\w+)\((?P<fd>\d+)<(?P<path>[^>]*)>(?P<rest>.*)$")
RESUMED = re.compile(r"^(?P<pid>\d+) +(?P<at>[\d.]+) <\.\.\. (?P<name>\w+) resumed>.*= (?P<result>-?\d+)")
DONE = re.compile(r"= (-?\d+)[^=]*$")
SYNCS = frozenset({"fdatasync", "fsync"})
WRITES = frozenset({"write", "pwrite64", "writev", "pwritev"})


class Kind(StrEnum):
    """What was done to a file."""

    WRITE = "write"
    SYNC = "sync"


@dataclass(frozen=True, slots=True)
class Step:
    """A write as it began, or a sync as it was told of: `at` in seconds since 1970. `text` is what was written."""

    kind: Kind
    path: str
    at: float
    text: str = ""


@dataclass(slots=True)
class Order:
    """`ordered` receipts were written after a commit that was on disk; `breaches` name those that were not."""

    ordered: int = 0
    breaches: list[str] = field(default_factory=list)


def tracing(strace: str, told_to: Path) -> list[str]:
    """Return the command before another by which its writes are told to a file."""
    calls = ",".join(sorted(SYNCS | WRITES))
    return [strace, "-f", "-y", "-q", "-ttt", "-s", str(LONGEST_TEXT), "-e", f"trace={calls}", "-o", str(told_to)]


def steps(lines: Iterable[str]) -> Iterator[Step]:
    """Yield what a trace tells, in its order; a sync that another thread's call came between counts once it is done."""
    begun: dict[str, str] = {}
    for line in lines:
        if (resumed := RESUMED.match(line)) is not None:
            path = begun.pop(resumed["pid"], "")
            if resumed["name"] in SYNCS and resumed["result"] == "0":
                yield Step(Kind.SYNC, path, float(resumed["at"]))
        elif (call := CALL.match(line)) is not None:
            yield from _step(call, begun)


def _step(call: "re.Match[str]", begun: dict[str, str]) -> Iterator[Step]:
    if call["name"] in WRITES:
        yield Step(Kind.WRITE, call["path"], float(call["at"]), call["rest"])
    elif call["rest"].endswith("<unfinished ...>"):
        begun[call["pid"]] = call["path"]
    elif (done := DONE.search(call["rest"])) is not None and done[1] == "0":
        yield Step(Kind.SYNC, call["path"], float(call["at"]))


def order_of(told: Iterable[Step], sent: Mapping[str, float], store: Path, topics: Path) -> Order:
    """Judge each receipt, by the id that it names: was something committed to the store, and synced, since it was sent?

    Args:
        sent: when each message was sent, by its id, in order.
        store: the store's file, and `topics` that of the topic log; each has its journal beside it.
    """
    order, waiting = Order(), list(sent)
    written = synced = False
    for step in told:
        if not waiting:
            break
        if step.path == f"{store}-wal" and step.at >= sent[waiting[0]]:
            written, synced = (True, False) if step.kind is Kind.WRITE else (written, written)
        elif step.path == f"{topics}-wal" and _names(step, waiting[0]):
            _count(order, waiting.pop(0), {"written": written, "synced": synced})
            written = synced = False
    order.breaches += [f"{id}: no receipt was written" for id in waiting]
    return order


def _names(step: Step, id: str) -> bool:
    return step.kind is Kind.WRITE and f'\\"{id}\\"' in step.text


def _count(order: Order, id: str, state: Mapping[str, bool]) -> None:
    missing = [name for name, is_so in state.items() if not is_so]
    if missing:
        order.breaches.append(f"{id}: its receipt was written before anything was {missing[0]} to the store")
    else:
        order.ordered += 1
