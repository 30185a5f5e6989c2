"""Measures decisions by class of entries beside the same engine asked of every entry, which must agree throughout."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from statistics import median

from benchmarks.door import ASKED, Reading
from benchmarks.measures import BenchmarkFailed, Measure
from benchmarks.peer_reading import Decide, OpaBatch, in_process
from benchmarks.reading import Bench, timed
from benchmarks.sizes import Sizes
from hub.access.known import knowable
from hub.access.order import LONDON
from hub.access.question import question
from hub.access.relations import relationships
from hub.bootstrap.engines import engine_of
from hub.cli import Store
from hub.policy import DecisionRequest, decide
from hub.policy.classes import class_of_each
from hub.policy.inner import inner_document
from hub.views.read import read_child

SHARES = (10, 1)
"""Decisions are measured over a tenth of the entries, and over all."""


def measure_decisions(bench: Bench, policy: str, sizes: Sizes) -> list[Measure]:
    """Return the milliseconds of deciding; the limit is the engine's answer to the classes, asked ready-made."""
    request = request_of(bench.hub, bench.asked)
    engine = engine_of(bench.hub.settings)
    batch = OpaBatch(policy) if policy.startswith("http") else in_process(engine)
    parts = [replace(request, entries=request.entries[: len(request.entries) // share]) for share in SHARES]
    return [_measure(bench.hub, one, batch, sizes) for one in parts]


def request_of(hub: Store, asked: Reading) -> DecisionRequest:
    """Return what the hub asks the policy when this person reads this child."""
    with hub.record.database.read() as cursor:
        file = read_child(cursor, hub.keys, asked.child_id)
    if file is None:
        raise BenchmarkFailed("there is no such child to decide on")
    now, known = hub.clock(), knowable(file, asked.viewer)
    today = now.astimezone(LONDON).date()
    standing = relationships(known.involvements, asked.viewer, hub.settings.area, today)
    return question(asked.viewer, ASKED, known, standing, now)


def _measure(hub: Store, request: DecisionRequest, batch: Decide, sizes: Sizes) -> Measure:
    engine = engine_of(hub.settings)
    classes = list(dict.fromkeys(class_of_each(request)))
    ready = inner_document(request, classes)
    _require_agreement(request, hub, batch)
    calls: Sequence[Callable[[], object]] = (
        lambda: decide(engine, request),
        lambda: batch(inner_document(request, class_of_each(request))),
        lambda: engine.decide(ready),
    )
    rounds = [[timed(call) for call in calls] for _ in range(sizes.long_calls * sizes.repeats)]
    ours, peer, least = (median(column) for column in zip(*rounds, strict=True))
    return Measure(f"decisions-{len(request.entries)}", "ms", ours, peer, least, lower_is_better=True)


def _require_agreement(request: DecisionRequest, hub: Store, batch: Decide) -> None:
    """Raise BenchmarkFailed unless each entry, asked of alone among all, is shown as its class is."""
    by_class = [one.verdict for one in decide(engine_of(hub.settings), request).entries]
    singly = batch(inner_document(request, class_of_each(request)))["entries"]
    pairs = zip(by_class, singly, strict=True)
    differing = sum((one.shown, set(one.fields)) != (other["shown"], set(other["fields"])) for one, other in pairs)
    if differing:
        raise BenchmarkFailed(f"{differing} of {len(singly)} entries are decided otherwise by class than singly")
