"""The reception: what came in a block goes to the desk, and what became of it is the answer.

`AA` is said only once the desk has committed what follows from the message, or that nothing does and why.
"""

import sqlite3
from collections import Counter
from collections.abc import Callable
from datetime import datetime

import structlog

from connectors.drafts import LeftOut, Reason, Refused
from connectors.hl7.desk import Desk
from connectors.hl7.files import RawMessage, messages
from connectors.hl7.heading import NOT_FOR_TESTS
from connectors.mllp import Block, Fault, Oversize, Verdict, answered
from connectors.mllp.answers import FaultCode
from connectors.sending import CHANGED, Taken
from exchange.errors import ExchangeError

log = structlog.get_logger()

ONE_MESSAGE = Reason("MSH", "must stand once: a block holds one message, and no file or batch")
TOO_LARGE = Reason("MSH", "heads a message that is too large to be taken")
OURS = Fault(FaultCode.INTERNAL, "", "The message could not be kept: send it again.")


class Reception:
    """Answers blocks. `counts` tells how many messages were answered how."""

    def __init__(self, desk: Desk, clock: Callable[[], datetime]) -> None:
        self._desk = desk
        self._clock = clock
        self.counts: Counter[str] = Counter()

    def answer(self, found: Block | Oversize) -> bytes:
        """Return the answer to a block; nothing is raised for what the message or the disk is like."""
        if isinstance(found, Oversize):
            return self._rejected(found.head, (TOO_LARGE,))
        raws = list(messages(found.content))
        if len(raws) != 1:
            return self._rejected(found.content, (ONE_MESSAGE,))
        return self._taken(raws[0])

    def _taken(self, raw: RawMessage) -> bytes:
        try:
            taken = self._desk.take(raw, self._clock())
        except (sqlite3.Error, OSError, ExchangeError) as error:
            log.error("hl7-message-not-kept", error=type(error).__name__)
            return self._said(raw.content, Verdict.FAILED, (OURS,))
        if refusal := _refusal(taken):
            return self._rejected(raw.content, refusal.reasons)
        remark = f"left out: {taken.item.reason}" if isinstance(taken.item, LeftOut) and taken.put is None else ""
        return self._said(raw.content, Verdict.TAKEN, remark=remark)

    def _rejected(self, content: bytes, reasons: tuple[Reason, ...]) -> bytes:
        log.warning("hl7-message-rejected", reasons=[f"{reason.field} {reason.text}" for reason in reasons])
        return self._said(content, Verdict.REJECTED, tuple(map(_fault, reasons)))

    def _said(self, content: bytes, verdict: Verdict, faults: tuple[Fault, ...] = (), remark: str = "") -> bytes:
        self.counts[verdict.value] += 1
        return answered(content, verdict, self._clock(), faults, remark)


def _refusal(taken: Taken) -> Refused | None:
    found = taken.put if isinstance(taken.put, Refused) else taken.item
    return found if isinstance(found, Refused) else None


def _fault(reason: Reason) -> Fault:
    return Fault(_code(reason), "MSH-10" if reason.text == CHANGED else reason.field, reason.text)


def _code(reason: Reason) -> FaultCode:
    if reason.text == CHANGED:
        return FaultCode.DUPLICATE_KEY
    if reason.text == NOT_FOR_TESTS:
        return FaultCode.PROCESSING_ID
    if not reason.text.startswith("is missing"):
        return FaultCode.DATA_TYPE
    return FaultCode.REQUIRED_FIELD if "-" in reason.field else FaultCode.SEGMENT_SEQUENCE
