"""Logs on standard error: one JSON object a line, an event by its stable code, and of its fields those on the list.

What libraries log goes the same way. Only those in `TRUSTED` speak in their own words; of any other, and of every
exception, the kind and the place are told and no text, which may repeat what somebody said of a child.
"""

import logging
import re
import sys
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from exchange.telemetry.codes import BY_CODE
from exchange.telemetry.fields import LONGEST_WORDS, allowed

TRUSTED = ("kafka", "uvicorn")
LIBRARY_EVENT = "library-event"
UNREGISTERED = "event-not-registered"
MOST_FRAMES = 8
UNLIKELY = re.compile(r"[^A-Za-z0-9_./<>-]")
"""In the name of a file: taken out, so that a folder with a space in it hides no place."""
OURS = ("event", "level", "timestamp")

Counted = Callable[[str, str], None]
"""Told the code and the level of each event that is written."""


def configure_logs(level: int = logging.INFO, stream: TextIO | None = None, counted: Counted | None = None) -> None:
    """Set up what this process logs, once, before anything is logged."""
    out = stream or sys.stderr
    structlog.configure(
        processors=[*_told(counted), structlog.processors.JSONRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(out),
        cache_logger_on_first_use=True,
    )
    _take_over_libraries(out, counted)


def _told(counted: Counted | None) -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        _without_text,
        _on_the_list(counted),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]


def _without_text(_: WrappedLogger, __: str, told: EventDict) -> EventDict:
    """Put kind and place where an exception is: its own words may be somebody's."""
    info = told.pop("exc_info", None)
    error = sys.exc_info()[1] if info is True else info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        told.update(error=type(error).__name__, where=places(error.__traceback__))
    return told


def places(trace: TracebackType | None) -> list[str]:
    """Return the innermost frames of a traceback as `folder/file.py:line`, outermost first."""
    frames = traceback.extract_tb(trace)[-MOST_FRAMES:]
    names = [UNLIKELY.sub("_", "/".join(frame.filename.split("/")[-2:])) for frame in frames]
    return [f"{name}:{frame.lineno}" for name, frame in zip(names, frames, strict=True)]


def _on_the_list(counted: Counted | None) -> Processor:
    def keep(_: WrappedLogger, __: str, told: EventDict) -> EventDict:
        code = str(told["event"])
        kept = {"event": code if code in BY_CODE else UNREGISTERED, "level": told["level"], **allowed(told)}
        if counted is not None:
            counted(str(kept["event"]), str(kept["level"]))
        return kept

    return keep


class _Libraries(logging.Handler):
    """Writes what libraries log as events of ours."""

    def __init__(self, out: TextIO, counted: Counted | None) -> None:
        super().__init__(logging.WARNING)
        self._log = structlog.wrap_logger(
            structlog.PrintLogger(out),
            processors=[*_told(counted), structlog.processors.JSONRenderer()],
            wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        )

    def emit(self, record: logging.LogRecord) -> None:
        is_trusted = record.name.partition(".")[0] in TRUSTED
        words = {"words": " ".join(record.getMessage().split())[:LONGEST_WORDS]} if is_trusted else {}
        where = [f"{record.module}.py:{record.lineno}"]
        fields = {"library": record.name, "where": where, "exc_info": record.exc_info, **words}
        self._log.log(record.levelno, LIBRARY_EVENT, **fields)


def _take_over_libraries(out: TextIO, counted: Counted | None) -> None:
    root = logging.getLogger()
    for handler in [one for one in root.handlers if isinstance(one, _Libraries)]:
        root.removeHandler(handler)
    root.addHandler(_Libraries(out, counted))
    root.setLevel(logging.ERROR)
