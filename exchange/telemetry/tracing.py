"""A trace in W3C Trace Context: the ids by which one message, or one request, is followed through every room.

Both ids are random, so that they tell nothing of whom a message is about.
"""

import re
import secrets
from contextvars import ContextVar
from dataclasses import dataclass, replace

WELL_FORMED = re.compile(
    r"(?!ff)[0-9a-f]{2}-(?P<trace>(?!0{32})[0-9a-f]{32})-(?P<span>(?!0{16})[0-9a-f]{16})-(?P<flags>[0-9a-f]{2})",
    re.ASCII,
)
SAMPLED = "01"


@dataclass(frozen=True, slots=True)
class Trace:
    """Where we are in a trace: its id (32 hexadecimal digits), our step's (16), and the flags that go with both."""

    trace_id: str
    span_id: str
    flags: str = SAMPLED

    @property
    def traceparent(self) -> str:
        """The same as an envelope or an HTTP header carries it."""
        return f"00-{self.trace_id}-{self.span_id}-{self.flags}"

    def step(self) -> "Trace":
        """Return the next step of the same trace."""
        return replace(self, span_id=secrets.token_hex(8))


CURRENT: ContextVar[Trace | None] = ContextVar("trace", default=None)


def begin() -> Trace:
    """Return the first step of a new trace."""
    return Trace(secrets.token_hex(16), secrets.token_hex(8))


def read_trace(traceparent: str | None) -> Trace | None:
    """Return the trace that was sent, or None where none was, or no well-formed one: that never holds a message back.

    Source: W3C Trace Context 3.2.2.
    """
    found = WELL_FORMED.fullmatch(traceparent or "")
    return Trace(found["trace"], found["span"], found["flags"]) if found else None


def current() -> Trace | None:
    """Return the step that this thread or task is in."""
    return CURRENT.get()
