"""Steps of a trace with their beginning and end: each binds its trace id to the log, and is handed to an exporter.

Nothing is exported until somebody asks for it (`export_to`); the ids are there all the same. Attributes are those of
the allow-list in `fields.py`: no span tells more than a log line may.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum

from structlog.contextvars import bound_contextvars

from exchange.telemetry.fields import allowed
from exchange.telemetry.tracing import CURRENT, Trace, begin

Value = str | int | bool


class SpanName(StrEnum):
    """Every step that is timed."""

    REQUEST = "http.request"
    BATCH = "intake.batch"
    MESSAGE = "intake.message"
    DECISION = "policy.decide"
    AUDIT = "audit.append"
    DELIVERY = "receipts.deliver"


@dataclass(frozen=True, slots=True)
class Finished:
    """One step that is over. Instants in nanoseconds since 1970; `failed` is the kind of error that ended it."""

    name: SpanName
    trace: Trace
    parent: Trace | None
    began_ns: int
    ended_ns: int
    attributes: Mapping[str, object]
    failed: str | None = None


Export = Callable[[Finished], None]


@dataclass(slots=True)
class _Exporting:
    to: Export | None = None


_EXPORTING = _Exporting()


def export_to(export: Export | None) -> None:
    """Hand every step that ends from now on to `export`, which neither blocks nor raises; None: to nobody."""
    _EXPORTING.to = export


@contextmanager
def span(name: SpanName, parent: Trace | None = None, **attributes: Value) -> Iterator[Trace]:
    """Be in a new step while the block runs: of `parent`, else of the step we are in, else of a new trace."""
    above = parent or CURRENT.get()
    here = above.step() if above else begin()
    began, token, failed = time.time_ns(), CURRENT.set(here), None
    try:
        with bound_contextvars(trace_id=here.trace_id):
            yield here
    except BaseException as error:
        failed = type(error).__name__
        raise
    finally:
        CURRENT.reset(token)
        if _EXPORTING.to is not None:
            _EXPORTING.to(Finished(name, here, above, began, time.time_ns(), allowed(attributes), failed))
