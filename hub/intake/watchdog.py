"""The watchdog of a consumer: a loop that hangs, or reads nothing while messages wait, is found and ended.

A hung driver or client cannot be mended from within: the process ends with an error, a supervisor starts it anew, and
others of the group go on with its partitions meanwhile. Trouble that the loop told of and tries again is no stall:
starting anew does not bring a broker or a store back.
"""

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import structlog

from exchange.topics import Lane

LOG = structlog.get_logger("hub.watchdog")
STALLED = "intake-stalled"
MOST_TICK_SECONDS = 1.0
SUSPENDED_TICKS = 5


@dataclass(frozen=True, slots=True)
class Stall:
    """What stands still, and for how many seconds: a lane whose messages wait unread, or (None) the loop itself."""

    lane: Lane | None
    seconds: float

    @property
    def detail(self) -> str:
        """What is wrong, in words."""
        what = "the consumer has not gone round" if self.lane is None else f"nothing of the {self.lane} lane is read"
        return f"{what} for {self.seconds:.0f} seconds"


class Pulse:
    """What a worker's loop tells of itself; another thread reads it."""

    def __init__(self, lanes: Iterable[Lane], clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lanes = tuple(lanes)
        self.excuse()

    def beat(self) -> None:
        """Note that the loop has gone round."""
        self._beaten = self._clock()

    def moved(self, lane: Lane) -> None:
        """Note that a lane was read, or that nothing waits in it."""
        self._moved[lane] = self._clock()

    def excuse(self) -> None:
        """Begin anew: the loop told of trouble that is not its own, or the whole process was suspended."""
        self._beaten = self._clock()
        self._moved = dict.fromkeys(self._lanes, self._beaten)

    def stall(self, patience_s: float) -> Stall | None:
        """Return what has stood still for longer than that, if anything has."""
        now = self._clock()
        stalls = [Stall(None, now - self._beaten), *(Stall(lane, now - at) for lane, at in self._moved.items())]
        return next((one for one in stalls if one.seconds > patience_s), None)


def watch(stop: threading.Event, pulse: Pulse, patience_s: float, give_up: Callable[[Stall], None]) -> None:
    """Look at a pulse until told to stop; a stall is logged and given up on, once.

    A process that was suspended (SIGSTOP, a machine asleep) finds every clock late, its own too: it starts counting
    anew, so that a consumer that comes back is not ended for the time it could not use.
    """
    tick = min(MOST_TICK_SECONDS, patience_s / 4)
    last = time.monotonic()
    while not stop.wait(tick):
        now = time.monotonic()
        if now - last > SUSPENDED_TICKS * tick:
            LOG.warning("process-was-suspended", seconds=round(now - last))
            pulse.excuse()
        last = now
        if (stall := pulse.stall(patience_s)) is not None:
            LOG.critical("intake-stalled", lane=stall.lane or "none", seconds=round(stall.seconds))
            give_up(stall)
            return
