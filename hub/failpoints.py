"""Named points on the walk of a message at which a fault laboratory ends this process, as `kill -9` would.

Inert unless the process was armed when it started: `HUB_FAILPOINT=before-commit:3` ends it when it comes to that point
for the third time. Nothing is cleaned up, closed or told, so that what stands afterwards is what a crash leaves.
"""

import os
import signal
from enum import StrEnum

import structlog

from hub.domain.errors import Misconfigured

LOG = structlog.get_logger("hub.failpoints")
SETTING = "HUB_FAILPOINT"


class Point(StrEnum):
    """Where a process may be made to end, in the order in which a message comes to them."""

    BEFORE_SIGNATURE = "before-signature"
    AFTER_SIGNATURE = "after-signature"
    AFTER_PARSE = "after-parse"
    AFTER_OPENING = "after-opening"
    BEFORE_KEYS = "before-keys"
    AFTER_KEYS = "after-keys"
    BEFORE_OFFSETS = "before-offsets"
    BEFORE_DEDUPE = "before-dedupe"
    AFTER_DEDUPE = "after-dedupe"
    AFTER_ROWS = "after-rows"
    BEFORE_LEAF = "before-leaf"
    AFTER_LEAF = "after-leaf"
    AFTER_EVENTS = "after-events"
    BEFORE_COMMIT = "before-commit"
    AFTER_COMMIT = "after-commit"
    BEFORE_OFFSET_HINT = "before-offset-hint"
    AFTER_OFFSET_HINT = "after-offset-hint"
    BEFORE_RECEIPT_SEND = "before-receipt-send"
    AFTER_RECEIPT_SEND = "after-receipt-send"
    AFTER_CROSSING_OFF = "after-crossing-off"


_left: dict[Point, int] = {}
"""How many more times a point is passed before it ends the process; empty wherever nobody armed one."""


def arm(spec: str) -> None:
    """Arm one point, as `NAME:COUNT`; an empty text arms none. Raises: Misconfigured where it is neither."""
    _left.clear()
    if not spec:
        return
    name, _, count = spec.partition(":")
    if name not in list(Point) or not count.isdecimal() or int(count) < 1:
        raise Misconfigured(f"{SETTING} is NAME:COUNT, a count from 1 and a name of: {', '.join(Point)}")
    _left[Point(name)] = int(count)
    LOG.warning("failpoint-armed")


def reach(point: Point) -> None:
    """Pass a point, or end here."""
    if point not in _left:
        return
    _left[point] -= 1
    if _left[point] == 0:
        os.kill(os.getpid(), signal.SIGKILL)
