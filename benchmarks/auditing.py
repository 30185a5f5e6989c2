"""Measures the log of accesses: readers at once whose records share transactions, beside one each and pymerkle."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import median

from benchmarks.measures import Measure, percentile
from benchmarks.peer_merkle import pymerkle_rate
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
    kind, waits = store.partition(":")[0], [wait for one in rounds for wait in one.ours.waits]
    ours, limit = median(one.ours.rate for one in rounds), median(one.limit for one in rounds)
    return [
        Measure(f"audit-{kind}", "records/s", ours, median(one.singly.rate for one in rounds), limit),
        Measure(f"audit-{kind}-wait", "ms", percentile(waits, 0.5), None, MOST_WAIT_MILLISECONDS, lower_is_better=True),
        Measure(f"audit-{kind}-pymerkle", "records/s", ours, median(one.pymerkle for one in rounds), limit),
    ]


class _Run:
    """Accesses put on record by several readers at once; `waits` are the milliseconds of each."""

    def __init__(self, records: Sequence[AccessRecord], readers: int, keep: Callable[[AccessRecord], None]) -> None:
        began = time.perf_counter()
        with ThreadPoolExecutor(readers) as pool:
            self.waits = list(pool.map(lambda record: timed(lambda: keep(record)), records))
        self.rate = len(records) / (time.perf_counter() - began)


@dataclass(frozen=True, slots=True)
class _Round:
    """What took turns: ours, a transaction each, pymerkle's tree, and the limit; the last two in records a second."""

    ours: _Run
    singly: _Run
    pymerkle: float
    limit: float


def _round(hub: Store, turn: str, sizes: Sizes) -> _Round:
    ours, singly, others, limit = (_accesses(f"{turn}-{whose}", hub, sizes) for whose in ("o", "s", "m", "l"))
    return _Round(
        ours=_Run(ours, sizes.readers, hub.audit.record),
        singly=_Run(singly, sizes.readers, lambda record: _singly(hub, record)),
        pymerkle=pymerkle_rate(others),
        limit=_at_once(hub, limit),
    )


def _at_once(hub: Store, records: Sequence[AccessRecord]) -> float:
    """Return the limit: the same records a second, appended in one transaction, for which nobody waits singly."""
    began = time.perf_counter()
    with hub.record.database.write() as cursor:
        hub.audit.append(cursor, records)
    return len(records) / (time.perf_counter() - began)


def _singly(hub: Store, record: AccessRecord) -> None:
    """The peer: the same leaf in the same tree, in a transaction of its own."""
    with hub.record.database.write() as cursor:
        hub.audit.append(cursor, [record])


def _accesses(name: str, hub: Store, sizes: Sizes) -> list[AccessRecord]:
    return [_access(f"{name}-{place}", hub) for place in range(sizes.accesses)]


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
