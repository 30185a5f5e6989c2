"""The answer to a message: an HL7 acknowledgement that names its control id and, of a fault, field and reason.

AA  taken: what follows from it is kept, durably, or it is kept why nothing does
AR  to be put right at its source: sent again as it is, it is answered so again
AE  not taken for a fault of ours: send it again
"""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

ENCODING = "|^~\\&"
FIELDS_ECHOED = 20
"""No field of the header after this one is looked at."""

LOCATION = re.compile(r"([A-Z][A-Z0-9]{2})(?:-(\d{1,3}))?")
ESCAPES = str.maketrans({"\\": "\\E\\", "|": "\\F\\", "^": "\\S\\", "&": "\\T\\", "~": "\\R\\"})


class Verdict(StrEnum):
    """MSA-1, HL7 table 0008."""

    TAKEN = "AA"
    REJECTED = "AR"
    FAILED = "AE"


class FaultCode(StrEnum):
    """ERR-3, HL7 table 0357."""

    SEGMENT_SEQUENCE = "100^Segment sequence error^HL70357"
    REQUIRED_FIELD = "101^Required field missing^HL70357"
    DATA_TYPE = "102^Data type error^HL70357"
    PROCESSING_ID = "202^Unsupported processing id^HL70357"
    DUPLICATE_KEY = "205^Duplicate key identifier^HL70357"
    INTERNAL = "207^Application internal error^HL70357"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong: `field` as people name it (`PID-7`, `MSH`, a place in the event) and why. Never a value."""

    code: FaultCode
    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Header:
    """What an answer repeats of a message's header: each field as it was written; "" where there is none."""

    fields: tuple[str, ...]

    def field(self, number: int) -> str:
        """Return a field of MSH, which counts its separator as the first."""
        return self.fields[number - 1] if number <= len(self.fields) else ""


def header_of(content: bytes) -> Header:
    """Return the header of a message, whatever it is; of what has none, an empty one."""
    line = re.split(rb"[\r\n]", content.lstrip(b"\r\n \t"), maxsplit=1)[0].decode("ascii", "replace")
    if not line.startswith("MSH") or len(line) < 8:
        return Header(())
    fields = line.split(line[3])[:FIELDS_ECHOED]
    plain = tuple(re.sub(r"[^\x20-\x7e]", "?", field) for field in fields)
    return Header(("|", *plain[1:]) if line[3] + fields[1] == ENCODING else _translated(plain))


def answered(
    content: bytes, verdict: Verdict, now: datetime, faults: tuple[Fault, ...] = (), remark: str = ""
) -> bytes:
    """Return the acknowledgement of a message, in ASCII.

    Args:
        content: the message, or its head; what has no header is answered without a control id.
        now: aware UTC.
        remark: said beside the verdict (MSA-3), such as why nothing follows from the message.
    """
    header = header_of(content)
    said = remark.translate(ESCAPES)
    segments = [_msh(header, now), f"MSA|{verdict}|{header.field(10)}" + (f"|{said}" if said else "")]
    return "\r".join([*segments, *map(_err, faults), ""]).encode("ascii", "replace")


def _msh(header: Header, now: datetime) -> str:
    """Return the answer's header: who was written to writes back, in the version that was written in."""
    trigger = header.field(9).split("^")[1:2]
    kind = "^".join(["ACK", *trigger, "ACK"]) if trigger else "ACK"
    parties = [header.field(number) for number in (5, 6, 3, 4)]
    stamp = now.strftime("%Y%m%d%H%M%S+0000")
    control = f"ACK-{header.field(10)}"[:199]
    rest = [stamp, "", kind, control, header.field(11) or "P", header.field(12) or "2.4"]
    return "|".join(["MSH", ENCODING[1:], *parties, *rest])


def _err(fault: Fault) -> str:
    """Return an ERR segment as HL7 2.5 has it: location, code, severity and a text for people."""
    return "|".join(["ERR", "", _location(fault.field), fault.code, "E", "", "", "", _text(fault)])


def _text(fault: Fault) -> str:
    return f"{fault.field} {fault.text}".strip().translate(ESCAPES)


def _location(field: str) -> str:
    """Return ERR-2: segment, its sequence, and the field's number; "" for what is no place in a message."""
    found = LOCATION.fullmatch(field)
    if found is None:
        return ""
    return "^".join([found[1], "1", *([found[2]] if found[2] else [])])


def _translated(fields: tuple[str, ...]) -> tuple[str, ...]:
    """Return a header's fields with its own component separator written as the usual one."""
    component = fields[1][:1]
    return ("|", ENCODING[1:], *(re.sub(r"[|~\\&]", "?", field).replace(component, "^") for field in fields[2:]))
