"""Measures whose child a message means, in a register of 100,000, beside Splink: how fast, how rightly, how many.

The hub never guesses: what is not certain is left to a person. Splink gives the likeliest child. Both are told alike.
"""

import json
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.measures import BenchmarkFailed, Measure
from benchmarks.register import Probe, Told, probes, register
from benchmarks.sizes import Sizes
from benchmarks.workshop import SQLITE, new_workshop
from hub.cli import Store
from hub.identity.claims import Claims, Hasher
from hub.identity.index import KEYS, Index
from hub.identity.match import Known, match
from hub.record.database import rows_among

LEARNED_AT_ONCE = 200
SINGLY_BY_PEER = 20
PATIENCE_SECONDS = 300
PYTHON = Path(__file__).parent.parent / ".venv-bench/bin/python"
"""The Python that has Splink, of `infra/venv.sh bench`."""

Places = Sequence[int | None]
Share = Callable[[Places, Sequence[Probe]], float]


@dataclass(frozen=True, slots=True)
class Answers:
    """Probes a second, one by one and all at once, and the place in the register that each probe was matched to."""

    singly: float
    at_once: float
    places: Places


def measure_matching(sizes: Sizes, python: Path = PYTHON) -> list[Measure]:
    """Return the figures of matching; without a peer's where `python`, which should have it, is missing."""
    children = register(sizes.register, sizes.seed)
    labelled = probes(children, sizes.probes, sizes.seed)
    with new_workshop(()) as workshop, workshop.hub(SQLITE) as (hub, _):
        peer = _splink(python, workshop.folder, children, labelled) if python.exists() else None
        _learn(hub, children)
        rounds = [_matched(hub, labelled) for _ in range(sizes.repeats)]
        limit = median(_looked_up(hub, labelled) for _ in range(sizes.repeats))
    return _measures(f"matching-{sizes.register}", rounds, peer, limit, labelled)


def _measures(
    name: str, rounds: Sequence[Answers], peer: Answers | None, limit: float, labelled: Sequence[Probe]
) -> list[Measure]:
    singly, at_once = median(one.singly for one in rounds), median(one.at_once for one in rounds)
    ours, theirs = rounds[0].places, peer.places if peer else None
    return [
        Measure(f"{name}-singly", "probes/s", singly, peer.singly if peer else None, limit),
        Measure(f"{name}-batch", "probes/s", at_once, peer.at_once if peer else None, limit),
        Measure(f"{name}-precision", "share", precision(ours, labelled), _of(precision, theirs, labelled), 1.0),
        Measure(f"{name}-recall", "share", recall(ours, labelled), _of(recall, theirs, labelled), 1.0),
    ]


def _of(figure: Share, places: Places | None, labelled: Sequence[Probe]) -> float | None:
    return None if places is None else figure(places, labelled)


def precision(places: Places, labelled: Sequence[Probe]) -> float:
    """Return how many of those matched to somebody were matched rightly (0 to 1); 1 where none was matched."""
    matched = [place == probe.place for place, probe in zip(places, labelled, strict=True) if place is not None]
    return sum(matched) / len(matched) if matched else 1.0


def recall(places: Places, labelled: Sequence[Probe]) -> float:
    """Return how many of those about a child of the register were matched to that child (0 to 1)."""
    there = [place == probe.place for place, probe in zip(places, labelled, strict=True) if probe.place is not None]
    return sum(there) / len(there)


def _learn(hub: Store, children: Sequence[Told]) -> None:
    """Put the register into the hub's own index, as intake does: under each child's id, here its place."""
    hasher = Hasher(hub.keys)
    claims = [hasher.claims(child.as_event()) for child in children]
    with hub.record.database.write() as cursor:
        for begin in range(0, len(claims), LEARNED_AT_ONCE):
            part, index = claims[begin : begin + LEARNED_AT_ONCE], Index(cursor)
            index.expect(part)
            for place, one in enumerate(part, start=begin):
                index.learn(str(place), one)
            index.write(cursor)


def _matched(hub: Store, labelled: Sequence[Probe]) -> Answers:
    """Match each probe as a message of its own, then all as one batch; both must find the same."""
    hasher = Hasher(hub.keys)
    began = time.perf_counter()
    singly = [place for probe in labelled for place in _places(hub, [hasher.claims(probe.told.as_event())])]
    between = time.perf_counter()
    at_once = _places(hub, [hasher.claims(probe.told.as_event()) for probe in labelled])
    ended = time.perf_counter()
    if singly != at_once:
        raise BenchmarkFailed("matched one by one, other children are found than in a batch")
    return Answers(len(labelled) / (between - began), len(labelled) / (ended - between), singly)


def _places(hub: Store, claims: Sequence[Claims]) -> list[int | None]:
    with hub.record.database.read() as cursor:
        index = Index(cursor)
        index.expect(claims)
        found = [match(index, one) for one in claims]
    return [int(one.child_id) if isinstance(one, Known) else None for one in found]


def _looked_up(hub: Store, labelled: Sequence[Probe]) -> float:
    """The limit: the rows of ready hashes read in one go, with nothing hashed and nothing decided."""
    hasher = Hasher(hub.keys)
    claims = [hasher.claims(probe.told.as_event()) for probe in labelled]
    hashes = [hashed for one in claims for hashed in (*one.identifiers.values(), *one.whole)]
    began = time.perf_counter()
    with hub.record.database.read() as cursor:
        rows_among(cursor, KEYS, hashes)
    return len(labelled) / (time.perf_counter() - began)


def _splink(python: Path, folder: Path, children: Sequence[Told], labelled: Sequence[Probe]) -> Answers:
    file = folder / "probes.json"
    told = {
        "register": [child.as_row(place) for place, child in enumerate(children)],
        "probes": [probe.told.as_row(0) for probe in labelled],
        "singly": SINGLY_BY_PEER,
    }
    file.write_text(json.dumps(told), "utf-8")
    script = Path(__file__).with_name("peer_splink.py")
    run = subprocess.run([python, script, file], capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False)
    if run.returncode:
        raise BenchmarkFailed(f"Splink failed: {run.stderr.strip().splitlines()[-1:]}")
    answer = json.loads(run.stdout.splitlines()[-1])
    return Answers(SINGLY_BY_PEER / answer["singly"], len(labelled) / answer["at_once"], answer["places"])
