"""What heads every message: its type and trigger, who sent it, its control id, and who entered it."""

import re

from connectors.drafts import Unusable, system_name
from connectors.hl7.message import Message

_TYPE = re.compile(r"[A-Z]{2}[A-Z0-9]", re.ASCII)
NOT_REAL = frozenset({"T", "D"})
NOT_FOR_TESTS = "says that this is no real message: it is not taken by a connector that was not started for tests"
_TRIGGER = re.compile(r"[A-Z][A-Z0-9]{2}", re.ASCII)


def message_type(message: Message) -> tuple[str, str]:
    """Return MSH-9's code and trigger; the trigger may stand in EVN-1 alone, as early versions had it.

    Raises:
        Unusable: there is no type, or an ADT message names no trigger event.
    """
    header = message.segment("MSH")
    kind, trigger = header.text(9, 1), header.text(9, 2) or message.segment("EVN").text(1)
    if not _TYPE.fullmatch(kind):
        raise Unusable("MSH-9", "is not a message type" if kind else "is missing: the message has no type")
    if kind == "ADT" and not _TRIGGER.fullmatch(trigger):
        raise Unusable("MSH-9", "does not name a trigger event")
    return kind, trigger


def require_real(message: Message) -> None:
    """Refuse a message that says that it is for training or debugging (MSH-11, HL7 table 0103)."""
    if message.segment("MSH").text(11) in NOT_REAL:
        raise Unusable("MSH-11", NOT_FOR_TESTS)


def system(message: Message) -> str:
    """Return the sending application (MSH-3) as the last part of a `source`."""
    return system_name(message.segment("MSH").text(3), "adt")


def control_id(message: Message) -> str:
    """Return MSH-10, or raise Unusable."""
    found = message.segment("MSH").text(10)
    if not found:
        raise Unusable("MSH-10", "is missing: without it the message could be filed twice")
    return found


def author(message: Message) -> dict[str, str]:
    """Return who entered it (EVN-5) or, where nobody is named, the system that did."""
    evn, facility = message.segment("EVN"), message.segment("MSH").text(4)
    named = " ".join(part for part in (evn.text(5, 3), evn.text(5, 2)) if part)
    staff = {"staff_id": evn.text(5, 1)} if evn.text(5, 1) and named else {}
    if named:
        return {**staff, "name": named, "role": "administrator"}
    return {"name": f"Patient administration system {facility}".strip(), "role": "patient-administration-system"}
