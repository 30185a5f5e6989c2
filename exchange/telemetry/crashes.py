"""A process that ends badly: no stack trace with somebody's words in it, and no core with a child's file.

Source: `security.md` T21.
"""

import resource
import secrets
import sys
import threading
from types import TracebackType

import structlog

LOG = structlog.get_logger("telemetry")


def hush_crashes() -> None:
    """Log what nobody caught by kind, place and a reference, and write no core file, from now on."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.excepthook = _crashed
    threading.excepthook = _thread_crashed


def _crashed(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    reference = secrets.token_hex(6)
    LOG.critical("crashed", reference=reference, exc_info=(kind, error, trace))


def _thread_crashed(told: threading.ExceptHookArgs) -> None:
    if told.exc_value is not None:
        _crashed(told.exc_type, told.exc_value, told.exc_traceback)
