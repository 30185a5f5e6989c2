"""Measures the log of accesses: readers at once whose records share transactions, beside one transaction each."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from statistics import median

from benchmarks.measures import Measure, percentile
from benchmarks.reading import AGENCIES, timed
from benchmarks.sizes import Sizes
from benchmarks.workshop import Workshop, new_workshop
from hub.audit import AccessOutcome, AccessRecord, Action
from hub.cli import Store

MOST_WAIT_MILLISECONDS = 5.0


def measure_audit(stores: Sequence[str], sizes: Sizes) -> list[Measure]:
    """Return, for each store, accesses a second made durable, and how long a reader waits for one."""
    with new_workshop(AGENCIES) as workshop:
        return [one for store in stores for one in _measure(workshop, store, sizes)]


def _measure(workshop: Workshop, store: str, sizes: Sizes) -> list[Measure]:
    with workshop.hub(store) as (hub, _):
        rounds = [_round(hub, f"{turn}", sizes) for turn in range(sizes.repeats)]
    ours, peer, limit = ([one[place] for one in rounds] for place in range(3))
    waits = [wait for one in ours for wait in one.waits]
    kind = store.partition(":")[0]
    rates = (median(one.rate for one in part) for part in (ours, peer, limit))
    return [
        Measure(f"audit-{kind}", "records/s", *rates),
        Measure(f"audit-{kind}-wait", "ms", percentile(waits, 0.5), None, MOST_WAIT_MILLISECONDS, lower_is_better=True),
    ]


class _Run:
    """Accesses put on record by several readers at once; `waits` are the milliseconds of each."""

    def __init__(self, records: Sequence[AccessRecord], readers: int, keep: Callable[[AccessRecord], None]) -> None:
        began = time.perf_counter()
        with ThreadPoolExecutor(readers) as pool:
            self.waits = list(pool.map(lambda record: timed(lambda: keep(record)), records))
        self.rate = len(records) / (time.perf_counter() - began)


class _AtOnce:
    """The limit: the same records appended in one transaction, for which nobody waits singly."""

    def __init__(self, hub: Store, records: Sequence[AccessRecord]) -> None:
        began = time.perf_counter()
        with hub.record.database.write() as cursor:
            hub.audit.append(cursor, records)
        self.waits: list[float] = []
        self.rate = len(records) / (time.perf_counter() - began)


def _round(hub: Store, turn: str, sizes: Sizes) -> tuple[_Run, _Run, _AtOnce]:
    ours, peers, limits = (
        [_access(f"{turn}-{whose}-{place}", hub) for place in range(sizes.accesses)] for whose in ("o", "p", "l")
    )
    return (
        _Run(ours, sizes.readers, hub.audit.record),
        _Run(peers, sizes.readers, lambda record: _singly(hub, record)),
        _AtOnce(hub, limits),
    )


def _singly(hub: Store, record: AccessRecord) -> None:
    """The peer: the same leaf in the same tree, in a transaction of its own."""
    with hub.record.database.write() as cursor:
        hub.audit.append(cursor, [record])


def _access(audit_id: str, hub: Store) -> AccessRecord:
    return AccessRecord(
        audit_id=audit_id,
        at=hub.clock(),
        viewer_id="sw-1",
        viewer_name="A. Worker",
        agency=AGENCIES[0].agency_id,
        agency_type=AGENCIES[0].agency_type,
        role="social-worker",
        action=Action.CHRONOLOGY,
        child_id="00000000-0000-4000-8000-000000000001",
        purpose="enquiry-s47",
        reason="strategy discussion this afternoon",
        basis=None,
        threshold="s47",
        case=None,
        channel="api",
        outcome=AccessOutcome.ALLOW,
    )
