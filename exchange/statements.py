"""The hub's statement of one day: what it received of an agency and what it holds, in a form that both can work out.

A message belongs to the day, in London, of `recorded` in its receipt. Of each source the hub says how many messages
have which outcome, and a root over what it accepted: RFC 6962 over the lines `NAME VALUE`, sorted as text. NAME is the
SHA-256 (hex) of source, a NUL and id; VALUE that of the exact bytes of the value as the agency sent them. Both are
over what lies sealed on the broker anyway, so a statement tells its reader there nothing.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from exchange.errors import Fault, NoticeMalformed
from exchange.instants import format_instant, parse_instant
from exchange.merkle import merkle_root
from exchange.receipts import ReceiptOutcome
from exchange.strict_json import JsonObject

LONDON = ZoneInfo("Europe/London")
MOST_LISTED = 5_000
"""A statement of a day with more messages than this gives counts and roots, and does not list the messages."""


@dataclass(frozen=True, slots=True)
class SourceDay:
    """One source of the agency: how many messages by outcome; the root, and the lines, of those accepted.

    `lines` is None where there are too many to list.
    """

    source: str
    outcomes: Mapping[ReceiptOutcome, int]
    root: str
    lines: tuple[str, ...] | None

    @property
    def sent(self) -> int:
        """How many messages the hub has answered."""
        return sum(self.outcomes.values())

    @property
    def held(self) -> int:
        """How many of them it accepted."""
        return self.outcomes.get(ReceiptOutcome.ACCEPTED, 0)

    def to_data(self) -> JsonObject:
        counts = {outcome.value: number for outcome, number in sorted(self.outcomes.items())}
        told: JsonObject = {"source": self.source, "sent": self.sent, "held": self.held, "root": self.root}
        told["outcomes"] = counts
        return told if self.lines is None else {**told, "lines": list(self.lines)}


@dataclass(frozen=True, slots=True)
class DayStatement:
    """One agency's day; what changed after `as_of` is not in it. `sources` are in order; none where none sent."""

    day: date
    as_of: datetime
    sources: tuple[SourceDay, ...]

    @property
    def sent(self) -> int:
        """How many messages of the agency the hub answered that day."""
        return sum(source.sent for source in self.sources)

    @property
    def held(self) -> int:
        """How many of them it accepted."""
        return sum(source.held for source in self.sources)

    def to_data(self) -> JsonObject:
        return {
            "day": self.day.isoformat(),
            "as_of": format_instant(self.as_of),
            "sent": self.sent,
            "held": self.held,
            "sources": [source.to_data() for source in self.sources],
        }

    @classmethod
    def from_data(cls, data: JsonObject) -> "DayStatement":
        """Return the statement in a notice; NoticeMalformed where it is none, or does not bear its own root out."""
        try:
            sources = tuple(_source(one) for one in data["sources"])
            return cls(date.fromisoformat(data["day"]), parse_instant(data["as_of"]), sources)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            detail = "is no statement of a day: a member is missing or of another kind"
            raise NoticeMalformed(f"/data {detail}", (Fault("/data", detail),)) from error


def _source(told: Mapping[str, Any]) -> SourceDay:
    outcomes = {ReceiptOutcome(name): int(number) for name, number in told["outcomes"].items()}
    lines = tuple(str(line) for line in told["lines"]) if "lines" in told else None
    if lines is not None and root_of(lines) != told["root"]:
        raise ValueError("the lines have another root")
    return SourceDay(str(told["source"]), outcomes, str(told["root"]), lines)


def name_of(source: str, id: str) -> str:
    """Return by what a statement names a message."""
    return hashlib.sha256(f"{source}\0{id}".encode()).hexdigest()


def value_digest(value: bytes) -> str:
    """Return SHA-256 (hex) of a message's value, as it was sent."""
    return hashlib.sha256(value).hexdigest()


def line_of(source: str, id: str, digest: str) -> str:
    """Return the leaf of one message; `digest` is that of its value."""
    return f"{name_of(source, id)} {digest}"


def root_of(lines: Iterable[str]) -> str:
    """Return the root (hex) over the lines, in their order as text."""
    return merkle_root(line.encode() for line in sorted(lines)).hex()


def day_of(moment: datetime) -> date:
    """Return the day, in London, to which an instant belongs."""
    return moment.astimezone(LONDON).date()


def bounds_of(day: date) -> tuple[datetime, datetime]:
    """Return the first instant (UTC) of a day in London, and that of the next; 23 to 25 hours apart."""
    ends = (datetime.combine(one, time(), LONDON) for one in (day, day + timedelta(days=1)))
    begin, end = (one.astimezone(UTC) for one in ends)
    return begin, end
