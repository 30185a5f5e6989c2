"""What became of each concern: the hub is asked over HTTP, as somebody of the agency who may be told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from exchange.http_carrier import HttpCarrier, SourceAndId
from exchange.instants import parse_instant

PURPOSE = "referral-decision"
REASON = "What became of concerns that our agency raised"
AT_ONCE = 200
TOLD_IN = ("outcome", "action_taken", "headline")
"""Where an outcome says what was decided, the shortest first."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The last that the authority let the referrer know: `kind` is the event's category, `told` its words if shown."""

    kind: str
    since: datetime
    told: str


def outcomes(carrier: HttpCarrier, events: Sequence[SourceAndId]) -> dict[SourceAndId, Outcome]:
    """Return the last outcome of each event that has one; TransportError where the hub does not say."""
    sections = (events[start : start + AT_ONCE] for start in range(0, len(events), AT_ONCE))
    answers = (one for section in sections for one in carrier.outcomes(section, PURPOSE, REASON))
    return {(one["source"], one["id"]): _last(one["outcomes"]) for one in answers if one["outcomes"]}


def _last(entries: Sequence[Mapping[str, Any]]) -> Outcome:
    last = entries[-1]
    told = next((str(last[name]) for name in TOLD_IN if last.get(name)), "")
    return Outcome(str(last["category"]), parse_instant(str(last["recorded"])), told)
