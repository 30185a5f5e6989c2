"""Is each part ready, and if not, why: one stable code for each way in which a part fails, and never its own words."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

import structlog
from eventsourcing.persistence import PersistenceError

from exchange.errors import ExchangeError
from hub.domain.errors import HubError

LOG = structlog.get_logger("hub.health")
READY = "ready"
STORE_UNAVAILABLE = "store-unavailable"
FAILED = "failed"

Check = Callable[[], object]


class Part(StrEnum):
    """What the hub is made of, as far as it can fail by itself."""

    STORE = "store"
    AUDIT = "audit"
    POLICY = "policy"
    TRANSPORT = "transport"
    INTAKE = "intake"
    WITNESS = "witness"


@dataclass
class IntakeStale(HubError):
    """No `hub intake` has given a sign of life for some minutes: messages are safe on their topics, and wait."""

    code: ClassVar[str] = "intake-stale"


@dataclass(frozen=True, slots=True)
class PartState:
    """What became of one part's check: `ready`, or the code of why not."""

    reason: str

    @property
    def is_ready(self) -> bool:
        return self.reason == READY


class Health:
    """The checks of a process; each raises where its part does not do its work.

    What is in `tolerated` is told of and keeps nobody from asking: a hub whose intake stands still still answers.
    """

    def __init__(self, checks: Mapping[str, Check], tolerated: frozenset[str] = frozenset()) -> None:
        self._checks = checks
        self._tolerated = tolerated

    def states(self) -> dict[str, PartState]:
        """Try each part."""
        return {name: PartState(_reason(name, check)) for name, check in self._checks.items()}

    def is_ready(self, states: Mapping[str, PartState]) -> bool:
        """Say whether the process can do its work."""
        return all(state.is_ready or name in self._tolerated for name, state in states.items())

    def document(self) -> tuple[bool, dict[str, object]]:
        """Return whether it is ready, and what `/readyz` says of its parts."""
        states = self.states()
        return self.is_ready(states), {"parts": {name: state.reason for name, state in states.items()}}


class OneLook:
    """One look at a time, whoever asks: while one thread looks, the others are told what the last look found.

    Anybody may ask, and a part that hangs must not hold a thread for each of them.
    """

    def __init__(self, health: Health) -> None:
        self._health = health
        self._looking = threading.Lock()
        self._found: tuple[bool, dict[str, object]] = (False, {"parts": {}})

    def document(self) -> tuple[bool, dict[str, object]]:
        """Return what `Health.document` found, now or in the look before this one."""
        if self._looking.acquire(blocking=False):
            try:
                self._found = self._health.document()
            finally:
                self._looking.release()
        return self._found


def reason_of(error: Exception) -> str:
    """Return the code of what went wrong with a part."""
    if isinstance(error, HubError | ExchangeError):
        return error.code
    return STORE_UNAVAILABLE if isinstance(error, PersistenceError) else FAILED


def _reason(name: str, check: Check) -> str:
    try:
        check()
    except Exception as error:  # noqa: BLE001 (a check may fail in any way of the part it asks)
        LOG.warning("part-not-ready", part=name, reason=reason_of(error), error=type(error).__name__)
        return reason_of(error)
    return READY
