"""What a connector makes of one item it read: a draft event, a refusal with its reasons, or something left out."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from exchange.strict_json import JsonObject


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, and of which field of the agency's own format (a column, `PID-7`). Never the value itself."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Draft:
    """One event as it will be said, before it is checked, sealed and signed.

    `place` is where it was read (`line 4`, `message 2`); `system` the source system's name, the last part of the
    envelope's `source`; `id` its record's id there; `time` when that system recorded it, aware UTC; `about` the
    system's own reference of the child, or of the record where there is no child. `remarks` are what was left off;
    `rows` how many rows of the file it was put together from.
    """

    place: str
    type: str
    system: str
    id: str
    time: datetime
    about: str
    data: JsonObject
    remarks: tuple[Reason, ...] = ()
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Refused:
    """An item that cannot be said as an event: somebody must put the source right. `rows` as in a draft."""

    place: str
    reasons: tuple[Reason, ...]
    rows: int = 1


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An item that is none of the hub's business, with the kind of reason it is counted under."""

    place: str
    reason: str
    rows: int = 1


Item: TypeAlias = Draft | Refused | LeftOut


class Unusable(Exception):
    """One item cannot be used: raised where the fault is seen, turned into a Refused once."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(f"{field} {text}")
        self.reason = Reason(field, text)


def refused(place: str, field: str, text: str) -> Refused:
    """Return a refusal for one reason."""
    return Refused(place, (Reason(field, text),))


def system_name(text: str, otherwise: str) -> str:
    """Return a name as the envelope's `source` takes it: lower case, 64 characters at most, hyphens between words."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:64].strip("-") or otherwise
