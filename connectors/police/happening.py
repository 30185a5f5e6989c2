"""What happened in a record, when and where: its events told as one."""

from collections.abc import Iterator
from datetime import date, datetime, time

from connectors.drafts import Reason, Unusable
from connectors.local_time import LONDON, instant_of, local_date
from exchange.instants import parse_instant
from exchange.strict_json import JsonObject

PRECISIONS = ("exact", "day", "about", "month", "season", "year")
"""From the most exact to the least."""

PLACE_LEFT_OFF = "is a protected place: where it happened was left off"
LONGEST_PLACE = 300


def first_day(document: JsonObject) -> date:
    """Return the local date on which the first event began."""
    return local_date(_start(min(document["events"], key=lambda event: _start(event["from"]))["from"]))


def occurred(document: JsonObject) -> JsonObject:
    """Return when it happened: of one event as it is given, of several from the first to the last.

    Raises:
        Unusable: an event ends before it begins.
    """
    events = document["events"]
    for index, event in enumerate(events):
        if "to" in event and _start(event["to"]) < _start(event["from"]):
            raise Unusable(f"/events/{index}/to", "is before `from`")
    if len(events) == 1:
        return {name: events[0][name] for name in ("from", "to", "precision") if name in events[0]}
    ends = [event.get("to", event["from"]) for event in events]
    return {
        "from": min((event["from"] for event in events), key=_start),
        "to": max(ends, key=_start),
        "precision": max((event["precision"] for event in events), key=PRECISIONS.index),
    }


def narrative(document: JsonObject) -> str | None:
    """Return the record's account, then what happened in each event, then the things in it; None if nothing is said."""
    lines = [document["narrative"]] if "narrative" in document else []
    events, objects = document["events"], document.get("objects", [])
    several = len(events) > 1
    lines += [
        f"{_words(event['from'])}: {event['what']}" if several else event["what"] for event in events if "what" in event
    ]
    if objects:
        lines.append("Objects recorded: " + "; ".join(_thing(found) for found in objects) + ".")
    return "\n\n".join(lines) or None


def place(document: JsonObject) -> str | None:
    """Return where it happened, as the first event tells; None where nobody said, or where the place is protected."""
    found = _location(document)
    if found is None or found["id"] in _protected(document):
        return None
    return ", ".join(found["lines"])[:LONGEST_PLACE]


def remarks(document: JsonObject) -> Iterator[Reason]:
    """Yield what was left off of places."""
    found = _location(document)
    if found is not None and found["id"] in _protected(document):
        yield Reason("/events", PLACE_LEFT_OFF)


def _location(document: JsonObject) -> JsonObject | None:
    known = {one["id"]: one for one in document.get("locations", [])}
    named = next((event["location"] for event in document["events"] if "location" in event), None)
    return known[named] if named is not None else None


def _protected(document: JsonObject) -> set[str]:
    """Return the places that must be kept: marked so, or where a protected person lives."""
    marked = {one["id"] for one in document.get("locations", []) if one.get("protected")}
    persons = [person for person in document["persons"] if person.get("protected")]
    return marked | {stay["location"] for person in persons for stay in person.get("addresses", [])}


def _start(moment: str) -> datetime:
    """Return the instant at which a moment begins; a date begins at midnight in London."""
    if len(moment) == len("2026-03-02"):
        return instant_of(datetime.combine(date.fromisoformat(moment), time()))
    return parse_instant(moment)


def _words(moment: str) -> str:
    local = _start(moment).astimezone(LONDON)
    day = f"{local.day} {local:%B %Y}"
    return day if len(moment) == len("2026-03-02") else f"{day}, {local:%H:%M}"


def _thing(found: JsonObject) -> str:
    return f"{found['kind']} ({found['description']})" if "description" in found else str(found["kind"])
