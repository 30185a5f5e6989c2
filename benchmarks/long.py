"""Measures a child with ten thousand entries: a page for people, the whole for an export, decisions, and growth."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from statistics import median

from benchmarks.deciding import measure_decisions
from benchmarks.door import TAKEN_AT_ONCE, open_access
from benchmarks.measures import Measure
from benchmarks.reading import AGENCIES, Bench, bench_of, limit_of, timed
from benchmarks.sizes import Sizes
from benchmarks.workshop import Workshop, new_workshop

PAGE = 50
SHARE_AT_FIRST = 0.1
MOST_GROWTH = 1.3
"""How much dearer an event may be at the end of a long chronology than after its first tenth."""


def measure_long(policy: str, stores: Sequence[str], sizes: Sizes) -> list[Measure]:
    """Return the figures of a long chronology for each store; `policy` is `embedded` or OPA's address."""
    with new_workshop(AGENCIES, policy) as workshop:
        return [one for store in stores for one in _measure(workshop, store, sizes)]


def _measure(workshop: Workshop, store: str, sizes: Sizes) -> list[Measure]:
    long, kind = replace(sizes, entries=sizes.long_entries), store.partition(":")[0]
    with ExitStack() as stack:
        bench = bench_of(stack, workshop, store, long)
        measures = _chronologies(f"chronology-{long.entries}-{kind}", bench, sizes)
        decided = measure_decisions(bench, workshop.policy, sizes) if kind == "sqlite" else []
    return [*measures, growth(f"growth-{kind}", bench.filling), *decided]


def _chronologies(name: str, bench: Bench, sizes: Sizes) -> list[Measure]:
    """A page and the whole take turns with the one peer, which must rebuild and decide all for either."""
    access = open_access(bench.hub)
    first = replace(bench.asked, filters=replace(bench.asked.filters, limit=PAGE))
    first.by(access)
    page_limit = limit_of(bench.hub, bench.asked.child_id, PAGE)
    calls = (lambda: first.by(access), bench.warm, bench.peer, page_limit, bench.limit)
    page, whole, peer, least_page, least = _medians(calls, sizes.long_calls * sizes.repeats)
    return [
        Measure(f"{name}-page", "ms", page, peer, least_page, lower_is_better=True),
        Measure(f"{name}-whole", "ms", whole, peer, least, lower_is_better=True),
    ]


def _medians(calls: Sequence[Callable[[], object]], times: int) -> list[float]:
    """Return the median milliseconds of each call, all of them taking turns."""
    rounds = [[timed(call) for call in calls] for _ in range(times)]
    return [median(column) for column in zip(*rounds, strict=True)]


def growth(name: str, filling: Sequence[float]) -> Measure:
    """Return what an event costs at the end of a long chronology; the limit is what it may cost by its start.

    The batches are compared around a tenth of the way (1,000 of 10,000 entries) and at the end.
    """
    early = max(1, int(len(filling) * SHARE_AT_FIRST))
    at_first, at_last = median(filling[early : 3 * early] or filling), median(filling[-2 * early :])
    milliseconds = 1000 / TAKEN_AT_ONCE
    return Measure(
        name=name,
        unit="ms/event",
        ours=at_last * milliseconds,
        peer=None,
        limit=at_first * milliseconds * MOST_GROWTH,
        lower_is_better=True,
    )
