"""What was sent, as the ledger has it: each event once, with what ought to have become of it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Expected:
    """One event that was sent. `children` are pairs of the agency's reference and the child it means; `values` are the
    fingerprints (SHA-256, hex) of all the bytes in which it was sent."""

    source: str
    id: str
    fate: str
    topic: str
    children: tuple[tuple[str, int], ...]
    person: str | None
    headline: str
    values: frozenset[str]


def read_ledger(file: Path) -> list[Expected]:
    """Return the events of a ledger in the order of sending."""
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    sent = [line for line in lines if line["state"] == "sent"]
    by_name: dict[tuple[str, str], list[dict[str, object]]] = {}
    for line in sent:
        by_name.setdefault((line["source"], line["id"]), []).append(line)
    return [_expected(copies) for copies in by_name.values()]


def _expected(copies: Iterable[dict[str, object]]) -> Expected:
    all_copies = list(copies)
    first = all_copies[0]
    children = first["children"]
    return Expected(
        source=str(first["source"]),
        id=str(first["id"]),
        fate=str(first["fate"]),
        topic=str(first["topic"]),
        children=tuple((str(one[0]), int(one[1])) for one in children) if isinstance(children, list) else (),
        person=None if first["person"] is None else str(first["person"]),
        headline=str(first["headline"]),
        values=frozenset(str(one["sha256"]) for one in all_copies),
    )
